"""Whole numbers where CEL reckons with none: every answer and every function gives a double."""

import re
from collections.abc import Iterator

from .cel_tokens import Reference, Token, tokens

_WHOLE = re.compile(r"\d+")
_ARITHMETIC = frozenset("+-*/%")


def whole_operands(source: str) -> list[Reference]:
    """Whole numbers that are reckoned with something else than another whole number."""
    items = list(tokens(source))
    if any(token.kind == "name" and token.text in ("int", "uint") for token in items):
        return []  # these alone make whole numbers of others
    return [
        Reference("number", token.text, token.line, token.column)
        for index, token in enumerate(items)
        if _is_whole(token) and any(not _is_whole(other) for other in _beside(items, index))
    ]


def _is_whole(token: Token) -> bool:
    return token.kind == "number" and _WHOLE.fullmatch(token.text) is not None


def _beside(items: list[Token], index: int) -> Iterator[Token]:
    """What stands on the other side of the arithmetic signs beside a number."""
    first = index
    while first and items[first - 1].text == "-" and not _ends_value(items, first - 2):
        first -= 1  # the number's own sign
    if first >= 2 and items[first - 1].text in _ARITHMETIC and _ends_value(items, first - 2):
        yield items[first - 2]
    if index + 2 < len(items) and items[index + 1].text in _ARITHMETIC:
        yield items[index + 2]


def _ends_value(items: list[Token], index: int) -> bool:
    if index < 0:
        return False
    token = items[index]
    return token.kind in ("name", "number", "string") or token.text in (")", "]", "}")
