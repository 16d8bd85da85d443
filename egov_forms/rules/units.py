"""The administrative units of Viet Nam since 1 July 2025, two levels, with later changes.

A code keeps its meaning; a name or type may change on a day, so every question takes the day
it is asked for. Data: `data/admin_units.json`.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from .text import fold

_DATA = Path(__file__).resolve().parent.parent / "data" / "admin_units.json"


@dataclass(frozen=True)
class Unit:
    """`type`: thanh_pho, tinh, phuong, xa or dac_khu; a province has no parent."""

    code: str
    type: str
    short_name: str
    parent: str | None

    def name(self, language: str = "vi") -> str:
        word = _data()["types"][self.type]
        if language == "vi":
            return f"{word['vi']} {self.short_name}"
        return f"{self.short_name} {word['en']}"


def provinces(on: date | None = None) -> tuple[Unit, ...]:
    return _listed(None, _day(on))


def wards(province: str, on: date | None = None) -> tuple[Unit, ...]:
    """Wards, communes and special zones of a province, by name; none for an unknown code."""
    return _listed(province, _day(on))


def unit(code: str, on: date | None = None) -> Unit | None:
    return _units(_day(on)).get(code)


def name(code: str, language: str = "vi", on: date | None = None) -> str:
    """The full name; the code itself when there is no such unit."""
    found = unit(code, on)
    return found.name(language) if found else code


def exists(code: str, on: date | None = None, parent: str | None = None) -> bool:
    """Whether there is such a unit, and below this parent when one is given."""
    found = unit(code, on)
    return found is not None and (parent is None or found.parent == parent)


@lru_cache(maxsize=64)
def _day(on: date | None) -> str:
    """The last change that is in force, as the key of the caches; None asks for the newest."""
    past = [row[1] for row in _data()["changes"] if on is None or row[1] <= on.isoformat()]
    return max(past, default="")


@lru_cache(maxsize=1)
def _data() -> Any:
    return json.loads(_DATA.read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _units(day: str) -> dict[str, Unit]:
    data = _data()
    found = {row[0]: Unit(*row) for row in data["units"]}
    for code, start, kind, short_name, _status in sorted(data["changes"], key=lambda row: row[1]):
        if start <= day:
            found[code] = Unit(code, kind, short_name, found[code].parent)
    return found


@lru_cache(maxsize=128)
def _listed(parent: str | None, day: str) -> tuple[Unit, ...]:
    children = (item for item in _units(day).values() if item.parent == parent)
    return tuple(sorted(children, key=_by_name))


def _by_name(item: Unit) -> tuple[str, str]:
    return fold(item.short_name), item.code
