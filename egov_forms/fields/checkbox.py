"""A box to tick; never without an answer: it is true or false."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, schema_of
from .options import BooleanOption, Option
from .registry import register
from .rendering import Checkbox

_WORDS = {"": False, "false": False, "off": False, "true": True, "on": True}


@register
class CheckboxType(FieldType):
    name = "checkbox"
    label = _("Box to tick")
    icon = "check"
    group = _("Choices")
    layout = "checkbox"
    options: ClassVar[Mapping[str, Option]] = {
        "must_be_true": BooleanOption(
            _("Must be ticked"), _("For a declaration without which nobody can go on.")
        ),
    }

    def parse(self, field: Field, raw: Any) -> bool:
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        if isinstance(raw, str) and raw.strip().lower() in _WORDS:
            return _WORDS[raw.strip().lower()]
        raise FieldError("invalid_format")

    def is_empty(self, value: Any) -> bool:
        return False

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if field.options.get("must_be_true") and not value:
            yield FieldError("must_accept")

    def to_cel(self, field: Field, value: Any) -> bool:
        return bool(value)

    def display(self, field: Field, value: Any, language: str) -> str:
        with override(language):
            return gettext("Yes") if value else gettext("No")

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {"": "true" if value else "false"}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        if field.options.get("must_be_true"):
            return schema_of(field, language, const=True)
        return schema_of(field, language, type="boolean")

    def to_form(self, field: Field, value: Any, language: str) -> str:
        return "true" if value else ""

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Checkbox()
