"""What citizens type about a dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_forms import attaching
from egov_forms.exceptions import AttachmentRefused
from egov_forms.models import Attachment
from egov_tracking.models import Dossier, SupplementRequest

ACCEPT = ["pdf", "jpg", "jpeg", "png", "docx"]
MAX_FILES = 5
MAX_SIZE_MB = 10
MAX_TEXT = 4000
#: What the form says about the dossier that its citizen saw.
SEEN = ("request_number", "version")


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
    """A text and files for every item that the office asked for.

    It says which request it answers and how the dossier stood, because keys begin anew with
    every request: an answer must not come to stand beside another question.
    """

    request_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, request: SupplementRequest | None, dossier: Dossier, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = request
        self.dossier = dossier
        self.attached: dict[str, list[str]] = {}
        self.kept: list[Attachment] = []
        self.fields["request_number"].initial = request.number if request else None
        self.fields["version"].initial = dossier.lock_version
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
        if not any(value for name, value in cleaned.items() if name not in SEEN):
            raise forms.ValidationError(_("Write an answer or choose a file"))
        for name, value in cleaned.items():
            if name.endswith("_files") and len(value or []) > MAX_FILES:
                self.add_error(name, _("Choose at most %(n)s files") % {"n": MAX_FILES})
        if not self.errors:
            self._attach(cleaned)
        return cleaned

    def _attach(self, cleaned: dict[str, Any]) -> None:
        """Keep the files; when one is refused, none is kept and its question says why."""
        try:
            self._attach_all(cleaned)
        except Exception:
            self.drop()
            raise
        if self.errors:
            self.drop()

    def drop(self) -> None:
        """Take the files away again, when nothing came of the answer."""
        attaching.drop_files(self.kept)
        self.kept, self.attached = [], {}

    def _attach_all(self, cleaned: dict[str, Any]) -> None:
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
                self.kept.append(file)
                self.attached.setdefault(item["key"], []).append(str(file.pk))

    def _seen(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    @property
    def answers_this_request(self) -> bool:
        """Whether the questions are still those that were seen."""
        return self.asked is not None and self._seen("request_number") == str(self.asked.number)

    @property
    def is_present(self) -> bool:
        """Whether nothing happened since the form was shown."""
        return self.answers_this_request and self._seen("version") == str(self.dossier.lock_version)

    def again(self) -> "SupplementForm":
        """The form as it is now: with what was typed as long as the questions are the same.

        Files can't be put back into a browser's form; they have to be chosen again.
        """
        given: dict[str, Any] = {"request": self.asked, "dossier": self.dossier}
        if not self.answers_this_request:
            return SupplementForm(**given)
        return SupplementForm(initial={key: self._seen(key) for key in self._keys()}, **given)

    def _keys(self) -> list[str]:
        return [item["key"] for item in self.asked.items] if self.asked else []

    def store(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        answers = {}
        for item, _text, _files in self.items:
            text = self.cleaned_data.get(item["key"], "")
            files = self.attached.get(item["key"], [])
            if text or files:
                answers[item["key"]] = {"text": text, "files": files}
        return answers
