"""What a dossier's answers mean for its time limit, its fees and the originals to bring."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from egov_forms.evaluation.plan import plan_of
from egov_forms.evaluation.run import Run
from egov_forms.rules.definition import Component, Definition, Fee, TimeLimit
from egov_forms.rules.expressions import UNKNOWN, compile_
from egov_tracking.models.dossiers import Dossier
from egov_tracking.rules.deadlines import Limit, Unit


@dataclass(frozen=True)
class Charge:
    """A fee that applies. ``amount`` is None where a person must say how much."""

    name: dict[str, str]
    amount: int | None
    fee: Fee


class Terms:
    """The terms of one definition under one set of answers; ``day`` is "today" in expressions."""

    def __init__(self, definition: Definition, answers: Mapping[str, Any], day: dt.date) -> None:
        self.definition = definition
        self._answers = answers
        self._day = day

    @cached_property
    def _bound(self) -> dict[str, Any]:
        run = Run(plan_of(self.definition), self._answers, self._day, -1)
        run.evaluation()
        return run.bound

    def holds(self, source: str | None) -> bool:
        return not source or compile_(source).holds(self._bound)

    @property
    def time_limit(self) -> TimeLimit | None:
        """The first whose condition is true, else the first without a condition."""
        limits = self.definition.time_limits
        with_condition = (limit for limit in limits if limit.when and self.holds(limit.when))
        return next(with_condition, next((one for one in limits if not one.when), None))

    @property
    def fees(self) -> list[Charge]:
        """The fees that apply and are not zero."""
        charges = [
            Charge(fee.name.to_json(), self._amount(fee), fee)
            for fee in self.definition.fees
            if self.holds(fee.when)
        ]
        return [charge for charge in charges if charge.amount != 0]

    def _amount(self, fee: Fee) -> int | None:
        if not fee.formula:
            # "8,000 a copy" is no amount before somebody has counted the copies.
            return 0 if fee.amount == 0 else None
        value = compile_(fee.formula).evaluate(self._bound)
        return None if value is UNKNOWN else round(value)

    @property
    def originals(self) -> list[Component]:
        """The papers whose originals the counter compares, or that are only shown there."""
        return [
            paper
            for paper in self.definition.components
            if (paper.originals or paper.required == "shown") and self.holds(paper.condition)
        ]


def terms_of(dossier: Dossier) -> Terms:
    """The terms of a dossier under the version and on the day of its filing."""
    day = timezone.localtime(dossier.filed_at).date()
    return Terms(dossier.version.load(), dossier.answers(), day)


def as_limit(limit: TimeLimit) -> Limit:
    """A definition's time limit as the clock takes it."""
    unit = Unit(limit.unit)
    return Limit(
        unit,
        None if unit == Unit.SAME_DAY else Decimal(str(limit.amount)),
        dt.time.fromisoformat(limit.cutoff) if limit.cutoff else None,
    )
