"""Asking the citizen for more, and taking it at the counter."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from egov_forms import attaching
from egov_forms.exceptions import AttachmentRefused
from egov_forms.fields import registry
from egov_forms.models import Attachment
from egov_tracking.admin.act_forms.base import ActForm, reason
from egov_tracking.citizen_forms import ACCEPT, MAX_FILES, MAX_SIZE_MB, SeveralFilesField
from egov_tracking.exceptions import EgovTrackingError
from egov_tracking.models import Dossier

KINDS = [
    ("photocopy", gettext_lazy("photocopy")),
    ("certified", gettext_lazy("certified copy")),
    ("original", gettext_lazy("original")),
    ("answer", gettext_lazy("answer or correction")),
]
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
            self.data = self.data.copy()
            self.data[self.add_prefix("rows")] = str(self.count)
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
        asked = (field for field in fields if registry[field.type].has_answer)
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


class ReceiveSupplementForm(ActForm):
    """What the citizen brings to the counter, item by item, with scans where there is a filing."""

    act = "receive_supplement"
    notice = gettext_lazy("What the citizen brings to the counter. The time limit runs again.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Any = self.dossier.supplements.filter(answered_at=None).last()
        for item in self._items:
            self.fields[item["key"]] = forms.CharField(
                label=item["text"],
                help_text=_("What was brought, or the answer."),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            if self.dossier.submission_id:
                self.fields[f"{item['key']}_files"] = SeveralFilesField(
                    label=_("Scans of: %(item)s") % {"item": item["text"]}, required=False
                )

    @property
    def _items(self) -> list[dict[str, str]]:
        return self.asked.items if self.asked else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in self.fields if name != "version"):
            raise forms.ValidationError(_("Answer at least one item."))
        for name, value in cleaned.items():
            if name.endswith("_files") and len(value or []) > MAX_FILES:
                self.add_error(name, _("Choose at most %(n)s files") % {"n": MAX_FILES})
        if not self.errors:
            self._keep_files(cleaned)
        return cleaned

    def _keep_files(self, cleaned: dict[str, Any]) -> None:
        """Store the scans; when one is refused, none is kept and its question says why."""
        self.kept: dict[str, list[Attachment]] = {}
        for item in self._items:
            for upload in cleaned.get(f"{item['key']}_files") or ():
                try:
                    self.kept.setdefault(item["key"], []).append(self._keep(item["key"], upload))
                except AttachmentRefused as error:
                    self.add_error(f"{item['key']}_files", error.message)
        if self.errors:
            self._drop_files()

    def _keep(self, key: str, upload: UploadedFile) -> Attachment:
        return attaching.attach_to_submission(
            self.dossier.submission,
            f"supplement{self.asked.number}.{key}",
            upload,
            accept=ACCEPT,
            max_size_mb=MAX_SIZE_MB,
        )

    def _drop_files(self) -> None:
        attaching.drop_files([one for files in self.kept.values() for one in files])
        self.kept = {}

    def perform(self) -> Dossier:
        """Files stay only when the act was done."""
        try:
            return super().perform()
        except EgovTrackingError:
            self._drop_files()
            raise

    def given(self) -> dict[str, Any]:
        answers = {}
        for item in self._items:
            text = self.cleaned_data.get(item["key"], "")
            files = [str(one.pk) for one in self.kept.get(item["key"], [])]
            if text or files:
                answers[item["key"]] = {"text": text, "files": files}
        return {"answers": answers}


FORMS = (RequestSupplementForm, ReceiveSupplementForm)
