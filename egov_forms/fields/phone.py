"""A telephone number of Viet Nam, kept as it is dialled inside the country: 0990000101.

The rules are those of the numbering plan since 2018: mobile numbers of ten digits by their
prefix, landlines of eleven digits from 02.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, code, schema_of
from .registry import register
from .rendering import Input, autocomplete

# Two digits after the first 0: original network only, since numbers can be ported.
MOBILE_PREFIXES = frozenset(
    f"0{first}{second}"
    for first, seconds in (
        ("3", "23456789"),
        ("5", "25689"),
        ("7", "06789"),
        ("8", "123456789"),
        ("9", "012346789"),
    )
    for second in seconds
)
_SEPARATORS = re.compile(r"[\s().\-]+")
_NUMBER = re.compile(r"\+?[0-9]+")


def normalise(number: str) -> str:
    """Without separators, the country code as 0; left alone when it is no Vietnamese number."""
    bare = _SEPARATORS.sub("", number)
    if not _NUMBER.fullmatch(bare):
        return number
    for prefix in ("+84", "0084"):
        if bare.startswith(prefix):
            return "0" + bare[len(prefix) :].removeprefix("0")
    return bare


def problem(number: str) -> str:
    """The error code of a normalised number; empty when it is right."""
    if not _NUMBER.fullmatch(number):
        return "invalid_format"
    if number.startswith("+"):
        return "invalid_prefix"
    if number.startswith("02"):
        return "" if len(number) == 11 else "invalid_length"
    if number[:3] in MOBILE_PREFIXES:
        return "" if len(number) == 10 else "invalid_length"
    # Nine digits that only lack the 0 are a slip of length, not an unknown network.
    slip = len(number) == 9 and not number.startswith("1")
    return "invalid_length" if slip else "invalid_prefix"


@register
class PhoneType(FieldType):
    name = "phone"
    label = _("Telephone number")
    icon = "mobile-alt"
    group = _("Contact")

    def parse(self, field: Field, raw: Any) -> str | None:
        number = code(raw)
        return None if number is None else normalise(number)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if error := problem(value):
            yield FieldError(error, length=len(value))

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(field, language, type="string", pattern="^0[0-9]{9,10}$")

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Input(
            {"autocomplete": autocomplete(field, "tel"), "spellcheck": "false"},
            kind="tel",
            width="20",
        )
