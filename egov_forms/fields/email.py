"""An address for electronic mail."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, line, schema_of
from .registry import register
from .rendering import Input, autocomplete

LONGEST = 254
_valid = EmailValidator()


@register
class EmailType(FieldType):
    name = "email"
    label = _("Email")
    icon = "mail"
    group = _("Contact")

    def parse(self, field: Field, raw: Any) -> str | None:
        return line(raw)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if len(value) > LONGEST:
            yield FieldError("too_long", max=LONGEST, length=len(value))
            return
        try:
            _valid(value)
        except ValidationError:
            yield FieldError("invalid_format", format="email")

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(field, language, type="string", format="email", maxLength=LONGEST)

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Input(
            {
                "autocomplete": autocomplete(field, "email"),
                "spellcheck": "false",
                "autocapitalize": "none",
            },
            kind="email",
            width="full",
        )
