"""The one validator: what is shown, required, computed and wrong in a set of answers.

`evaluate` is pure. It takes answers of any JSON and gives back those of the fields that are
shown, in canonical form. First every field is bound in the order of its dependencies, step by
step; then the fields up to `upto_step` are checked; then the rules run.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from egov_forms.rules.definition import Definition

from .plan import plan_of
from .result import Error, Evaluation
from .run import Run

__all__ = ["Error", "Evaluation", "evaluate"]


def evaluate(
    definition: Definition,
    answers: Any,
    today: date,
    upto_step: str | None = None,
) -> Evaluation:
    """`upto_step`: the last step to check; None for all, "" for none.

    Raises KeyError for a step that the definition does not have; for nothing else.
    """
    plan = plan_of(definition)
    last = -1 if upto_step == "" else len(plan.steps) - 1
    if upto_step:
        last = plan.numbers[upto_step]
    run = Run(plan, answers if isinstance(answers, Mapping) else {}, today, last)
    return run.evaluation()
