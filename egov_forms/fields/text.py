"""A line of text; with a shape or as a person's name when the form says so."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field
from egov_forms.rules.patterns import compile_pattern
from egov_forms.rules.text import TextError, clean_line, clean_name, clean_text, isolate

from .base import FieldError, FieldType, refused, schema_of
from .options import ChoiceOption, IntegerOption, Option, PatternOption
from .registry import register
from .rendering import Input, Textarea, autocomplete

PERSON_NAME = "person_name"


def is_person_name(value: str) -> bool:
    return len(value.split()) >= 2 and not any(letter.isdigit() for letter in value)


def asks_for_name(field: Field) -> bool:
    """Whether the answer is somebody's name: by its format, its prefill or its key."""
    return field.type == "text" and (
        field.options.get("format") == PERSON_NAME
        or field.prefill == "account.full_name"
        or field.key == "name"
        or field.key.endswith("_name")
    )


@register
class TextType(FieldType):
    name = "text"
    label = _("Line of text")
    icon = "pilcrow"
    group = _("Text")
    multiline: ClassVar[bool] = False
    longest: ClassVar[int] = 255
    options: ClassVar[Mapping[str, Option]] = {
        "format": ChoiceOption(_("Kind of text"), {PERSON_NAME: _("Name of a person")}),
        "max_length": IntegerOption(_("Most characters"), min_value=1, max_value=20_000),
        "min_length": IntegerOption(_("Fewest characters"), min_value=0, max_value=20_000),
        "pattern": PatternOption(
            _("Pattern"), _("A regular expression; ^ and $ tie it to the ends.")
        ),
    }

    def parse(self, field: Field, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise FieldError("invalid_format")
        clean = clean_text if self.multiline else clean_line
        if asks_for_name(field):
            clean = clean_name
        try:
            return clean(raw) or None
        except TextError as error:
            raise refused(error) from None

    def max_length(self, field: Field) -> int:
        return int(field.options.get("max_length") or self.longest)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        options = field.options
        longest, shortest = self.max_length(field), options.get("min_length") or 0
        if len(value) > longest:
            yield FieldError("too_long", max=longest, length=len(value))
        elif len(value) < shortest:
            yield FieldError("too_short", min=shortest, length=len(value))
        elif options.get("format") == PERSON_NAME and not is_person_name(value):
            yield FieldError("invalid_format", format=PERSON_NAME)
        elif (pattern := options.get("pattern")) and not compile_pattern(pattern).search(value):
            yield FieldError("invalid_format", format="pattern")

    def display(self, field: Field, value: Any, language: str) -> str:
        return isolate(value) if value else ""

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {"": value or ""}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        # No "pattern": its dialect is RE2, a schema's is ECMA-262.
        limits: dict[str, Any] = {"maxLength": self.max_length(field)}
        if shortest := field.options.get("min_length"):
            limits["minLength"] = shortest
        return schema_of(field, language, type="string", **limits)

    def widget(self, field: Field, language: str) -> forms.Widget:
        is_name = field.options.get("format") == PERSON_NAME
        is_code = bool(field.options.get("pattern"))
        return Input(
            {
                "autocomplete": autocomplete(field),
                "spellcheck": "false" if is_name or is_code else None,
                "autocapitalize": "words" if is_name else None,
            },
            width=self.width(field),
        )

    def width(self, field: Field) -> str:
        longest = self.max_length(field)
        return next((str(width) for width in (5, 10, 20) if longest <= width), "full")


@register
class TextareaType(TextType):
    name = "textarea"
    label = _("Long text")
    icon = "doc-full"
    multiline = True
    longest = 4000
    options: ClassVar[Mapping[str, Option]] = {
        key: option for key, option in TextType.options.items() if key != "format"
    }

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Textarea({"rows": 5, "autocomplete": autocomplete(field)})
