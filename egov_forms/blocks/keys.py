"""Keys in the editor: proposed from the label when left empty, refused when used twice."""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from egov_forms.rules.definition_check import SENT
from egov_forms.rules.expressions import RESERVED_WORDS
from egov_forms.rules.text import fold

#: Names that mean something else in expressions or in the wizard's addresses.
RESERVED = RESERVED_WORDS | SENT | {"answers", "row", "today", "check", "done"}
MAX_LENGTH = 40


def propose(label: str, taken: Collection[str]) -> str:
    """``Họ và tên`` gives ``ho_va_ten``; a number is added to what is taken or reserved."""
    key = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:MAX_LENGTH].rstrip("_")
    if not key or key[0].isdigit():
        key = f"q_{key}".rstrip("_")
    forbidden = RESERVED | set(taken)
    number, candidate = 1, key
    while candidate in forbidden:
        number += 1
        candidate = f"{key}_{number}"
    return candidate


def fill(structs: Iterable[Any], label: Callable[[Any], str]) -> None:
    """Give a key to each struct that has a label and no key."""
    listed = list(structs)
    taken = {struct.get("key") for struct in listed if struct.get("key")}
    for struct in listed:
        text = label(struct)
        if text and not struct.get("key"):
            struct["key"] = propose(text, taken)
            taken.add(struct["key"])


def twins(keys: Iterable[str]) -> list[int]:
    """Places of the keys that stood before already; a draft's missing keys are no twins."""
    seen: set[str] = set()
    found = []
    for place, key in enumerate(keys):
        if key and key in seen:
            found.append(place)
        seen.add(key)
    return found


def twin_error(name: str, key: str) -> StructBlockValidationError:
    message = _("“%(key)s” is used twice. Each key must be used only once.") % {"key": key}
    return StructBlockValidationError({name: ValidationError(message, code="duplicate_key")})


def refuse_twins(stream: Any, name: str) -> None:
    """Place an error at each block whose key another block of the stream already has."""
    keys = [child.value[name] for child in stream]
    errors = {place: twin_error(name, keys[place]) for place in twins(keys)}
    if errors:
        raise StreamBlockValidationError(block_errors=errors)
