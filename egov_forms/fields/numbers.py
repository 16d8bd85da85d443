"""Numbers: as JSON, as Vietnamese or English people write them, and rounded once."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .base import FieldError
from .formats import uses_comma

# Beyond this a JSON number loses units in JavaScript and in CEL's doubles.
LARGEST = 2**53 - 1
_PLAIN = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_TYPED = re.compile(r"[+-]?[0-9][0-9.,]{0,60}")
_GROUPED = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*")


def read_number(raw: Any) -> Decimal:
    """A JSON number, or its plain text, exactly; FieldError for anything else or too large."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise FieldError("invalid_format")
    if isinstance(raw, str) and not _PLAIN.fullmatch(raw):
        raise FieldError("invalid_format")
    if isinstance(raw, float) and not math.isfinite(raw):
        raise FieldError("invalid_format")
    if isinstance(raw, int) and abs(raw) > LARGEST:  # before it is turned into digits
        raise _out_of_range(raw > 0)
    number = Decimal(repr(raw) if isinstance(raw, float) else raw)
    if abs(number) > LARGEST:
        raise _out_of_range(number > 0)
    return number


def _out_of_range(above: bool) -> FieldError:
    if above:
        return FieldError("max_value", max=LARGEST)
    return FieldError("min_value", min=-LARGEST)


def rounded(number: Decimal, places: int) -> int | float:
    """Half up; whole numbers as int, so that equal answers have one JSON form."""
    result = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return int(result) if result == result.to_integral_value() else float(result)


def plain_number(typed: str, language: str, *, fractions: bool) -> str:
    """What a person typed, as plain digits with a point; FieldError when it is no number.

    Spaces may stand anywhere. With both separators the last one is the decimal. A separator
    used several times groups thousands. A single one is the decimal when it is the
    language's decimal sign; the language's thousands sign groups when exactly three digits
    follow ("1.234" is 1234 in Vietnamese, 1.234 in English) and else is taken as the decimal
    ("12.5" is 12.5 in both). Where no fraction can be meant, every separator groups.
    """
    text = re.sub(r"\s+", "", typed)
    if not _TYPED.fullmatch(text):
        raise FieldError("invalid_format")
    sign = "-" if text[0] == "-" else ""
    digits = text.lstrip("+-")
    whole, fraction = _split(digits, language) if fractions else (digits, "")
    if not whole.isdigit():
        if not _GROUPED.fullmatch(whole):
            raise FieldError("invalid_format")
        whole = re.sub(r"[.,]", "", whole)
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _split(digits: str, language: str) -> tuple[str, str]:
    """The part before and after the decimal sign."""
    decimal = "," if uses_comma(language) else "."
    signs = [sign for sign in digits if sign in ".,"]
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return digits, ""
    last = signs[-1]
    if len(signs) == 1 and last != decimal and _GROUPED.fullmatch(digits) and digits[0] != "0":
        return digits, ""
    whole, fraction = digits.rsplit(last, 1)
    if not fraction or last in whole:
        raise FieldError("invalid_format")
    return whole, fraction
