"""What no file may hold, told before anything looks into it: too deep, control characters, ..."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from egov_forms.rules.canonical import hostile

MAX_PROBLEMS = 500


def unkept(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(place, message) of each part that the site could not keep or look into."""
    messages = {
        "too_deep": _("This is nested too deeply."),
        "too_large": _("This holds too much."),
        "too_long": _("This text is too long."),
        "bad_number": _("This is not a number that can be kept."),
        "bad_text": _("This holds control characters."),
        "wrong_type": _("This is no JSON value."),
    }
    for place, code in islice(hostile(value), MAX_PROBLEMS):
        yield f"{path}{place}".lstrip("."), messages[code]


def printable(line: str) -> str:
    """The line for a terminal: what it quotes from a file neither breaks nor garbles it."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in line
    )
