"""An amount in whole dong."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import code
from .formats import format_money, format_number
from .integer import NumberType
from .options import IntegerOption, Option
from .registry import register
from .rendering import Input

_UNITS = ("đồng", "vnđ", "vnd", "₫", "đ")


@register
class MoneyType(NumberType):
    name = "money"
    label = _("Amount of money")
    icon = "tag"
    options: ClassVar[Mapping[str, Option]] = {
        "min": IntegerOption(_("Least")),
        "max": IntegerOption(_("Most")),
    }

    def display(self, field: Field, value: Any, language: str) -> str:
        return "" if value is None else format_money(value, language)

    def from_form(self, field: Field, typed: Any, language: str) -> str | None:
        text = code(typed)
        if text:
            unit = next((unit for unit in _UNITS if text.lower().endswith(unit)), "")
            text = text[: len(text) - len(unit)]
        return super().from_form(field, text, language)

    def to_form(self, field: Field, value: Any, language: str) -> str:
        return "" if value is None else format_number(value, language)

    def widget(self, field: Field, language: str) -> forms.Widget:
        with override(language):
            suffix = gettext("VND")
        return Input({"inputmode": "numeric", "autocomplete": "off"}, width="20", suffix=suffix)
