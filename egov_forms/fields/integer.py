"""A whole number."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, code, schema_of
from .formats import format_number
from .numbers import LARGEST, plain_number, read_number, rounded
from .options import IntegerOption, Option
from .registry import register
from .rendering import Input, autocomplete


class NumberType(FieldType):
    """What the three kinds of number share."""

    group = _("Numbers")
    icon = "order"
    fractions: ClassVar[bool] = False

    def places(self, field: Field) -> int:
        return 0

    def parse(self, field: Field, raw: Any) -> int | float | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        number = read_number(raw.strip() if isinstance(raw, str) else raw)
        if not self.fractions and number != number.to_integral_value():
            raise FieldError("invalid_format", format="whole")
        return rounded(number, self.places(field))

    def from_cel(self, field: Field, value: Any) -> int | float | None:
        return rounded(read_number(value), self.places(field))

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        least, most = field.options.get("min"), field.options.get("max")
        if least is not None and value < least:
            yield FieldError("min_value", min=least)
        elif most is not None and value > most:
            yield FieldError("max_value", max=most)

    def to_cel(self, field: Field, value: Any) -> float:
        return float(value)

    def display(self, field: Field, value: Any, language: str) -> str:
        return "" if value is None else format_number(value, language)

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        """Plain digits with a point, for programs."""
        return {"": "" if value is None else format_number(value, "en", grouped=False)}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        limits = {
            "minimum": field.options.get("min", -LARGEST),
            "maximum": field.options.get("max", LARGEST),
        }
        kind = "number" if self.fractions else "integer"
        return schema_of(field, language, type=kind, **limits)

    def from_form(self, field: Field, typed: Any, language: str) -> str | None:
        text = code(typed)
        if text is None:
            return None
        return plain_number(text, language, fractions=self.fractions)

    def to_form(self, field: Field, value: Any, language: str) -> str:
        return "" if value is None else format_number(value, language, grouped=False)

    def widget(self, field: Field, language: str) -> forms.Widget:
        mode = "decimal" if self.fractions else "numeric"
        if self.may_be_negative(field):
            mode = "text"  # numeric keyboards of telephones have no minus sign
        return Input({"inputmode": mode, "autocomplete": autocomplete(field)}, width="10")

    def may_be_negative(self, field: Field) -> bool:
        least = field.options.get("min")
        return least is not None and least < 0


@register
class IntegerType(NumberType):
    name = "integer"
    label = _("Whole number")
    options: ClassVar[Mapping[str, Option]] = {
        "min": IntegerOption(_("Least")),
        "max": IntegerOption(_("Most")),
    }

    def display(self, field: Field, value: Any, language: str) -> str:
        # Years and numbers of things are read without separators up to 9999.
        return "" if value is None else format_number(value, language, grouped=abs(value) > 9999)
