"""Dossier codes of both generations (law section 5)."""

import datetime as dt
import re
from dataclasses import dataclass

PATTERN = re.compile(
    r"(?P<agency>[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.[0-9A-Z]{2,3})*)"
    r"-(?P<day>\d{6})-(?P<sequence>\d{4,7})",
    re.ASCII,
)
MOST = 9_999_999


@dataclass(frozen=True)
class DossierCode:
    """``H26.900-260715-0001``: the agency, the day of reception, the number of that day."""

    agency: str
    day: dt.date
    sequence: int
    digits: int = 4

    def __str__(self) -> str:
        return f"{self.agency}-{self.day:%y%m%d}-{self.sequence:0{self.digits}d}"


def mint(agency: str, day: dt.date, sequence: int, digits: int = 4) -> str:
    """The code of the ``sequence``-th dossier that the agency received on ``day``.

    ``digits`` is the least width: 4 in provinces, 6 or 7 in ministries. Raises ValueError for
    what would be no valid code.
    """
    if not 0 < sequence <= MOST:
        raise ValueError(f"{sequence} is no number of a day")
    code = str(DossierCode(agency, day, sequence, digits))
    if parse(code) is None:
        raise ValueError(f"{code} is no dossier code")
    return code


def normalise(typed: str) -> str:
    """As typed on a phone or copied from paper: spaces dropped, dashes made plain, capitals."""
    return re.sub(r"\s+", "", re.sub(r"[‐‑‒–—−]", "-", typed)).upper()


def parse(code: str) -> DossierCode | None:
    """The parts of a code, or None when it is none."""
    match = PATTERN.fullmatch(code)
    if not match:
        return None
    try:
        day = dt.datetime.strptime(f"20{match['day']}", "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    sequence = match["sequence"]
    if not int(sequence):
        return None
    return DossierCode(match["agency"], day, int(sequence), len(sequence))
