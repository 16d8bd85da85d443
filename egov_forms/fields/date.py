"""A full date, typed as day, month and year; kept as YYYY-MM-DD."""

import datetime
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field
from egov_forms.rules.expressions import compile_

from .base import FieldError, FieldType, code, line, schema_of
from .formats import format_date
from .options import CelOption, Option
from .registry import register
from .rendering import DateWidget, autocomplete

PARTS = ("day", "month", "year")
EARLIEST_YEAR = 1800  # nobody's paper is older; a year like 0985 is a slip
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def read_iso(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of YYYY, YYYY-MM or YYYY-MM-DD; FieldError when there is no such day."""
    match = _ISO.fullmatch(text)
    if not match:
        raise FieldError("invalid_date")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        part = "day" if month is not None and 1 <= month <= 12 else "month"
        raise FieldError("invalid_date", part=part) from None
    if year is None or year < EARLIEST_YEAR:
        raise FieldError("invalid_date", part="year")
    return year, month, day


def typed_parts(typed: Any) -> dict[str, str]:
    """The three inputs, cleaned; an ISO text is taken apart."""
    if isinstance(typed, Mapping):
        return {part: code(typed.get(part)) or "" for part in PARTS}
    pieces = (line(typed) or "").split("-")
    return {part: pieces[place] if place < len(pieces) else ""
            for part, place in zip(PARTS, (2, 1, 0), strict=True)}  # fmt: skip


def to_iso(parts: Mapping[str, str], needed: Iterable[str]) -> str | None:
    """The ISO text of typed parts; a FieldError's `part` names the first wrong input."""
    if not any(parts.values()):
        return None
    missing = [part for part in needed if not parts[part]]
    if parts["day"] and not parts["month"] and "month" not in missing:
        missing.append("month")
    if missing:
        raise FieldError("invalid_date", part=missing[0], missing=missing)
    for part, longest in (("day", 2), ("month", 2), ("year", 4)):
        text = parts[part]
        if text and not re.fullmatch(rf"[0-9]{{1,{longest}}}", text):
            raise FieldError("invalid_date", part=part)
    if len(parts["year"]) != 4:
        raise FieldError("invalid_date", part="year", digits=4)
    pieces = [parts["year"], parts["month"].zfill(2), parts["day"].zfill(2)]
    return "-".join(pieces[: 1 + bool(parts["month"]) + bool(parts["day"])])


def first_day(value: str) -> str:
    year, month, day = read_iso(value)
    return datetime.date(year, month or 1, day or 1).isoformat()


def last_day(value: str) -> str:
    year, month, day = read_iso(value)
    month = month or 12
    return datetime.date(year, month, day or monthrange(year, month)[1]).isoformat()


def limit(source: str | None, today: datetime.date, bound: Mapping[str, Any]) -> str | None:
    """The full or partial date that an expression gives; None when it is unknown or none."""
    if not source:
        return None
    value = compile_(source).evaluate({"today": today.isoformat(), **bound})
    if not isinstance(value, str):
        return None
    try:
        read_iso(value)
    except FieldError:
        return None
    return value


class DateBase(FieldType):
    """What full and partial dates share."""

    icon = "date"
    group = _("Dates")
    layout = "fieldset"
    needed: ClassVar[tuple[str, ...]] = PARTS

    def text(self, raw: Any) -> str | None:
        try:
            return line(raw)
        except FieldError:
            raise FieldError("invalid_date") from None

    def from_form(self, field: Field, typed: Any, language: str) -> str | None:
        return to_iso(typed_parts(typed), self.needed)

    def to_form(self, field: Field, value: Any, language: str) -> dict[str, str]:
        parts = typed_parts(value)
        return {part: text.lstrip("0") if part != "year" else text for part, text in parts.items()}

    def display(self, field: Field, value: Any, language: str) -> str:
        return format_date(value, language) if value else ""

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {"": value or ""}

    def widget(self, field: Field, language: str) -> forms.Widget:
        return DateWidget(birth=autocomplete(field) == "bday")

    def anchor(self, path: str, params: Mapping[str, Any]) -> str:
        return "-" + str(params.get("part") or ("day" if "day" in self.needed else "year"))


@register
class DateType(DateBase):
    name = "date"
    label = _("Date")
    options: ClassVar[Mapping[str, Option]] = {
        "min": CelOption(_("Not before"), _("An expression, for example: today")),
        "max": CelOption(_("Not after"), _("An expression, for example: today")),
    }

    def parse(self, field: Field, raw: Any) -> str | None:
        text = self.text(raw)
        if text is not None and read_iso(text)[2] is None:
            raise FieldError("invalid_date")
        return text

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        first = limit(field.options.get("min"), today, bound)
        last = limit(field.options.get("max"), today, bound)
        if first and value < first_day(first):
            yield FieldError("min_date", min=first)
        elif last and value > last_day(last):
            yield FieldError("max_date", max=last)

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(field, language, type="string", format="date")
