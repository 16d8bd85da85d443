"""What a set of answers means for time limit, fees and papers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from egov_forms.fields.numbers import read_number, rounded
from egov_forms.rules.definition import Component, Definition, Fee, Field, TimeLimit
from egov_forms.rules.expressions import UNKNOWN, compile_

from .limits import decided
from .plan import plan_of
from .run import Run


@dataclass(frozen=True)
class Charge:
    """A fee that applies. ``amount``, in whole units, is None where a person must say how much."""

    fee: Fee
    amount: int | None


#: The largest amount that a formula may give; beyond it somebody made a mistake.
MOST = 10**12
NUMBERS = frozenset({"integer", "decimal"})


def _whole(value: Any) -> int | None:
    """An amount of money; None for what is none, so that a person has to say how much."""
    if value is UNKNOWN or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(rounded(read_number(value), 0)) if 0 <= value <= MOST else None


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
        """Whether a condition is true; an unknown one is not, none at all is."""
        return not source or compile_(source).holds(self._bound)

    @property
    def time_limit(self) -> TimeLimit | None:
        """The one that applies; None where a person has to say which.

        Without any answers, as on paper, conditions say nothing.
        """
        limits = self.definition.time_limits
        if not self._answers and any(one.when for one in limits):
            return None
        return decided(limits, self.holds)

    @property
    def numbers(self) -> list[tuple[Field, float]]:
        """What the form worked out beside money, such as a number of days or of pages."""
        fields = (field for step in self.definition.steps for field in step.fields)
        computed = [one for one in fields if one.computed and one.type in NUMBERS]
        shown = (one for one in computed if one.key in self._bound and not one.sensitive)
        return [(one, rounded(read_number(self._bound[one.key]), 2)) for one in shown]

    @property
    def fees(self) -> list[Charge]:
        """The fees that apply, free ones among them."""
        return [
            Charge(fee, self._amount(fee)) for fee in self.definition.fees if self.holds(fee.when)
        ]

    @property
    def sums(self) -> list[tuple[Field, int]]:
        """What the form's own computed money questions come to, where it is more than nothing.

        The definition does not say which fee such a question is about: a person decides that.
        """
        fields = (field for step in self.definition.steps for field in step.fields)
        computed = (field for field in fields if field.type == "money" and field.computed)
        found = ((field, _whole(self._bound.get(field.key, UNKNOWN))) for field in computed)
        return [(field, amount) for field, amount in found if amount]

    def _amount(self, fee: Fee) -> int | None:
        if not fee.formula:
            # "8,000 a copy" is no amount before somebody has counted the copies.
            return 0 if fee.amount == 0 else None
        return _whole(compile_(fee.formula).evaluate(self._bound))

    @property
    def papers(self) -> list[Component]:
        """The papers that these answers ask for."""
        return [one for one in self.definition.components if self.holds(one.condition)]

    @property
    def originals(self) -> list[Component]:
        """Those of which the counter sees the original, to keep, to compare or to be shown."""
        return [one for one in self.papers if one.originals or one.required == "shown"]

    @property
    def to_bring(self) -> list[Component]:
        """The originals that a citizen brings: not the form, where it was filled in online, and
        nothing to a service that is online from end to end."""
        if self.definition.is_fully_online and self._answers:
            return []
        return [one for one in self.originals if one is not self._filled_online]

    @property
    def _filled_online(self) -> Component | None:
        """The official form itself, where answers stand in its place.

        It is the first paper with a form's number that is always due and that no question of
        the form asks to attach.
        """
        papers = self.definition.components if self._answers else ()
        own = (one for one in papers if one.form_code and not one.form_field)
        return next((one for one in own if one.required == "always"), None)
