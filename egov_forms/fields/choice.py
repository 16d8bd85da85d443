"""One of several answers: from a list that opens, or with all of them in sight."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, code, schema_of
from .registry import register
from .rendering import Radios, Select, autocomplete


def chosen(field: Field, raw: Any) -> str | None:
    """A value that is offered, letter by letter; anything else as a code that was typed."""
    return raw if field.choice(raw) else code(raw)


def labelled(field: Field, language: str) -> list[tuple[str, str]]:
    return [(choice.value, choice.label.get(language)) for choice in field.choices]


def shown(field: Field, value: Any, language: str) -> str:
    choice = field.choice(value)
    return choice.label.get(language) if choice else str(value)


def one_of(field: Field, language: str) -> dict[str, Any]:
    pairs = labelled(field, language)
    if not pairs:
        return {"type": "string"}
    return {"oneOf": [{"const": value, "title": label} for value, label in pairs]}


@register
class ChoiceType(FieldType):
    name = "choice"
    label = _("Choice from a list")
    icon = "list-ul"
    group = _("Choices")
    has_choices = True

    def parse(self, field: Field, raw: Any) -> str | None:
        return chosen(field, raw)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if field.choice(value) is None:
            yield FieldError("invalid_choice")

    def display(self, field: Field, value: Any, language: str) -> str:
        return "" if self.is_empty(value) else shown(field, value, language)

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(field, language, **one_of(field, language))

    def widget(self, field: Field, language: str) -> forms.Widget:
        choices = [("", ""), *labelled(field, language)]
        return Select({"autocomplete": autocomplete(field)}, choices=choices)


@register
class RadioType(ChoiceType):
    name = "radio"
    label = _("Choice with all answers in sight")
    icon = "radio-full"
    layout = "fieldset"

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Radios(choices=labelled(field, language))

    def anchor(self, path: str, params: Mapping[str, Any]) -> str:
        return "_0"
