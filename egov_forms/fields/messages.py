"""What the citizen reads for an error code, with the question's name in it.

The key is the code, or `code.variant` where a type or a part of a field says it better.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from .formats import format_date, format_number

LONGEST_LABEL = 80

MESSAGES: Mapping[str, Any] = {
    "required": _("Enter “%(label)s”"),
    "required.choice": _("Choose an answer for “%(label)s”"),
    "required.radio": _("Choose an answer for “%(label)s”"),
    "required.multichoice": _("Choose at least one answer for “%(label)s”"),
    "required.file": _("Attach a file for “%(label)s”"),
    "required.group": _("Add at least one row to “%(label)s”"),
    "required.checkbox": _("Tick “%(label)s” to go on"),
    "required.address": _("Choose or enter the parts of “%(label)s”"),
    "required.country": _("Choose a country for “%(label)s”"),
    "required.province": _("Choose a province or city for “%(label)s”"),
    "required.ward": _("Choose a ward or commune for “%(label)s”"),
    "required.detail": _("Enter the house number, street or hamlet for “%(label)s”"),
    "must_accept": _("Tick “%(label)s” to go on"),
    "invalid_format": _("“%(label)s” is not written in the right way"),
    "invalid_format.person_name": _(
        "“%(label)s” must be a full name: at least two words, without digits"
    ),
    "invalid_format.email": _("“%(label)s” must be an email address, like ten@example.vn"),
    "invalid_format.phone": _("“%(label)s” must be a telephone number, like 0990 000 101"),
    "invalid_format.citizen_id": _("“%(label)s” must have digits only"),
    "invalid_format.tax_code": _(
        "“%(label)s” must have digits only, with a hyphen before the last three of a branch"
    ),
    "invalid_format.integer": _("“%(label)s” must be a whole number"),
    "invalid_format.money": _("“%(label)s” must be a whole amount in VND"),
    "invalid_format.decimal": _("“%(label)s” must be a number"),
    "invalid_format.invisible": _(
        "“%(label)s” holds characters that cannot be seen. Type it again"
    ),
    "invalid_format.control": _("“%(label)s” holds characters that cannot be stored"),
    "invalid_format.surrogate": _("“%(label)s” holds characters that cannot be stored"),
    "invalid_format.marks": _("“%(label)s” holds too many marks on one letter"),
    "invalid_format.line_break": _("“%(label)s” must be one line"),
    "invalid_length": _("“%(label)s” does not have the right number of digits"),
    "invalid_length.citizen_id": _("“%(label)s” must have 12 digits"),
    "invalid_length.phone": _("“%(label)s” must have 10 digits, a landline 11"),
    "invalid_length.tax_code": _("“%(label)s” must have 10 digits, a branch 13, a person 12"),
    "invalid_choice": _("Choose one of the answers for “%(label)s”"),
    "invalid_choice.country": _("Choose a country from the list for “%(label)s”"),
    "invalid_choice.province": _("Choose a province or city from the list for “%(label)s”"),
    "invalid_choice.ward": _("Choose a ward or commune of the chosen province for “%(label)s”"),
    "invalid_province": _("“%(label)s” begins with three digits that no province has"),
    "invalid_prefix": _("“%(label)s” must begin like a telephone number of Viet Nam"),
    "invalid_checksum": _("“%(label)s” has a wrong digit. Check it against your paper"),
    "invalid_branch": _("“%(label)s” must end in a branch number from 001 to 999"),
    "invalid_kind": _("“%(label)s” is not the kind of tax code that is asked for"),
    "invalid_date": _("“%(label)s” must be a real date"),
    "invalid_date.day": _("“%(label)s” must have a real day"),
    "invalid_date.month": _("“%(label)s” must have a month from 1 to 12"),
    "invalid_date.year": _("“%(label)s” must have a year of four digits"),
    "invalid_date.no_day": _("“%(label)s” must include a day"),
    "invalid_date.no_month": _("“%(label)s” must include a month"),
    "invalid_date.no_year": _("“%(label)s” must include a year"),
    "min_date": _("“%(label)s” must be %(min)s or later"),
    "max_date": _("“%(label)s” must be %(max)s or earlier"),
    "min_value": _("“%(label)s” must be %(min)s or more"),
    "max_value": _("“%(label)s” must be %(max)s or less"),
    "too_long": _("“%(label)s” must be %(max)s characters or fewer"),
    "too_short": _("“%(label)s” must be %(min)s characters or more"),
    "min_rows": _("“%(label)s” must have at least %(min)s rows"),
    "max_rows": _("“%(label)s” must have at most %(max)s rows"),
    "min_selected": _("Choose at least %(min)s answers for “%(label)s”"),
    "invalid_file_type": _("The file %(name)s must be one of: %(accept)s"),
    "file_too_large": _("The file %(name)s must be smaller than %(max_mb)s MB"),
    "too_many_files": _("“%(label)s” takes at most %(max)s files"),
}
_WRONG = _("“%(label)s” is not right")


def message(code: str, params: Mapping[str, Any], language: str) -> str:
    """Plain text. `params`: those of the error, and `label`, `type` and `part` when known."""
    with override(language):
        label = shorten(str(params.get("label") or gettext("This answer")))
        shown = {key: _shown(key, value, language) for key, value in params.items()}
        template = next((MESSAGES[key] for key in _keys(code, params) if key in MESSAGES), _WRONG)
        try:
            return str(template) % {**shown, "label": label}
        except KeyError:  # an error of a site's own type that lacks a parameter
            return str(_WRONG) % {"label": label}


def _keys(code: str, params: Mapping[str, Any]) -> list[str]:
    """From the most telling key to the plain code."""
    part = params.get("part")
    missing = part in (params.get("missing") or ())
    variants = [f"no_{part}" if missing else part, params.get("format"), params.get("type")]
    return [*(f"{code}.{variant}" for variant in variants if variant), code]


def shorten(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _shown(key: str, value: Any, language: str) -> str:
    if isinstance(value, str):
        return format_date(value, language) if key in ("min", "max") else value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format_number(value, language, grouped=abs(value) > 9999)  # 2026 may be a year
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
