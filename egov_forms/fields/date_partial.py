"""A date of which day, or day and month, may be unknown: YYYY, YYYY-MM or YYYY-MM-DD."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, schema_of
from .date import DateBase, first_day, last_day, limit, read_iso
from .options import CelOption, Option
from .registry import register


@register
class PartialDateType(DateBase):
    name = "date_partial"
    label = _("Date, perhaps only month or year")
    needed = ("year",)
    options: ClassVar[Mapping[str, Option]] = {
        "max": CelOption(_("Not after"), _("An expression, for example: today")),
    }

    def parse(self, field: Field, raw: Any) -> str | None:
        text = self.text(raw)
        if text is not None:
            read_iso(text)
        return text

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        last = limit(field.options.get("max"), today, bound)
        # Wrong only when no day that it can mean is early enough.
        if last and first_day(value) > last_day(last):
            yield FieldError("max_date", max=last)

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        shape = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
        return schema_of(field, language, type="string", pattern=shape)
