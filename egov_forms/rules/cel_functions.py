"""The functions that the form language adds to CEL.

A function that has no answer raises `NoValueError`, always without a text: the library prints the
texts of exceptions, and an answer must never reach a log.
"""

import json
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_CITIZEN_ID = re.compile(r"\d{12}", re.ASCII)


class NoValueError(Exception):
    """The function is unknown for these arguments."""


def _days(value: Any) -> tuple[date, date]:
    """First and last day that a date or partial date can mean."""
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise NoValueError
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return date(year or 0, 1, 1), date(year or 0, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        pass
    raise NoValueError


def _day(value: Any) -> date:
    first, last = _days(value)
    if first != last:
        raise NoValueError
    return first


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NoValueError
    return float(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NoValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NoValueError
    return value


def _pair(choose: Callable[..., Any], a: Any, b: Any) -> Any:
    if isinstance(a, str) and isinstance(b, str):
        return choose(a, b)
    return choose(_number(a), _number(b))


def minimum(a: Any, b: Any) -> Any:
    return _pair(min, a, b)


def maximum(a: Any, b: Any) -> Any:
    return _pair(max, a, b)


def total(values: Any) -> float:
    return float(sum(_number(value) for value in _list(values)))


def count(values: Any) -> float:
    return float(len(_list(values)))


def unique(values: Any) -> bool:
    """Whether no value stands in the list twice."""
    seen = [json.dumps(value, sort_keys=True, default=str) for value in _list(values)]
    return len(set(seen)) == len(seen)


def size(value: Any) -> float:
    """CEL's own `size`, which counts the characters of a text; the library counts bytes."""
    if not isinstance(value, str | list | dict):
        raise NoValueError
    return float(len(value))


def lower(text: Any) -> str:
    return _text(text).lower()


def age(birth: Any, on: Any) -> float:
    """Full years from the earliest day of birth to the latest day of `on`."""
    born, day = _days(birth)[0], _days(on)[1]
    return float(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def year(value: Any) -> float:
    return float(_days(value)[0].year)


def add_days(value: Any, number: Any) -> str:
    days = _number(number)
    if not days.is_integer() or abs(days) > 4_000_000:
        raise NoValueError
    day = _day(value)
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        pass
    raise NoValueError


def days_between(a: Any, b: Any) -> float:
    return float((_day(b) - _day(a)).days)


def earliest(value: Any) -> str:
    return _days(value)[0].isoformat()


def latest(value: Any) -> str:
    return _days(value)[1].isoformat()


def _century_digit(number: Any) -> int:
    """The fourth digit of a personal identification number: century and gender in one."""
    if not isinstance(number, str) or not _CITIZEN_ID.fullmatch(number):
        raise NoValueError
    return int(number[3])


def id_birth_year(number: Any) -> float:
    return float(1900 + 100 * (_century_digit(number) // 2) + int(number[4:6]))


def id_gender(number: Any) -> str:
    return "female" if _century_digit(number) % 2 else "male"


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int]] = {
    "sum": (total, 1),
    "count": (count, 1),
    "unique": (unique, 1),
    "min": (minimum, 2),
    "max": (maximum, 2),
    "lower": (lower, 1),
    "age": (age, 2),
    "year": (year, 1),
    "add_days": (add_days, 2),
    "days_between": (days_between, 2),
    "earliest": (earliest, 1),
    "latest": (latest, 1),
    "id_birth_year": (id_birth_year, 1),
    "id_gender": (id_gender, 1),
}
# CEL's own, which need no answer of ours.
STANDARD = frozenset(
    [
        "has",
        "size",
        "contains",
        "startsWith",
        "endsWith",
        "matches",
        "int",
        "uint",
        "double",
        "string",
        "bool",
        "bytes",
        "dyn",
        "type",
        "timestamp",
        "duration",
        "getFullYear",
        "getMonth",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getHours",
        "getMinutes",
        "getSeconds",
        "getMilliseconds",
    ]
)
