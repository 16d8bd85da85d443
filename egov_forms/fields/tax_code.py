"""A tax code (mã số thuế) of a firm, of its branch, or a person's identity number.

Circular 86/2024/TT-BTC: ten digits with a check digit; thirteen for dependent units, written
with a hyphen before the last three; from July 2025 the identity number of a person.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from . import citizen_id
from .base import FieldError, FieldType, code, schema_of
from .options import ChoicesOption, Option
from .registry import register
from .rendering import Input

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
KINDS = {
    "enterprise": _("Enterprise (10 digits)"),
    "branch": _("Branch (10 digits, hyphen, 3 digits)"),
    "personal_id": _("Person (12 digits)"),
}


def kind_of(number: str) -> str:
    """The kind that the form of a number shows; empty when its length fits none."""
    if "-" in number:
        return "branch" if re.fullmatch(r"[0-9]{10}-[0-9]{3}", number) else ""
    return {10: "enterprise", 12: "personal_id"}.get(len(number), "")


def check_digit_fits(digits: str) -> bool:
    remainder = sum(w * int(d) for w, d in zip(WEIGHTS, digits[:9], strict=True)) % 11
    return remainder != 0 and 10 - remainder == int(digits[9])


def problem(number: str) -> str:
    """The error code of a number; empty when it is right."""
    if not re.fullmatch(r"[0-9]+(-[0-9]*)?", number):
        return "invalid_format"
    kind = kind_of(number)
    if not kind:
        return "invalid_length"
    if kind == "personal_id":
        return citizen_id.problem(number)
    if not check_digit_fits(number):
        return "invalid_checksum"
    return "invalid_branch" if number.endswith("-000") else ""


@register
class TaxCodeType(FieldType):
    name = "tax_code"
    label = _("Tax code")
    icon = "tag"
    group = _("Numbers of persons and firms")
    options: ClassVar[Mapping[str, Option]] = {
        "kinds": ChoicesOption(_("Kinds accepted"), KINDS, _("None ticked: all.")),
    }

    def parse(self, field: Field, raw: Any) -> str | None:
        return code(raw)

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        kinds = field.options.get("kinds") or list(KINDS)
        if error := problem(value):
            yield FieldError(error, length=len(value))
        elif kind_of(value) not in kinds:
            yield FieldError("invalid_kind", kinds=list(kinds))

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        shape = "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"
        return schema_of(field, language, type="string", pattern=shape)

    def from_form(self, field: Field, typed: Any, language: str) -> Any:
        text = code(typed)
        unspaced = re.sub(r"[\s.]+", "", text or "")
        if re.fullmatch(r"[0-9]{10}-[0-9]+", unspaced):  # two digits of a branch make no person
            return unspaced
        number = citizen_id.without_separators(text)
        if number and re.fullmatch(r"[0-9]{13}", number):
            return f"{number[:10]}-{number[10:]}"
        return number

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Input({"inputmode": "text", "spellcheck": "false", "autocomplete": "off"},
                     width="20")  # fmt: skip
