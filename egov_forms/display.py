"""Answers as a person reads them: on the check page, the receipt, the officer's screen.

Always under the labels of the version that they were given under.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from egov_forms.fields.gone import type_of
from egov_forms.rules.definition import Definition, Field


class FileLine(NamedTuple):
    """A file's name; where it may be opened, its address and what is to say about it."""

    name: str
    url: str = ""
    state_label: str = ""
    id: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer: ``text`` plain, or ``rows`` of a group, or ``files`` of a file field."""

    key: str
    label: str
    text: str = ""
    rows: tuple[tuple["Answer", ...], ...] = ()
    files: tuple[FileLine, ...] = ()
    is_sensitive: bool = False
    is_computed: bool = False
    change_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.rows or self.files)


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    key: str
    label: str
    answers: tuple[Answer, ...] = field(default_factory=tuple)
    change_url: str = ""

    def changed_at(self, url: str) -> "Section":
        """The same, with links to the step that changes it; computed answers have none."""
        answers = [
            one if one.is_computed else replace(one, change_url=f"{url}#id_{one.key}")
            for one in self.answers
        ]
        return replace(self, answers=tuple(answers), change_url=url)


def sections(
    definition: Definition,
    answers: Mapping[str, Any],
    language: str,
    visible: Collection[str] | None = None,
) -> list[Section]:
    """The steps that hold an answer, in the form's order.

    With ``visible`` (paths from an evaluation) questions that were shown and left empty are
    listed too, so that a citizen sees before submitting what was not answered. What the form
    computes is nobody's to answer; without a value it is not listed.
    """
    made = []
    for step in definition.steps:
        shown = tuple(
            answer_of(one, answers.get(one.key), language)
            for one in step.fields
            if type_of(one).has_answer and _listed(one, answers, visible)
        )
        if shown:
            made.append(Section(step.key, step.label.get(language), shown))
    return made


def _listed(one: Field, answers: Mapping[str, Any], visible: Collection[str] | None) -> bool:
    if visible is not None and not one.computed:
        return one.key in visible
    # A box that nobody was asked to tick has no answer; a box left empty has one.
    return one.key in answers and not type_of(one).is_empty(answers[one.key])


def as_text(answer: Answer) -> str:
    """The same in plain lines, for a place that has no room for rows and links."""
    if answer.files:
        return "\n".join(file.name for file in answer.files)
    rows = ("; ".join(f"{one.label}: {as_text(one)}" for one in row) for row in answer.rows)
    return "\n".join(rows) if answer.rows else answer.text


def answer_of(one: Field, value: Any, language: str) -> Answer:
    """One field's canonical value, readable."""
    known: dict[str, Any] = {
        "key": one.key,
        "label": one.label.get(language),
        "is_sensitive": one.sensitive,
        "is_computed": bool(one.computed),
    }
    if one.type == "group":
        rows = tuple(
            tuple(
                answer_of(column, row.get(column.key), language)
                for column in one.columns
                if row.get(column.key) is not None
            )
            for row in value or []
        )
        return Answer(**known, rows=rows)
    if one.type == "file":
        return Answer(
            **known,
            files=tuple(FileLine(one["name"], id=str(one.get("id", ""))) for one in value or []),
        )
    shown = type_of(one).display(one, value, language)
    return Answer(**known, text=shown if isinstance(shown, str) else "\n".join(map(str, shown)))
