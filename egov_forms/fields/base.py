"""What a question type is: pure parsing and checking, and the Django side of it."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from wagtail import blocks

from egov_forms.rules.definition import Field
from egov_forms.rules.text import MAX_RAW, TextError, clean_code, clean_line

from . import rendering
from .common import COMMON
from .messages import message
from .options import Label, Option

Typed = Any  # what was typed: a string, or a mapping or list of strings for several inputs

# Where the editor finds the settings: first what is read, then the rest, the seldom ones folded.
FIRST = ("label", "key", "help", "required")
SELDOM = ("computed", "default", "prefill", "sensitive", "column", "status", "note")


class FieldError(Exception):
    """A wrong answer. `path` is what follows the field's own path: "", ".ward", "[0]".

    `params` hold JSON values; they may be shown to the citizen, never logged.
    """

    def __init__(self, code: str, path: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.path = path
        self.params = params

    def under(self, prefix: str) -> "FieldError":
        """The same error seen from the group that holds the field."""
        return FieldError(self.code, prefix + self.path, **self.params)

    @property
    def all(self) -> tuple["FieldError", ...]:
        return (self,)


class FieldErrors(FieldError):
    """Several at once: the cells of a group."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors[0].code, errors[0].path, **errors[0].params)
        self.errors = tuple(errors)

    @property
    def all(self) -> tuple[FieldError, ...]:
        return self.errors


class FieldType(ABC):
    """One type of question. An instance serves every field of the type: it keeps no state.

    *raw* is JSON as it comes in, *canonical* the JSON that is stored, *typed* what the
    citizen's browser sent for the field's inputs, as strings.
    """

    name: ClassVar[str] = ""
    label: ClassVar[Label] = ""
    icon: ClassVar[str] = "pilcrow"
    group: ClassVar[Label] = ""  # heading in the editor's menu
    # Settings that the type adds to the common ones.
    options: ClassVar[Mapping[str, Option]] = {}
    common: ClassVar[tuple[str, ...]] = (
        "key", "label", "help", "required", "show_when", "computed", "default", "prefill",
        "sensitive", "column", "status",
    )  # fmt: skip
    has_answer: ClassVar[bool] = True
    has_choices: ClassVar[bool] = False
    in_columns: ClassVar[bool] = True
    nests: ClassVar[bool] = False
    # "single" has one label for one control; "fieldset" a legend for several.
    layout: ClassVar[str] = "single"

    # Values: pure.

    @abstractmethod
    def parse(self, field: Field, raw: Any) -> Any:
        """Canonical JSON, the same again for canonical JSON; FieldError when it can't be read."""

    def rows(self, field: Field, raw: Any) -> list[dict[str, Any]]:
        """Of a type that nests: its rows with cells not yet parsed."""
        return []

    def is_empty(self, value: Any) -> bool:
        return value is None or value == ""

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        """What is wrong with a canonical, not empty value. `bound` is what expressions see."""
        return ()

    def default_problem(self, field: Field, raw: Any) -> str:
        """Why this is no answer to begin with; "" when it is one.

        An unfinished one is: the citizen completes it. It must be readable, and a choice offered.
        """
        today = timezone.localdate()
        try:
            value = self.parse(field, raw)
            found = [] if self.is_empty(value) else self.check(field, value, today, {})
            wrong = [error for error in found if error.code == "invalid_choice"]
        except FieldError as error:
            wrong = [error]
        if not wrong:
            return ""
        language = get_language() or "en"
        label = field.label.get(language)
        params = {"type": self.name, "label": label, **wrong[0].params}
        return message(wrong[0].code, params, language)

    def to_cel(self, field: Field, value: Any) -> Any:
        return value

    def from_cel(self, field: Field, value: Any) -> Any:
        """Canonical JSON of a computed value."""
        return self.parse(field, value)

    def display(self, field: Field, value: Any, language: str) -> str | list[Any]:
        """Plain text, or a list of it; never HTML."""
        return "" if self.is_empty(value) else str(value)

    @abstractmethod
    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        """A JSON Schema 2020-12 of the canonical value."""

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        """Column suffix to text; the same columns whatever the value."""
        shown = self.display(field, value, language)
        return {"": shown if isinstance(shown, str) else "\n".join(map(str, shown))}

    # The browser's side.

    def from_form(self, field: Field, typed: Typed, language: str) -> Any:
        """What was typed, as raw JSON; forgiving where a person would be."""
        return typed

    def read(self, field: Field, typed: Typed, language: str) -> tuple[Any, list[FieldError]]:
        """The canonical value of what was typed, and the errors; then the value is as typed,
        so that the evaluation refuses it too."""
        try:
            return self.parse(field, self.from_form(field, typed, language)), []
        except FieldError as error:
            return typed, list(error.all)

    def to_form(self, field: Field, value: Any, language: str) -> Typed:
        """A canonical value as it is typed."""
        return "" if value is None else str(value)

    @abstractmethod
    def widget(self, field: Field, language: str) -> forms.Widget:
        """The control, with its hints to the browser."""

    def form_field(self, field: Field, language: str) -> "rendering.AnswerField":
        return rendering.AnswerField(self, field, language)

    def anchor(self, path: str, params: Mapping[str, Any]) -> str:
        """What follows the field's id in the id of the input that an error belongs to."""
        return ""

    # The editor's side.

    def block(self) -> blocks.StructBlock:
        """The editor's block: the common settings and the type's own, nothing else."""
        children = self.child_blocks()
        shown = [name for name, _block in children if name not in SELDOM]
        shown.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
        seldom = [name for name, _block in children if name in SELDOM]
        return blocks.StructBlock(
            children,
            label=self.label,
            icon=self.icon,
            group=self.group,
            label_format="{label}",
            form_layout=blocks.BlockGroup(shown, settings=seldom),
        )

    def child_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [(key, option.block()) for key, option in self.settings.items()]

    @property
    def settings(self) -> dict[str, Option]:
        """Every setting by its interchange key, in the editor's order."""
        first = ("key", "label", "help", "required")
        chosen = {key: COMMON[key] for key in self.common if key in first}
        if self.has_choices:
            chosen |= {key: COMMON[key] for key in ("choices", "choices_ref")}
        chosen |= self.options
        rest = [key for key in self.common if key not in first]
        return chosen | {key: COMMON[key] for key in (*rest, "note")}


def schema_of(field: Field, language: str, **keywords: Any) -> dict[str, Any]:
    """The keywords with the field's title and help."""
    described = {"title": field.label.get(language)}
    if field.help and (text := field.help.get(language)):
        described["description"] = text
    return {**described, **keywords}


def refused(error: TextError) -> FieldError:
    """The field's error for text that may not be stored."""
    if error.code == "too_long":
        return FieldError("too_long", max=MAX_RAW)
    return FieldError("invalid_format", format=error.code)


def line(raw: Any) -> str | None:
    """One cleaned line of text, None when empty; FieldError for other JSON types."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise FieldError("invalid_format")
    try:
        return clean_line(raw) or None
    except TextError as error:
        raise refused(error) from None


def code(raw: Any) -> str | None:
    """A typed code, cleaned; None when empty; FieldError for other JSON types."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise FieldError("invalid_format")
    try:
        return clean_code(raw) or None
    except TextError as error:
        raise refused(error) from None
