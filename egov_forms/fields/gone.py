"""What stands in for a type that no installed app brings any more: stored answers stay readable."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from egov_forms.rules.definition import Definition, Field

from .base import FieldError, FieldType
from .registry import registry


class GoneType(FieldType):
    """It shows and keeps answers; a new one can't be checked, so none is accepted."""

    def parse(self, field: Field, raw: Any) -> Any:
        return raw

    def check(self, *given: Any) -> Iterable[FieldError]:
        yield FieldError("invalid_format")

    def display(self, field: Field, value: Any, language: str) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False)

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return {}

    def widget(self, field: Field, language: str) -> forms.Widget:
        raise LookupError(field.type)


GONE = GoneType()


def type_of(field: Field) -> FieldType:
    """The field's type, for reading answers."""
    return registry.get(field.type, GONE)


def can_be_asked(definition: Definition) -> bool:
    """Whether every question has a type, so that the form can be filled in."""
    return all(one.type in registry for one in _fields(definition))


def _fields(definition: Definition) -> Iterable[Field]:
    fields: Mapping[str, Field] = definition.fields
    for field in fields.values():
        yield from (field, *field.columns)
