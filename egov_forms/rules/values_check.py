"""Comparisons with a value that a choice does not have: conditions that can't come true."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cel_tokens import ANSWERS, ROW, Token, tokens
from .definition import Definition, Field

CHOOSING = frozenset({"choice", "radio", "multichoice"})
_LITERAL = re.compile(r"\"[^\"\\]+\"|'[^'\\]+'")
_GOES_ON = (".", "(", "[")


@dataclass(frozen=True)
class StrangeValue:
    """`path` of the expression, `key` of the question, and the values that it has."""

    path: str
    key: str
    value: str
    allowed: tuple[str, ...]


def strange_values(definition: Definition) -> Iterator[StrangeValue]:
    for path, source in _sources(definition):
        for base, key, value in dict.fromkeys(_compared(list(tokens(source)))):
            allowed = _allowed(definition, base, key)
            if allowed and value not in allowed:
                yield StrangeValue(path, key, value, allowed)


def _allowed(definition: Definition, base: str, key: str) -> tuple[str, ...]:
    """The values of a question, or of all columns of that name; () where they are not listed."""
    if base == ROW:
        rows = [item for one in definition.fields.values() for item in one.columns]
        found = [item for item in rows if item.key == key]
    else:
        found = [definition.fields[key]] if key in definition.fields else []
    if not all(item.type in CHOOSING for item in found):
        return ()
    return tuple(choice.value for item in found for choice in item.choices)


def _compared(items: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """(base, key, value) of `key == "value"`, `"value" in key` and `key in ["value"]`."""
    for index, sign in enumerate(items):
        is_in = sign.kind == "name" and sign.text == "in"
        if not is_in and sign.text not in ("==", "!="):
            continue
        before, after = _reference(items[:index][-4:]), _reference_after(items[index + 1 :])
        left, right = items[index - 1 : index], items[index + 1 : index + 2]
        if before and is_in:
            yield from ((*before, value) for value in _list(items[index + 1 :]))
        elif before:
            yield from ((*before, value) for value in _values(right))
        elif after:
            yield from ((*after, value) for value in _values(left))


def _reference(items: Sequence[Token]) -> tuple[str, str] | None:
    """`key`, `answers.key` or `row.key` at the end of these tokens."""
    if not items or items[-1].kind != "name":
        return None
    if len(items) < 2 or items[-2].text != ".":
        return "", items[-1].text
    whole = len(items) < 4 or items[-4].text != "."
    known = len(items) > 2 and items[-3].text in (ANSWERS, ROW)
    return (items[-3].text, items[-1].text) if whole and known else None


def _reference_after(items: Sequence[Token]) -> tuple[str, str] | None:
    length = 3 if len(items) > 2 and items[1].text == "." else 1
    if len(items) > length and items[length].text in _GOES_ON:
        return None
    return _reference(items[:length])


def _values(items: Sequence[Token]) -> Iterator[str]:
    for item in items:
        if item.kind == "string" and _LITERAL.fullmatch(item.text):
            yield item.text[1:-1]


def _list(items: Sequence[Token]) -> Iterator[str]:
    if items and items[0].text == "[":
        end = next((place for place, item in enumerate(items) if item.text == "]"), 0)
        yield from _values(items[:end])


def _sources(definition: Definition) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(definition.steps):
        path = f"form.steps[{number}]"
        yield from _given((f"{path}.show_when", step.show_when))
        for index, item in enumerate(step.fields):
            yield from _of_field(item, f"{path}.fields[{index}]")
    for number, rule in enumerate(definition.rules):
        path = f"form.rules[{number}]"
        yield from _given((f"{path}.when", rule.when), (f"{path}.assert", rule.assert_))
    for number, paper in enumerate(definition.components):
        yield from _given((f"dossier_components[{number}].condition", paper.condition))
    for number, limit in enumerate(definition.time_limits):
        yield from _given((f"time_limits[{number}].when", limit.when))
    for number, fee in enumerate(definition.fees):
        path = f"fees[{number}]"
        yield from _given((f"{path}.when", fee.when), (f"{path}.formula", fee.formula))
    for number, desk in enumerate(definition.facts.get("process") or ()):
        yield from _given((f"process[{number}].when", desk.get("when")))


def _of_field(item: Field, path: str) -> Iterator[tuple[str, str]]:
    yield from _given(
        (f"{path}.show_when", item.show_when),
        (f"{path}.computed", item.computed),
        (f"{path}.required", item.required),
    )
    for index, column in enumerate(item.columns):
        yield from _of_field(column, f"{path}.columns[{index}]")


def _given(*sources: tuple[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((path, source) for path, source in sources if isinstance(source, str) and source)
