"""Answers of a person on a day: the templates of `answers.json` with their places filled in."""

import datetime as dt
import re
from typing import Any

from example_site.sample.data import load
from example_site.sample.people import Person, partner_of

PLACE = re.compile(r"\$(day|words)([+-]\d+)|\$([a-z.]+)")
ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]


def answers(service: str, variant: int, person: Person, day: dt.date) -> dict[str, Any]:
    """Canonical answers; a file answer is a list of ``{"name": ...}`` to be attached."""
    templates = load("answers")[service]
    filled = fill(templates[variant % len(templates)], values_of(person), day)
    return {key: value for key, value in filled.items() if value != ""}


def values_of(person: Person) -> dict[str, Any]:
    """What stands for each name in a template."""
    other = partner_of(person)
    father, mother = (person, other) if person.gender == "male" else (other, person)
    values: dict[str, Any] = {
        "child": f"{father.name.split()[0]} Gia Bảo Mẫu",
        "exam": f"{person.born.year + 18}-07",
    }
    roles = {"": person, "partner.": other, "father.": father, "mother.": mother}
    for prefix, one in roles.items():
        for name in ("name", "gender", "id", "phone", "email", "address", "ward", "year"):
            values[prefix + name] = getattr(one, name)
        for name in ("born", "issued"):
            values[prefix + name] = getattr(one, name).isoformat()
    return values


def fill(template: Any, values: dict[str, Any], day: dt.date) -> Any:
    """``$name`` by its value, ``$day-25`` and ``$words-25`` by a date before or after ``day``."""
    if isinstance(template, dict):
        return {key: fill(value, values, day) for key, value in template.items()}
    if isinstance(template, list):
        return [fill(value, values, day) for value in template]
    if not isinstance(template, str):
        return template

    def value_of(match: re.Match[str]) -> Any:
        if match[3]:
            return values[match[3]]
        date = day + dt.timedelta(days=int(match[2]))
        return date.isoformat() if match[1] == "day" else in_words(date)

    whole = PLACE.fullmatch(template)
    if whole:
        return value_of(whole)
    return PLACE.sub(lambda match: str(value_of(match)), template)


def in_words(date: dt.date) -> str:
    """A date as the birth register writes it."""
    return f"Ngày {_below_100(date.day)} tháng {_below_100(date.month)} năm {_year(date.year)}"


def _below_100(number: int) -> str:
    if number <= 10:
        return ONES[number]
    tens, ones = divmod(number, 10)
    words = "mười" if tens == 1 else f"{ONES[tens]} mươi"
    if not ones:
        return words
    if ones == 1 and tens > 1:
        return f"{words} mốt"
    return f"{words} {'lăm' if ones == 5 else ONES[ones]}"


def _year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    words = f"{ONES[thousands]} nghìn {ONES[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} {'lẻ ' + ONES[rest] if rest < 10 else _below_100(rest)}"
