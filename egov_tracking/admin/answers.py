"""Answers and files as an officer sees them: under the citizen's labels, numbers masked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_forms import display
from egov_forms.fields import citizen_id
from egov_forms.filing import IDENTITY_TYPES
from egov_forms.models import Attachment
from egov_forms.rules.definition import Definition, Field
from egov_tracking.admin.scope import address
from egov_tracking.models import Dossier, SupplementRequest, words
from egov_tracking.models.supplements import KINDS

MASK = "••••••"
#: How much of a number stays in sight, to tell two apart.
SHOWN = 3
TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)
#: The number of a paper, however it is spaced.
PAPER_NUMBER = re.compile(r"\d([ .-]?\d){5,}")


def mask(text: str) -> str:
    """Numbers keep their end, other texts nothing."""
    is_number = text.isdecimal() and len(text) > 2 * SHOWN
    return f"{MASK}{text[-SHOWN:]}" if is_number else MASK


def hidden(field: Field | None, text: str) -> str:
    """What is shown until somebody asks: also in a free text no number of identity is whole."""
    if field and (field.sensitive or field.type in IDENTITY_TYPES):
        return mask(text) if text else ""
    return TWELVE_DIGITS.sub(_mask_identity, text)


def hidden_paper(text: str) -> str:
    """What paper a person showed: its kind, and of its number the end."""
    return PAPER_NUMBER.sub(lambda match: f"{MASK}{match[0][-SHOWN:]}", text)


def _mask_identity(match: re.Match[str]) -> str:
    return match[0] if citizen_id.problem(match[0]) else mask(match[0])


def sections(dossier: Dossier, *, unmasked: bool) -> list[display.Section]:
    """The answers as filed."""
    if dossier.submission is None:
        return []
    definition = dossier.version.load()
    files = {str(one.pk): one for one in dossier.submission.attachments.all()}
    made = display.sections(definition, dossier.answers(), get_language() or dossier.language)
    return [
        replace(
            section,
            answers=tuple(
                _shown(one, definition.field(one.key), dossier, files, unmasked)
                for one in section.answers
            ),
        )
        for section in made
    ]


def _shown(
    answer: display.Answer,
    field: Field,
    dossier: Dossier,
    files: Mapping[str, Attachment],
    unmasked: bool,
) -> display.Answer:
    columns = {column.key: column for column in field.columns}
    hide_all = field.sensitive and not unmasked

    def linked(one: display.Answer) -> display.Answer:
        lines = (_linked(line, dossier, files, unmasked) for line in one.files)
        return replace(one, files=tuple(lines))

    rows = tuple(
        tuple(linked(_masked(cell, columns[cell.key], hide_all, unmasked)) for cell in row)
        for row in answer.rows
    )
    return replace(linked(_masked(answer, field, False, unmasked)), rows=rows)


def _masked(answer: display.Answer, field: Field, hide: bool, unmasked: bool) -> display.Answer:
    if unmasked or not answer.text:
        return answer
    return replace(answer, text=mask(answer.text) if hide else hidden(field, answer.text))


def _linked(
    line: display.FileLine, dossier: Dossier, files: Mapping[str, Attachment], unmasked: bool
) -> display.FileLine:
    file = files.get(line.id)
    if file is None:
        return line
    found = file_line(dossier, file)
    return found._replace(name=line.name) if unmasked else found


def file_line(dossier: Dossier, file: Attachment) -> display.FileLine:
    """A link only to what a scanner found clean (security rule 14)."""
    url = address("file", dossier.pk, file.pk) if file.may_open else ""
    return display.FileLine(file.name, url, "" if url else file.get_state_display(), str(file.pk))


def has_masked(sections: Iterable[display.Section]) -> bool:
    """Whether anything was hidden, so that showing it makes sense."""
    return any(
        MASK in cell.text
        for section in sections
        for answer in section.answers
        for cell in (answer, *(one for row in answer.rows for one in row))
    )


@dataclass(frozen=True)
class File:
    """One line of the list of all files."""

    line: display.FileLine
    where: str
    size: int
    state: str
    is_open: bool


def files(dossier: Dossier) -> list[File]:
    """Every file of the dossier, also those of supplements."""
    if dossier.submission is None:
        return []
    definition = dossier.version.load()
    return [
        File(
            file_line(dossier, one),
            _where(one.field_path, definition),
            one.size,
            one.get_state_display(),
            one.may_open,
        )
        for one in dossier.submission.attachments.all()
    ]


def _where(path: str, definition: Definition) -> str:
    key = path.split("[")[0].split(".")[0]
    if key in definition.fields:
        return definition.field(key).label.get(get_language() or "vi")
    return _("supplement")


@dataclass(frozen=True)
class Asked:
    """One item of a supplement: what was asked, what was filed before, what came."""

    text: str
    kind: str
    filed: str
    answer: str
    files: tuple[display.FileLine, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.answer and self.filed and self.answer != self.filed)


@dataclass(frozen=True)
class Supplement:
    row: SupplementRequest
    asked_at: str
    answered_at: str
    answer_by: str
    items: tuple[Asked, ...]

    @property
    def is_correction(self) -> bool:
        return self.row.origin == SupplementRequest.Origin.CITIZEN


def supplements(dossier: Dossier, *, unmasked: bool) -> list[Supplement]:
    """Each request with its answer, beside what was filed first (law R26)."""
    rows = list(dossier.supplements.all())
    if not rows:
        return []
    before = dossier.answers()
    held = (
        {str(one.pk): one for one in dossier.submission.attachments.all()}
        if (dossier.submission)
        else {}
    )
    return [
        Supplement(
            row,
            words.moment(row.asked_at),
            words.moment(row.answered_at),
            words.day(row.answer_by),
            tuple(
                _items(row, dossier, before, held, unmasked)
                if row.items
                else _corrected(row, dossier, held, unmasked)
            ),
        )
        for row in rows
    ]


def _items(
    row: SupplementRequest,
    dossier: Dossier,
    before: Mapping[str, Any],
    held: Mapping[str, Attachment],
    unmasked: bool,
) -> Iterable[Asked]:
    answers, kinds = row.answers, dict(KINDS)
    for item in row.items:
        field = dossier.version.load().fields.get(item.get("field", ""))
        answer = answers.get(item["key"]) or {}
        text = str(answer.get("text", ""))
        filed = _filed(field, before, unmasked)
        label = field.label.get(get_language() or dossier.language) if field else item["key"]
        yield Asked(
            text=item.get("text") or label,
            kind=str(kinds.get(item.get("kind", ""), "")),
            filed=filed,
            answer=text if unmasked else hidden(field, text),
            files=tuple(
                file_line(dossier, held[one]) for one in answer.get("files", ()) if one in held
            ),
        )


def _corrected(
    row: SupplementRequest, dossier: Dossier, held: Mapping[str, Attachment], unmasked: bool
) -> Iterable[Asked]:
    """Each answer that the citizen changed before acceptance, as it was and as it became."""
    definition, language = dossier.version.load(), get_language() or dossier.language
    for key, values in row.answers.items():
        field = definition.fields[key]
        was, became = (
            _shown(display.answer_of(field, values[when], language), field, dossier, held, unmasked)
            for when in ("before", "after")
        )
        yield Asked(
            text=was.label,
            kind="",
            filed=display.as_text(was),
            answer="" if became.files else display.as_text(became),
            files=became.files,
        )


def _filed(field: Field | None, before: Mapping[str, Any], unmasked: bool) -> str:
    """What was answered at first; only of questions whose answer is one text."""
    if field is None or field.type in ("group", "file") or before.get(field.key) is None:
        return ""
    text = display.answer_of(field, before[field.key], get_language() or "vi").text
    return text if unmasked else hidden(field, text)
