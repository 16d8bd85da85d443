"""Foreign JSON admitted or refused, and the one canonical form that a digest is made of.

Canonical: keys sorted; strings as they are; a whole float is the integer; provenance (`status`,
`label_source`, `record`) and empties (null, "", [], {} and what is left empty) dropped, and so
are false values of `required`, `sensitive`, `column`, `default` and `in_person`: absence means
the same.
"""

import hashlib
import json
import math
import unicodedata
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_NUMBER = 10**15
MAX_TEXT = 20_000
PROVENANCE = frozenset({"status", "label_source", "record"})
FALSE_IS_ABSENT = frozenset({"required", "sensitive", "column", "default", "in_person"})


def canonical(value: Any) -> Any:
    """The value without what does not count; None when nothing is left."""
    if isinstance(value, dict):
        kept = {key: canonical(item) for key, item in value.items() if _counts(key, item)}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list | tuple):
        return [item for item in map(canonical, value) if item is not None] or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _counts(key: str, value: Any) -> bool:
    return key not in PROVENANCE and not (value is False and key in FALSE_IS_ABSENT)


def digest(value: Any) -> str:
    text = json.dumps(canonical(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hostile(value: Any) -> Iterator[tuple[str, str]]:
    """(path, code) of what no definition may hold; never recurses, whatever the depth."""
    left: list[tuple[str, Any, int]] = [("", value, 0)]
    nodes = 0
    while left:
        path, item, depth = left.pop()
        nodes += 1
        if nodes > MAX_NODES:
            yield path, "too_large"
            return
        if depth > MAX_DEPTH:
            yield path, "too_deep"
            continue
        if isinstance(item, dict):
            left.extend((f"{path}.{key}", part, depth + 1) for key, part in item.items())
            yield from ((path, code) for key in item if (code := _key(key)))
        elif isinstance(item, list | tuple):
            left.extend((f"{path}[{i}]", part, depth + 1) for i, part in enumerate(item))
        elif code := _scalar(item):
            yield path, code


def _key(value: Any) -> str | None:
    return _text(value) if isinstance(value, str) else "wrong_type"


def _scalar(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        finite = not isinstance(value, float) or math.isfinite(value)
        return None if finite and abs(value) <= MAX_NUMBER else "bad_number"
    return "wrong_type"


def _text(value: str) -> str | None:
    if len(value) > MAX_TEXT:
        return "too_long"
    allowed = "\n\r\t"
    bad = any(
        unicodedata.category(letter) in ("Cc", "Cs") and letter not in allowed for letter in value
    )
    return "bad_text" if bad else None
