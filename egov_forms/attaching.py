"""Files of a draft: proved, stored under a random key, scanned; called by `actions`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms import storage, uploads
from egov_forms.conf import settings
from egov_forms.exceptions import AttachmentRefused
from egov_forms.models import Attachment, Draft, Submission
from egov_forms.rules.definition import Definition, Field
from egov_forms.scanning import scan_attachment
from egov_forms.uploads import UploadRefused

DEFAULT_MAX_FILES = 1
DEFAULT_MAX_SIZE_MB = 10
PATH = re.compile(r"(?P<field>\w+)(\[(?P<row>\d{1,3})\]\.(?P<column>\w+))?")


def attach_file(draft_id: UUID, path: str, upload: "UploadedFile[Any]") -> Attachment:
    """Add one file to the file field at ``path`` (``field``, or ``group[row].column``).

    The file is read and proved before the row is locked, and scanned after the commit; when the
    scanner does not answer, the file waits and nothing else does. Raises `AttachmentRefused`.
    """
    definition = Draft.objects.select_related("version").get(pk=draft_id).version.load()
    field = file_field(definition, path)
    stored = _store(
        path,
        upload,
        accept=field.options.get("accept") or list(uploads.CONTENT_TYPES),
        max_size_mb=field.options.get("max_size_mb", DEFAULT_MAX_SIZE_MB),
    )
    try:
        attachment = _add(draft_id, definition, stored)
    except Exception:
        storage.remove([stored.storage_key])
        raise
    scan_attachment(attachment)
    return attachment


def attach_to_submission(
    submission: Submission,
    path: str,
    upload: "UploadedFile[Any]",
    *,
    accept: list[str],
    max_size_mb: int,
) -> Attachment:
    """Add a file that was asked for after filing; ``path`` says by what. See `attach_file`."""
    attachment = _store(path, upload, accept=accept, max_size_mb=max_size_mb)
    attachment.submission = submission
    attachment.save(force_insert=True)
    scan_attachment(attachment)
    return attachment


def _store(
    path: str, upload: "UploadedFile[Any]", *, accept: list[str], max_size_mb: int
) -> Attachment:
    """The file proved and stored, its row not saved yet."""
    try:
        limits = uploads.Limits.of(max_size_mb)
        with uploads.inspect(upload, upload.name or "", accept, limits) as inspected:
            key = storage.store(inspected.content, inspected.sha256)
    except UploadRefused as refusal:
        raise AttachmentRefused(refusal.code, path, refusal.message) from refusal
    except storage.NotStored as error:
        raise AttachmentRefused("not_saved", path, str(uploads.MESSAGES["not_saved"])) from error
    return Attachment(
        field_path=path,
        name=inspected.name,
        size=inspected.size,
        content_type=inspected.content_type,
        sha256=inspected.sha256,
        storage_key=key,
    )


@transaction.atomic
def _add(draft_id: UUID, definition: Definition, attachment: Attachment) -> Attachment:
    path = attachment.field_path
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    paths = list(draft.attachments.values_list("field_path", flat=True))
    most = file_field(definition, path).options.get("max_files", DEFAULT_MAX_FILES)
    if paths.count(path) >= most:
        raise _too_many(path, most)
    if len(paths) >= settings.MAX_FILES_PER_DRAFT:
        raise _too_many(path, settings.MAX_FILES_PER_DRAFT)
    attachment.draft = draft
    attachment.save(force_insert=True)
    _write_answer(draft, definition, path)
    return attachment


def _write_answer(draft: Draft, definition: Definition, path: str) -> None:
    """The field's answer says which files there are, so that showing a step asks no table."""
    files = [one.as_answer() for one in draft.attachments.filter(field_path=path)]
    draft.set_answers(definition, {**draft.open_answers(), path: files})
    draft.save(update_fields=["answers", "sealed", "updated_at"])


def _too_many(path: str, most: int) -> AttachmentRefused:
    text = ngettext("You can upload %(n)s file here", "You can upload up to %(n)s files here", most)
    return AttachmentRefused("too_many_files", path, text % {"n": most})


@transaction.atomic
def remove_file(draft_id: UUID, attachment_id: UUID) -> None:
    """Take a file away again; one of another draft is not found and stays."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("version").get(pk=draft_id)
    attachment = draft.attachments.filter(pk=attachment_id).first()
    if attachment:
        drop_files([attachment])
        _write_answer(draft, draft.version.load(), attachment.field_path)


def drop_files(attachments: Iterable[Attachment]) -> None:
    """Delete rows now and files after the commit (security rule 21)."""
    attachments = list(attachments)
    keys = [attachment.storage_key for attachment in attachments]
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in attachments]).delete()
    transaction.on_commit(lambda: storage.remove(keys))


def file_field(definition: Definition, path: str) -> Field:
    """The file field at ``path``; raises `AttachmentRefused` when there is none."""
    match = PATH.fullmatch(path)
    field = definition.fields.get(match["field"]) if match else None
    if match and field and match["column"]:
        field = next((one for one in field.columns if one.key == match["column"]), None)
    if field is None or field.type != "file":
        raise AttachmentRefused("invalid_file_type", path, _("No files are asked for here"))
    return field


def file_answers(draft: Draft, definition: Definition, step_key: str) -> dict[str, Any]:
    """The answers of the step's file fields, from the rows of its files."""
    keys = [field.key for field in definition.step(step_key).fields if field.type == "file"]
    if not keys:
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for attachment in draft.attachments.filter(field_path__in=keys):
        found.setdefault(attachment.field_path, []).append(attachment.as_answer())
    return {key: found.get(key) for key in keys}


def attachment_ids(answers: Any) -> Iterator[str]:
    """The ids of all files that answers name, wherever they stand."""
    if isinstance(answers, Mapping):
        if "content_type" in answers and "id" in answers:
            yield str(answers["id"])
        else:
            yield from (found for value in answers.values() for found in attachment_ids(value))
    elif isinstance(answers, list):
        yield from (found for value in answers for found in attachment_ids(value))
