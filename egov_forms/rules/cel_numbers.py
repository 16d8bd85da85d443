"""Whole numbers where CEL reckons with none: every answer and every function gives a double."""

import re
from collections.abc import Iterator

from .cel_functions import FUNCTIONS
from .cel_tokens import ROW, Reference, Token, tokens

_WHOLE = re.compile(r"\d+")
_ARITHMETIC = frozenset("+-*/%")
_DOUBLES = frozenset([*FUNCTIONS, "size", "double"])


def whole_operands(source: str) -> list[Reference]:
    """Whole numbers that are reckoned with an answer or with what a function gives.

    Only what is sure: brackets, lists, and CEL's own functions may give whole numbers, and the
    cells of a row may be those of a map that the source makes itself.
    """
    items = list(tokens(source))
    if any((token.kind, token.text) == ("sign", "{") for token in items):
        return []
    return [
        Reference("number", token.text, token.line, token.column)
        for index, token in enumerate(items)
        if token.kind == "number" and _WHOLE.fullmatch(token.text) and _meets_double(items, index)
    ]


def _meets_double(items: list[Token], index: int) -> bool:
    first = index
    while first and items[first - 1].text == "-" and not _ends_value(items, first - 2):
        first -= 1  # the number's own sign
    before, after = _text(items, first - 1), _text(items, index + 1)
    left = before in _ARITHMETIC and _ends_value(items, first - 2)
    return (left and _ends_double(items, first - 2)) or (
        after in _ARITHMETIC and _begins_double(items, index + 2)
    )


def _begins_double(items: list[Token], index: int) -> bool:
    while _text(items, index) == "-":
        index += 1
    chain = list(_chain(items, index))
    after = _text(items, index + 2 * len(chain) - 1)
    if after == "(":
        return chain[-1] == "size" or (len(chain) == 1 and chain[0] in _DOUBLES)
    return _is_answer(chain) and after != "["


def _chain(items: list[Token], index: int) -> Iterator[str]:
    """The names of ``a.b.c`` that begins here."""
    while index < len(items) and items[index].kind == "name":
        yield items[index].text
        if _text(items, index + 1) != ".":
            return
        index += 2


def _ends_double(items: list[Token], index: int) -> bool:
    if items[index].text == ")":
        name = _opening(items, index) - 1
        called = _text(items, name)
        is_method = _text(items, name - 1) == "."
        return called == "size" or (called in _DOUBLES and not is_method)
    if items[index].kind != "name":
        return False
    first = index
    while _text(items, first - 1) == "." and items[first - 2].kind == "name":
        first -= 2
    if _text(items, first - 1) == ".":
        return False  # a part of what a bracket gives
    return _is_answer([items[place].text for place in range(first, index + 1, 2)])


def _is_answer(chain: list[str]) -> bool:
    """An answer's name, or a row's cell; the row itself may be a number of a list."""
    return bool(chain) and chain != [ROW]


def _opening(items: list[Token], closing: int) -> int:
    depth = 0
    for index in range(closing, -1, -1):
        depth += (items[index].text == ")") - (items[index].text == "(")
        if not depth:
            return index
    return 0


def _ends_value(items: list[Token], index: int) -> bool:
    if index < 0:
        return False
    token = items[index]
    return token.kind in ("name", "number", "string") or token.text in (")", "]", "}")


def _text(items: list[Token], index: int) -> str:
    """The sign or name there; a text in quotes is neither."""
    known = 0 <= index < len(items) and items[index].kind != "string"
    return items[index].text if known else ""
