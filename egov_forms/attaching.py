"""Files of a draft: proved, stored under a random key, scanned; called by `actions`.

A file belongs to the draft and to the path of its field: `field`, or `group.column` for the
files of all rows. Which row a file stands in, the row's answer says; so rows can come and go.
A file that no answer names is dropped when the draft is submitted.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms import storage, uploads
from egov_forms.conf import settings
from egov_forms.exceptions import AttachmentRefused
from egov_forms.fields.file import DEFAULT_ACCEPT, file_ids, without_file
from egov_forms.fields.rows import file_path, with_own_files
from egov_forms.models import Attachment, AttachmentState, Draft, Submission
from egov_forms.rules.definition import Definition, Field
from egov_forms.scanners import get_scanner
from egov_forms.scanning import scan_attachment
from egov_forms.uploads import UploadRefused

DEFAULT_MAX_SIZE_MB = 10
PATH = re.compile(r"(?P<field>\w+)(\.(?P<column>\w+))?")
#: How long a file may be named by nothing saved before it makes room for another.
UNNAMED = datetime.timedelta(hours=1)


def attach_file(
    draft_id: UUID, path: str, upload: "UploadedFile[Any]", beside: Collection[str] = ()
) -> Attachment:
    """Add one file to the file field at ``path`` (``field``, or ``group.column``).

    ``beside`` are the ids of the files in the same cell of a group; the caller names the new
    file there. The file is read and proved before the draft is locked, and scanned after the
    commit; when the scanner does not answer, the file waits and nothing else does. Raises
    `AttachmentRefused`.
    """
    draft = Draft.objects.select_related("version").get(pk=draft_id)
    definition = draft.version.load()
    field = file_field(definition, path)
    _have_room(draft, definition, path, beside)  # before any work is done on the file
    stored = _store(
        path,
        upload,
        accept=field.options.get("accept") or list(DEFAULT_ACCEPT),
        max_size_mb=field.options.get("max_size_mb", DEFAULT_MAX_SIZE_MB),
    )
    if definition.fields[path.partition(".")[0]].sensitive or field.sensitive:
        stored.seal_name()
    try:
        attachment = _add(draft_id, definition, stored, beside)
    except Exception:
        storage.remove([stored.storage_key])
        raise
    if refusal := _scanned(attachment):
        with suppress(Draft.DoesNotExist):  # filed meanwhile: there it stays shut
            remove_file(draft_id, attachment.pk)
        raise refusal
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
    if refusal := _scanned(attachment):
        drop_files([attachment])
        raise refusal
    return attachment


def _scanned(attachment: Attachment) -> AttachmentRefused | None:
    """Ask the scanner; the refusal of a file that it will never call clean."""
    scan_attachment(attachment)
    text = {
        AttachmentState.INFECTED: _("The virus check refused this file. Choose another"),
        AttachmentState.ERROR: _(
            "This file could not be checked for viruses, so it was not kept. "
            "Choose a smaller one, or save it again"
        ),
    }.get(AttachmentState(attachment.state))
    if text is None:
        return None
    return AttachmentRefused(f"scan_{attachment.state}", attachment.field_path, text)


def _store(
    path: str, upload: "UploadedFile[Any]", *, accept: list[str], max_size_mb: int
) -> Attachment:
    """The file proved and stored, its row not saved yet."""
    try:
        limits = uploads.Limits.of(_read_by_scanner(max_size_mb))
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


def _read_by_scanner(max_size_mb: float) -> float:
    """What the scanner does not read would only be refused later, and without a number."""
    largest = get_scanner().max_size
    return max_size_mb if largest is None else min(max_size_mb, largest / uploads.MEGABYTE)


@transaction.atomic
def _add(
    draft_id: UUID, definition: Definition, attachment: Attachment, beside: Collection[str]
) -> Attachment:
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    _have_room(draft, definition, attachment.field_path, beside)
    attachment.draft = draft
    attachment.save(force_insert=True)
    _write_answer(draft, definition, attachment.field_path)
    return attachment


def _have_room(draft: Draft, definition: Definition, path: str, beside: Collection[str]) -> None:
    """Refuse one file too many, of the question or of the whole draft."""
    held = files_of(draft)
    here = [one for one in held if one.field_path == path]
    if path not in definition.fields:  # of the column's files only those of the cell
        here = [one for one in here if str(one.pk) in beside]
    most = file_field(definition, path).options.get("max_files")
    if most and len(here) >= most:
        raise _too_many(path, most)
    if len(held) >= settings.MAX_FILES_PER_DRAFT and not _drop_unnamed(draft, held, beside):
        raise _too_many(path, settings.MAX_FILES_PER_DRAFT)


def _drop_unnamed(draft: Draft, held: Iterable[Attachment], beside: Collection[str]) -> int:
    """Make room: drop what stood in rows that were removed; how many files that were."""
    named = {*file_ids(draft.open_answers()), *file_ids(draft.typed), *beside}
    before = timezone.now() - UNNAMED  # a page that is still open may name newer ones
    own = (one for one in held if one.draft_id)  # what was filed stays
    gone = [one for one in own if str(one.pk) not in named and one.created_at < before]
    drop_files(gone)
    return len(gone)


def _write_answer(draft: Draft, definition: Definition, path: str) -> None:
    """The field's answer says which files there are, so that showing a step asks no table."""
    if path not in definition.fields:
        return  # the files of a column stand in its rows
    files = [one.as_answer() for one in files_of(draft) if one.field_path == path]
    draft.set_answers(definition, {**draft.open_answers(), path: files})
    draft.save(update_fields=["answers", "sealed", "updated_at"])


def _too_many(path: str, most: int) -> AttachmentRefused:
    text = ngettext("You can upload %(n)s file here", "You can upload up to %(n)s files here", most)
    return AttachmentRefused("too_many_files", path, text % {"n": most})


@transaction.atomic
def remove_file(draft_id: UUID, attachment_id: UUID | str) -> None:
    """Take a file away again, and out of every answer; one of another draft stays.

    A file that was filed already leaves the answers only.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("version").get(pk=draft_id)
    key = str(attachment_id)
    found = [one for one in files_of(draft) if str(one.pk) == key]
    if found:
        drop_files(one for one in found if one.draft_id)
        answers = without_file(draft.open_answers(), key)
        draft.set_answers(draft.version.load(), answers)
        draft.typed = without_file(draft.typed, key)
        draft.save(update_fields=["answers", "sealed", "updated_at"])


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


def file_answers(
    draft: Draft, definition: Definition, step_key: str, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The step's answers that hold files, from the draft's own files.

    Those of file fields are all that were attached; of the files that rows of ``given`` name,
    only those that were attached to the column are kept.
    """
    held = attached(draft, definition, step_key)
    answers: dict[str, Any] = {}
    for field in definition.step(step_key).fields:
        if field.type == "file":
            answers[field.key] = list(held[field.key].values()) or None
        elif field.key in given and any(column.type == "file" for column in field.columns):
            answers[field.key] = with_own_files(field, given[field.key], held)
    return answers


def attached(
    draft: Draft, definition: Definition, step_key: str
) -> dict[str, dict[str, dict[str, Any]]]:
    """The step's files as answers, by path and id; nothing is read when it asks for none."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for field in definition.step(step_key).fields:
        if field.type == "file":
            found[field.key] = {}
        for column in field.columns:
            if column.type == "file":
                found[file_path(field, column.key)] = {}
    for one in files_of(draft) if found else ():
        if one.field_path in found:
            found[one.field_path][str(one.pk)] = one.as_answer()
    return found


def files_of(draft: Draft) -> list[Attachment]:
    """The draft's files; where it corrects a filing, first those filed that it still names."""
    own = list(draft.attachments.all())
    if not draft.corrects_id:
        return own
    named = {*file_ids(draft.open_answers()), *file_ids(draft.typed)}
    filed = Attachment.objects.filter(submission=draft.corrects_id)
    return [*(one for one in filed if str(one.pk) in named), *own]
