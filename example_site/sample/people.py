"""The citizens of the sample: the named ones of the data file, and more made after them."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from egov_forms.rules.text import fold
from example_site.sample.data import load

HOAN_KIEM, CUA_NAM = "00070", "00082"
#: The far end of the serial numbers, so that they are unlikely to belong to anybody.
FIRST_SERIAL = 999_100


@dataclass(frozen=True)
class Person:
    name: str
    gender: str
    born: dt.date
    id: str
    issued: dt.date
    phone: str
    email: str
    address: dict[str, str]

    @property
    def ward(self) -> dict[str, str]:
        return {"province": self.address["province"], "ward": self.address["ward"]}

    @property
    def year(self) -> int:
        return self.born.year


@cache
def people() -> tuple[Person, ...]:
    given = load("people")
    named = [_named(one) for one in given["citizens"]]
    pairs = zip(given["more"]["male"], given["more"]["female"], strict=True)
    return (*named, *map(_made, *zip(*enumerate(chain(*pairs)), strict=True)))


def partner_of(person: Person) -> Person:
    """Somebody else of the other gender and an age near to theirs."""
    others = [one for one in people() if one.gender != person.gender]
    return min(others, key=lambda one: abs((one.born - person.born).days))


def _named(given: dict[str, Any]) -> Person:
    born, issued = (dt.date.fromisoformat(given[key]) for key in ("born", "issued"))
    return Person(**{**given, "born": born, "issued": issued})


def _made(number: int, name: str) -> Person:
    """Men and women take turns, the two wards every two of them; all were born before 2001."""
    gender = ("male", "female")[number % 2]
    born = dt.date(1966 + number * 11 % 34, 1 + number * 5 % 12, 1 + number * 7 % 28)
    return Person(
        name=name,
        gender=gender,
        born=born,
        id=f"001{number % 2}{born:%y}{FIRST_SERIAL + number}",
        issued=dt.date(2021, 7, 1) + dt.timedelta(days=23 * number),
        phone=f"0990000{200 + number}",
        # Some have none: then the office has to call.
        email="" if number % 9 == 8 else f"{fold(name).replace(' ', '.')}@example.com",
        address={
            "province": "01",
            "ward": CUA_NAM if number % 4 > 1 else HOAN_KIEM,
            "detail": f"Số {number + 2} phố Ví Dụ",
        },
    )
