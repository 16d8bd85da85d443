"""Numbers, sizes and dates as people of a language write them."""

import re
from decimal import Decimal

from django.utils.translation import gettext, override

_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
MEGABYTE = 1024 * 1024
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def uses_comma(language: str) -> bool:
    return not language.startswith("en")


def format_number(number: float, language: str, *, grouped: bool = True) -> str:
    """As people of the language write it: "1.234,5" or "1,234.5"."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    text = f"{exact:,f}" if grouped else f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if uses_comma(language) else text


def format_money(amount: float, language: str) -> str:
    """Whole đồng: "20.000 đồng", in English "VND 20,000"."""
    with override(language):
        return gettext("VND %(amount)s") % {"amount": format_number(int(amount), language)}


def size_text(size: float, language: str) -> str:
    """Of a file: "1,4 MB" or "700 KB"."""
    if size >= MEGABYTE:
        return f"{format_number(round(size / MEGABYTE, 1), language)} MB"
    return f"{format_number(max(1, round(size / 1024)), language)} KB"


def format_date(value: str, language: str) -> str:
    """15/07/2026, 07/2026, 2026; in English 15 July 2026, July 2026, 2026. What is no date
    stays as it is."""
    if not _DATE.fullmatch(value):
        return value
    pieces = value.split("-")[::-1]
    if not language.startswith("en"):
        return "/".join(pieces)
    if len(pieces) == 1:
        return value
    pieces[-2] = _MONTHS[int(pieces[-2]) - 1]
    return " ".join([str(int(pieces[0])), *pieces[1:]] if len(pieces) == 3 else pieces)
