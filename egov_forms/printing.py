"""A form on paper: every question of every step, with room for the answer."""

from dataclasses import dataclass
from typing import NamedTuple

from egov_forms.fields.gone import type_of
from egov_forms.rules.definition import Definition, Field

#: Types whose answer is one of few, printed as boxes to tick; longer lists get a line.
MOST_BOXES = 12
LINES = {"textarea": 4, "address": 2}


@dataclass(frozen=True)
class Blank:
    """A question on paper: boxes to tick, columns of a table, or lines to write on."""

    label: str
    help: str
    is_conditional: bool
    boxes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lines: int = 1


class BlankStep(NamedTuple):
    label: str
    is_conditional: bool
    blanks: list[Blank]


def blank_steps(definition: Definition, language: str) -> list[BlankStep]:
    """All steps; what is computed by the software has no place on paper."""
    return [
        BlankStep(
            step.label.get(language),
            bool(step.show_when),
            [_blank(field, language) for field in step.fields if not field.computed],
        )
        for step in definition.steps
    ]


def _blank(field: Field, language: str) -> Blank:
    boxes = [choice.label.get(language) for choice in field.choices]
    if len(boxes) > MOST_BOXES:
        boxes = []
    columns = [one.label.get(language) for one in field.columns if _is_asked(one)]
    no_lines = bool(boxes or columns) or not _is_asked(field)
    return Blank(
        label=field.label.get(language),
        help=field.help.get(language) if field.help else "",
        is_conditional=bool(field.show_when),
        boxes=tuple(boxes) if field.type != "checkbox" else (),
        columns=tuple(columns),
        lines=0 if no_lines or field.type in ("checkbox", "file") else LINES.get(field.type, 1),
    )


def _is_asked(field: Field) -> bool:
    return not field.computed and type_of(field).has_answer
