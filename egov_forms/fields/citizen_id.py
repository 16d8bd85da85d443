"""A personal identity number (số định danh cá nhân): 12 digits.

Three digits of the province of registration (the list of 63, which the mergers of 2025 did
not change), one of century and gender, two of the birth year, six serial digits; no check
digit (Decree 137/2015/ND-CP, Law on Identification 2023).
"""

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, code, schema_of
from .registry import register
from .rendering import Input, autocomplete

_DATA = Path(__file__).resolve().parent.parent / "data" / "citizen_id_provinces.json"
DIGITS = 12


@cache
def province_codes() -> Mapping[str, str]:
    provinces: Mapping[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))["provinces"]
    return provinces


def problem(number: str) -> str:
    """The error code of a number; empty when it is right."""
    if not re.fullmatch(r"[0-9]+", number):
        return "invalid_format"
    if len(number) != DIGITS:
        return "invalid_length"
    return "" if number[:3] in province_codes() else "invalid_province"


def without_separators(typed: str | None) -> str | None:
    """What a person may put between the digits of a number, taken out."""
    return None if typed is None else re.sub(r"[\s.\-]+", "", typed) or None


@register
class CitizenIdType(FieldType):
    name = "citizen_id"
    label = _("Personal identity number")
    icon = "key"
    group = _("Numbers of persons and firms")

    def parse(self, field: Field, raw: Any) -> str | None:
        return code(raw)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if error := problem(value):
            yield FieldError(error, length=len(value), digits=DIGITS)

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(field, language, type="string", pattern="^[0-9]{12}$")

    def from_form(self, field: Field, typed: Any, language: str) -> Any:
        return without_separators(code(typed))

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Input(
            {
                "inputmode": "numeric",
                "spellcheck": "false",
                "autocomplete": autocomplete(field, "off"),
            },
            width="20",
        )
