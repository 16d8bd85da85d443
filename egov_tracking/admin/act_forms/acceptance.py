"""Accepting, refusing, and the time limit that runs from acceptance."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from egov_forms.evaluation.limits import offered
from egov_forms.evaluation.terms import Terms
from egov_forms.parts import time_limit_text
from egov_forms.rules.definition import TimeLimit
from egov_tracking.admin.act_forms.base import ActForm, reason
from egov_tracking.models import words
from egov_tracking.models.clocks import office_of
from egov_tracking.models.terms import as_limit, terms_of
from egov_tracking.rules.deadlines import Clock, Limit, Unit, read

OTHER = "other"


class LimitFields(ActForm):
    """The time limit: one of the service's, or another that the officer gives."""

    sometimes_needed = ("amount_of_days", "unit")
    limit = forms.ChoiceField(
        label=gettext_lazy("Time limit"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a time limit.")},
    )
    amount_of_days = forms.DecimalField(
        label=gettext_lazy("Days"),
        help_text=gettext_lazy("Only for another time limit. Half a working day is 0.5."),
        required=False,
        min_value=Decimal("0.5"),
        max_value=Decimal(999),
        decimal_places=1,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        required=False,
        choices=[
            (Unit.WORKING_DAY.value, gettext_lazy("working days")),
            (Unit.CALENDAR_DAY.value, gettext_lazy("calendar days")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = terms_of(self.dossier)
        self._office = office_of(self.dossier)
        fitting = terms.time_limit
        self._limits = offered(terms.definition.time_limits)
        if fitting and fitting not in self._limits:
            self._limits.append(fitting)
        self._years = self._years_without_days()
        field: Any = self.fields["limit"]
        field.choices = [*enumerate(map(self._say, self._limits)), (OTHER, _("Another time limit"))]
        if fitting:
            field.initial = self._limits.index(fitting)
        elif not self._limits:
            field.initial = OTHER
        else:
            field.help_text = self._undecided(terms)

    @staticmethod
    def _undecided(terms: Terms) -> str:
        """Why nothing is chosen, and the numbers that the form worked out from the answers."""
        lines = [_("What was filed does not say which limit applies: choose it.")]
        language = get_language() or "vi"
        for asked, number in terms.numbers:
            shown = number_format(number, use_l10n=True)
            lines.append(f"{asked.label.get(language)}: {shown}.")
        return " ".join(lines)

    def _clock(self, limit: TimeLimit) -> Clock:
        return read(self.dossier.complete_at, as_limit(limit), self._office)

    def _years_without_days(self) -> list[int]:
        """Years until a due date of which the calendar knows no day off."""
        first = self._office.local(self.dossier.complete_at).year
        due = [clock.due.year for clock in map(self._clock, self._limits) if clock.due]
        years = range(first, max(due, default=first) + 1)
        return [year for year in years if not self._office.knows(year)]

    @property
    def warning(self) -> str:
        """What should be put right before a date is promised."""
        if not self._years or "limit" not in self.fields:
            return ""
        text = _(
            "The calendar has no days off for %(years)s, so these due dates may be too early. Ask "
            "for the days to be entered; open dossiers are then counted again."
        )
        return text % {"years": ", ".join(map(str, self._years))}

    def _say(self, limit: TimeLimit) -> str:
        """The limit, its case, and when the result would be due."""
        clock = self._clock(limit)
        case = limit.case.get(get_language() or "vi")
        length = "" if case and limit.unit == Unit.SAME_DAY else time_limit_text(limit)
        due = _("due %(moment)s") % {"moment": words.moment(clock.due)}
        return " · ".join(part for part in (length, case, due) if part)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        amount, unit = cleaned.pop("amount_of_days", None), cleaned.pop("unit", "")
        chosen = cleaned.get("limit")
        if chosen == OTHER and "amount_of_days" not in self.errors:
            cleaned["limit"] = self._other(amount, Unit(unit or Unit.WORKING_DAY))
        elif chosen and chosen != OTHER:
            cleaned["limit"] = as_limit(self._limits[int(chosen)])
        return cleaned

    def _other(self, amount: Decimal | None, unit: Unit) -> Limit | None:
        if amount is None:
            self.add_error("amount_of_days", _("Enter the number of days."))
            return None
        try:
            return Limit(unit, amount)
        except ValueError:
            text = _("Calendar days are whole, working days may be half.")
            self.add_error("amount_of_days", text)
            return None


class AcceptForm(LimitFields):
    act = "accept"
    notice = gettext_lazy(
        "The dossier gets its code, the time limit starts, and the citizen gets a message."
    )


class RefuseForm(ActForm):
    act = "refuse"
    is_serious = True
    notice = gettext_lazy("The dossier is closed and the citizen gets a message with the reason.")
    reason = reason()


FORMS = (AcceptForm, RefuseForm)
