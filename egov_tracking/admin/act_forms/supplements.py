"""Asking the citizen for more, and taking it at the counter."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from egov_forms.fields.gone import type_of
from egov_tracking.admin.act_forms.base import ActForm, reason
from egov_tracking.exceptions import Refused
from egov_tracking.item_answers import ItemAnswers
from egov_tracking.models import Dossier
from egov_tracking.models.supplements import KINDS

ROWS, MOST_ROWS = 3, 20


class RequestSupplementForm(ActForm):
    """Rows of what is missing; a button adds a row, so that no script is needed."""

    act = "request_supplement"
    is_wide = True
    notice = gettext_lazy(
        "Ask for everything at once: the citizen may be asked a second time only exceptionally."
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, initial=ROWS, required=False)
    reason = reason(gettext_lazy("Why it is needed"))
    answer_by = forms.DateField(
        label=gettext_lazy("Answer expected by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = self._questions()
        self.is_adding = "add_row" in self.data
        self.count = self._count()
        if self.is_adding:
            # The form is shown again with what was typed, and one row more.
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("rows")] = str(self.count)
            self.data = data
        self.fields["rows"].initial = self.count
        rows: dict[str, forms.Field] = {}
        for number in range(self.count):
            rows.update(self._row(number))
        self.fields = {**rows, **self.fields}
        if self.dossier.supplement_requests:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("Send a second request all the same"),
                help_text=_("A second request makes this dossier late in national reports."),
                required=False,
            )

    def _count(self) -> int:
        typed = str(self.data.get(self.add_prefix("rows"), ROWS))
        count = int(typed[:3]) if typed.isascii() and typed.isdecimal() else ROWS
        return min(max(count + self.is_adding, 1), MOST_ROWS)

    def _questions(self) -> list[tuple[str, str]]:
        language = get_language() or self.dossier.language
        definition = self.dossier.version.load()
        fields = (field for step in definition.steps for field in step.fields)
        asked = (field for field in fields if type_of(field).has_answer and not field.computed)
        labels = [(field.key, field.label.get(language)) for field in asked]
        return [("", _("None")), *labels]

    def _row(self, number: int) -> dict[str, forms.Field]:
        name = _("Item %(n)s") % {"n": number + 1}
        return {
            f"item_{number}": forms.CharField(label=name, required=False, max_length=1000),
            f"kind_{number}": forms.ChoiceField(label=_("As"), required=False, choices=KINDS),
            f"field_{number}": forms.ChoiceField(
                label=_("Question of the form"), required=False, choices=self.questions
            ),
        }

    @property
    def item_rows(self) -> list[tuple[forms.BoundField, ...]]:
        names = ("item", "kind", "field")
        return [tuple(self[f"{name}_{n}"] for name in names) for n in range(self.count)]

    def clean_answer_by(self) -> Any:
        day = self.cleaned_data["answer_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day

    def clean(self) -> dict[str, Any]:
        """The act would refuse one thing at a time; a person reads all of it at once."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(
            self.data.get(self.add_prefix(f"item_{n}"), "").strip() for n in range(self.count)
        ):
            self.refuse(Refused("items_missing"))
        if "confirmed" in self.fields and not cleaned.get("confirmed"):
            self.refuse(Refused("second_supplement"))
        return cleaned

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        items = [
            {
                "text": cleaned[f"item_{number}"],
                "kind": cleaned[f"kind_{number}"],
                "field": cleaned[f"field_{number}"],
            }
            for number in range(self.count)
        ]
        kept = ("reason", "answer_by", "confirmed")
        return {"items": items, **{name: cleaned[name] for name in kept if name in cleaned}}


class ReceiveSupplementForm(ItemAnswers, ActForm):
    """What the citizen brings to the counter, item by item, with scans where there is a filing."""

    act = "receive_supplement"
    notice = gettext_lazy("What the citizen brings to the counter. The time limit runs again.")
    text_rows = 2
    text_help = gettext_lazy("What was brought, or the answer.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = self.dossier.supplements.filter(answered_at=None).last()
        self.add_items()

    def files_label(self, text: str) -> str:
        return _("Scans of: %(item)s") % {"item": text}

    def perform(self) -> Dossier:
        """Files stay only when the act was done."""
        try:
            return super().perform()
        except Exception:
            self.drop()
            raise

    def given(self) -> dict[str, Any]:
        return {"answers": self.answers}


FORMS = (RequestSupplementForm, ReceiveSupplementForm)
