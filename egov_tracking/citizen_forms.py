"""What citizens type about a dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_forms import attaching
from egov_forms.exceptions import AttachmentRefused
from egov_tracking.models import Dossier, SupplementRequest

ACCEPT = ["pdf", "jpg", "jpeg", "png", "docx"]
MAX_FILES = 5
MAX_SIZE_MB = 10
MAX_TEXT = 4000


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class SeveralFilesField(forms.Field):
    """A list of uploads; what they are is proved when they are attached."""

    widget = SeveralFilesInput


class Summarised(forms.Form):
    """A form whose errors are listed at the head of the page, each linked to its input."""

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        first = next(iter(self.fields), "")
        found = [(f"id_{first}", text) for text in self.non_field_errors()]
        for bound in self:
            found += [(bound.id_for_label, text) for text in bound.errors]
        return found


class WithdrawalForm(Summarised):
    reason = forms.CharField(
        label=gettext_lazy("Why do you want to withdraw the dossier?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Give a reason")},
    )


class SupplementForm(Summarised):
    """A text and files for every item that the office asked for."""

    def __init__(
        self, *args: Any, request: SupplementRequest | None, dossier: Dossier, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = request
        self.dossier = dossier
        for item in request.items if request else []:
            self.fields[item["key"]] = forms.CharField(
                label=item["text"],
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            if dossier.submission_id:
                self.fields[f"{item['key']}_files"] = SeveralFilesField(
                    label=_("Files for: %(item)s") % {"item": item["text"]}, required=False
                )

    @property
    def items(self) -> list[tuple[dict[str, str], Any, Any]]:
        """(item, its text input, its file input or None), as the page shows them."""
        rows = []
        for item in self.asked.items if self.asked else []:
            files = f"{item['key']}_files"
            rows.append((item, self[item["key"]], self[files] if files in self.fields else None))
        return rows

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Write an answer or choose a file"))
        for name, value in cleaned.items():
            if name.endswith("_files") and len(value or []) > MAX_FILES:
                self.add_error(name, _("Choose at most %(n)s files") % {"n": MAX_FILES})
        if not self.errors:
            self._attach(cleaned)
        return cleaned

    def _attach(self, cleaned: dict[str, Any]) -> None:
        """Keep the files; when one is refused, none is kept and its question says why."""
        self.attached: dict[str, list[str]] = {}
        kept = []
        for item, _text, _files in self.items:
            name = f"{item['key']}_files"
            for upload in cleaned.get(name) or []:
                try:
                    file = attaching.attach_to_submission(
                        self.dossier.submission,
                        f"supplement{self.asked.number}.{item['key']}",
                        upload,
                        accept=ACCEPT,
                        max_size_mb=MAX_SIZE_MB,
                    )
                except AttachmentRefused as error:
                    self.add_error(name, error.message)
                    continue
                kept.append(file)
                self.attached.setdefault(item["key"], []).append(str(file.pk))
        if self.errors:
            attaching.drop_files(kept)

    def store(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        answers = {}
        for item, _text, _files in self.items:
            text = self.cleaned_data.get(item["key"], "")
            files = self.attached.get(item["key"], [])
            if text or files:
                answers[item["key"]] = {"text": text, "files": files}
        return answers
