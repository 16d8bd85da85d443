"""Answers to what the office asked for, a text and files an item; also those at the counter."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_forms import attaching
from egov_forms.exceptions import AttachmentRefused
from egov_forms.models import Attachment, Submission
from egov_forms.uploads import clean_name
from egov_tracking.models import Dossier, SupplementRequest

ACCEPT = ["pdf", "jpg", "jpeg", "png", "docx"]
#: Files of one item, and of all items together.
MAX_FILES, MAX_FILES_IN_ALL = 5, 20
MAX_SIZE_MB = 10
MAX_TEXT = 4000
FILES_HELP = gettext_lazy(
    "PDF, picture or Word; at most %(n)s files, at most %(mb)s MB each. You can choose several."
)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class SeveralFilesField(forms.Field):
    """A list of uploads; what they are is proved when they are attached."""

    widget = SeveralFilesInput


class ItemAnswers(forms.Form):
    """A form with a text, and files where there is a filing, for each item of ``asked``.

    Files are kept while it is cleaned, all or none; who then does nothing with them calls `drop`.
    """

    text_rows = 3
    text_help: Any = ""
    asked: SupplementRequest | None = None
    dossier: Dossier

    @property
    def asked_items(self) -> list[dict[str, str]]:
        return list(self.asked.items) if self.asked else []

    def files_label(self, text: str) -> str:
        return _("Files for: %(item)s") % {"item": text}

    def add_items(self) -> None:
        self.kept: dict[str, list[Attachment]] = {}
        for item in self.asked_items:
            self.fields[item["key"]] = forms.CharField(
                label=item["text"],
                help_text=self.text_help,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": self.text_rows}),
            )
            if self.dossier.submission_id:
                self.fields[f"{item['key']}_files"] = SeveralFilesField(
                    label=self.files_label(item["text"]),
                    help_text=FILES_HELP % {"n": MAX_FILES, "mb": MAX_SIZE_MB},
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        uploads = {key: cleaned.get(f"{key}_files") or [] for key in self._keys}
        if not any(cleaned.get(key) or uploads[key] for key in self._keys):
            self.add_error(next(iter(self._keys), None), _("Write an answer or choose a file"))
        for key, files in uploads.items():
            if len(files) > MAX_FILES:
                self.add_error(f"{key}_files", _("Choose at most %(n)s files") % {"n": MAX_FILES})
        if sum(map(len, uploads.values())) > MAX_FILES_IN_ALL:
            message = _("Choose at most %(n)s files in all") % {"n": MAX_FILES_IN_ALL}
            raise forms.ValidationError(message)
        self._keep(uploads)
        return cleaned

    @property
    def _keys(self) -> list[str]:
        return [item["key"] for item in self.asked_items]

    def _keep(self, uploads: dict[str, list["UploadedFile[bytes]"]]) -> None:
        """When anything is wrong, none is kept and each question says why."""
        try:
            for key, files in uploads.items():
                for upload in files:
                    self._keep_one(key, upload)
        except Exception:
            self.drop()
            raise
        if self.errors:
            self.drop()

    def _keep_one(self, key: str, upload: "UploadedFile[bytes]") -> None:
        number = self.asked.number if self.asked else 0
        try:
            file = attaching.attach_to_submission(
                cast(Submission, self.dossier.submission),  # who has none is asked for no files
                f"supplement{number}.{key}",
                upload,
                accept=ACCEPT,
                max_size_mb=MAX_SIZE_MB,
            )
        except AttachmentRefused as error:
            self.add_error(f"{key}_files", f"{clean_name(upload.name or '')}: {error.message}")
        else:
            self.kept.setdefault(key, []).append(file)

    def drop(self) -> None:
        """Take the files away again, when nothing came of the answer."""
        attaching.drop_files([one for files in self.kept.values() for one in files])
        self.kept = {}

    @property
    def answers(self) -> dict[str, Any]:
        """As the act `receive_supplement` takes them."""
        answers = {}
        for key in self._keys:
            text = self.cleaned_data.get(key, "")
            files = [str(one.pk) for one in self.kept.get(key, ())]
            if text or files:
                answers[key] = {"text": text, "files": files}
        return answers
