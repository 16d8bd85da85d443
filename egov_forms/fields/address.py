"""An address in Viet Nam by province and ward, or abroad by country."""

import datetime
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules import units
from egov_forms.rules.definition import Field
from egov_forms.rules.text import fold

from .base import FieldError, FieldType, line, schema_of
from .options import BooleanOption, Option
from .registry import register
from .rendering import AddressWidget, autocomplete

PARTS = ("country", "province", "ward", "detail")
HOME = "VN"
LONGEST = 255
_COUNTRIES = Path(__file__).resolve().parent.parent / "data" / "countries.json"


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """Names by ISO 3166 code and language."""
    found: Mapping[str, Mapping[str, str]]
    found = json.loads(_COUNTRIES.read_text(encoding="utf-8"))["countries"]
    return found


def country_name(code: str, language: str) -> str:
    names = countries().get(code, {})
    return names.get(language) or names.get("en") or code


@register
class AddressType(FieldType):
    name = "address"
    label = _("Address")
    icon = "home"
    group = _("Contact")
    layout = "fieldset"
    options: ClassVar[Mapping[str, Option]] = {
        "detail_required": BooleanOption(_("House number and street needed"), default=True),
        "allow_foreign": BooleanOption(_("May be abroad")),
    }

    def parse(self, field: Field, raw: Any) -> dict[str, str] | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            raise FieldError("invalid_format")
        address: dict[str, str] = {}
        for part in PARTS:
            try:
                text = line(raw.get(part))
            except FieldError as error:
                raise error.under(f".{part}") from None
            if text:
                address[part] = text
        if address.get("country") == HOME:
            del address["country"]
        if "country" in address:  # abroad: a province and ward left over mean nothing
            address = {part: address[part] for part in ("country", "detail") if part in address}
        return address or None

    def is_empty(self, value: Any) -> bool:
        return not value

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        if "country" in value:
            if not field.options.get("allow_foreign") or value["country"] not in countries():
                yield FieldError("invalid_choice", ".country")
        else:
            yield from self._check_units(value, today)
        detail = value.get("detail", "")
        if not detail and field.options.get("detail_required", True):
            yield FieldError("required", ".detail")
        elif len(detail) > LONGEST:
            yield FieldError("too_long", ".detail", max=LONGEST, length=len(detail))

    def _check_units(self, value: Any, today: datetime.date) -> Iterable[FieldError]:
        province, ward = value.get("province"), value.get("ward")
        if not province:
            yield FieldError("required", ".province")
        elif province not in {unit.code for unit in units.provinces(today)}:
            yield FieldError("invalid_choice", ".province")
        elif not ward:
            yield FieldError("required", ".ward")
        elif not units.exists(ward, today, province):
            yield FieldError("invalid_choice", ".ward")

    def display(self, field: Field, value: Any, language: str) -> str:
        if not value:
            return ""
        if "country" in value:
            parts = [value.get("detail"), country_name(value["country"], language)]
        else:
            parts = [value.get("detail")]
            parts += [units.name(value[k], language) for k in ("ward", "province") if k in value]
        return ", ".join(part for part in parts if part)

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        value = value or {}
        codes = {f"{part}_code": value.get(part, "") for part in ("province", "ward", "country")}
        return {
            "": self.display(field, value, language),
            "detail": value.get("detail", ""),
            "ward": units.name(value["ward"], language) if "ward" in value else "",
            "province": units.name(value["province"], language) if "province" in value else "",
            **codes,
        }

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1, "maxLength": LONGEST}
        detail = ["detail"] if field.options.get("detail_required", True) else []
        home = {
            "type": "object",
            "properties": {
                "province": {"type": "string", "pattern": "^[0-9]{2}$"},
                "ward": {"type": "string", "pattern": "^[0-9]{5}$"},
                "detail": text,
            },
            "required": ["province", "ward", *detail],
            "additionalProperties": False,
        }
        if not field.options.get("allow_foreign"):
            return schema_of(field, language, **home)
        abroad = {
            "type": "object",
            "properties": {"country": {"type": "string", "pattern": "^[A-Z]{2}$"}, "detail": text},
            "required": ["country", *detail],
            "additionalProperties": False,
        }
        return schema_of(field, language, anyOf=[home, abroad])

    def to_form(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {part: (value or {}).get(part, "") for part in PARTS}

    def widget(self, field: Field, language: str) -> forms.Widget:
        abroad = [(code, country_name(code, language)) for code in countries()]
        abroad.sort(key=lambda pair: (pair[0] != HOME, fold(pair[1])))
        return AddressWidget(
            language=language,
            countries=abroad if field.options.get("allow_foreign") else [],
            own=autocomplete(field) == "street-address",
            detail_required=field.options.get("detail_required", True),
        )

    def anchor(self, path: str, params: Mapping[str, Any]) -> str:
        if path:
            return "-" + path.lstrip(".")
        return ""
