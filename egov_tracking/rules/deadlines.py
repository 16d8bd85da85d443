"""The legal clock: when a dossier is due, and why, day by day.

The rules R1 to R9 are those of the deadline vectors (docs/reference/deadlines). One walk over the
days gives both the due time and the ledger that explains it, so that they can't disagree.
"""

import datetime as dt
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from egov_tracking.rules.office import ONE_DAY, Office

HALF = Decimal("0.5")


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"


class PausePolicy(StrEnum):
    """What waiting for the citizen does to the limit: R6 resume, R7 restart, or nothing."""

    RESUME = "resume"
    RESTART = "restart"
    NONE = "none"


@dataclass(frozen=True)
class Limit:
    """A time limit. ``amount`` is None for same_day; half days exist only as working days."""

    unit: Unit
    amount: Decimal | None = None
    cutoff: dt.time | None = None

    def __post_init__(self) -> None:
        if self.unit == Unit.SAME_DAY:
            if self.amount is not None:
                raise ValueError("a same-day limit has no amount")
            return
        step = HALF if self.unit == Unit.WORKING_DAY else Decimal(1)
        if self.amount is None or self.amount <= 0 or self.amount % step:
            raise ValueError(f"{self.amount} is no amount of {self.unit}")

    @property
    def days(self) -> int:
        """How many days must be counted until the due day."""
        return 1 if self.amount is None else int(self.amount + HALF)

    @property
    def ends_at_noon(self) -> bool:
        return self.amount is not None and bool(self.amount % 1)


@dataclass(frozen=True)
class Pause:
    """A time in which the office waits; open when ``end`` is None."""

    start: dt.datetime
    end: dt.datetime | None
    reason: str = ""


class Kind(StrEnum):
    RECEIVED = "received"  # day 0; `moment` is the filing
    COUNTED = "counted"  # `number` is the day's number
    DAY_OFF = "day_off"  # not counted: weekend, or a holiday with a `name`
    MOVED = "moved"  # a limit in calendar days ended on a day off
    SUSPENDED = "suspended"  # not counted from `day` until `until`, for `reason`
    RESTARTED = "restarted"  # the limit is counted anew from this day
    TOO_LATE = "too_late"  # filed after the cut-off of a same-day procedure
    WAITING = "waiting"  # suspended and still open: no due date
    DUE = "due"  # `moment` is the due time


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    kind: Kind
    day: dt.date
    number: int | None = None
    until: dt.date | None = None
    moment: dt.datetime | None = None
    name: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """The answer: day 0, the due time (None while paused), and the ledger."""

    received_on: dt.date
    due: dt.datetime | None
    ledger: tuple[Entry, ...]

    @property
    def state(self) -> str:
        return "running" if self.due else "paused"


@dataclass(frozen=True)
class _Stay:
    """A pause in days: both ends are turned into days with R1, and neither counts."""

    first: dt.date
    last: dt.date | None
    pause: Pause

    def covers(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def entry(self) -> Entry:
        kind = Kind.SUSPENDED if self.last else Kind.WAITING
        return Entry(kind, self.first, until=self.last, reason=self.pause.reason)


def read(
    filed_at: dt.datetime,
    limit: Limit,
    office: Office,
    pauses: Sequence[Pause] = (),
    policy: PausePolicy = PausePolicy.RESUME,
) -> Clock:
    """Read the clock of a dossier that was complete at ``filed_at``."""
    received = office.receipt_day(filed_at)
    stays = [] if policy == PausePolicy.NONE else _stays(pauses, office)
    count = _count_anew if policy == PausePolicy.RESTART else _count
    ledger = (
        Entry(Kind.RECEIVED, received, moment=office.local(filed_at)),
        *count(filed_at, limit, office, stays),
    )
    return Clock(received, ledger[-1].moment if ledger[-1].kind == Kind.DUE else None, ledger)


def _stays(pauses: Sequence[Pause], office: Office) -> list[_Stay]:
    return [
        _Stay(
            office.receipt_day(pause.start),
            office.receipt_day(pause.end) if pause.end else None,
            pause,
        )
        for pause in _merged(pauses)
    ]


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    """In order, and those that overlap as one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        last = merged[-1] if merged else None
        if last is None or (last.end and last.end < pause.start):
            merged.append(pause)
        elif last.end:
            end = max(last.end, pause.end) if pause.end else None
            merged[-1] = replace(last, end=end)
    return merged


def _count(
    start: dt.datetime, limit: Limit, office: Office, stays: Sequence[_Stay]
) -> Iterator[Entry]:
    """R2 to R6 and R8: walk the days until the limit is full, or until an open pause."""
    day, number = office.receipt_day(start), 0
    if limit.unit == Unit.SAME_DAY:
        day = yield from _before_same_day(start, limit, office)
    while True:
        day += ONE_DAY
        stay = next((stay for stay in stays if stay.covers(day)), None)
        if stay:
            yield stay.entry
            if stay.last is None:
                return
            day = stay.last
            continue
        off, name = not office.is_working(day), _name(day, office)
        if off and limit.unit != Unit.CALENDAR_DAY:
            yield Entry(Kind.DAY_OFF, day, name=name)
            continue
        if number < limit.days:
            number += 1
            yield Entry(Kind.COUNTED, day, number=number, name=name)
        if number == limit.days and not off:
            time = office.morning_ends if limit.ends_at_noon else office.closes
            yield Entry(Kind.DUE, day, moment=office.at(day, time))
            return
        if number == limit.days:
            yield Entry(Kind.MOVED, day, name=name)


def _before_same_day(
    start: dt.datetime, limit: Limit, office: Office
) -> Generator[Entry, None, dt.date]:
    """R4: the day before the first that may be the due day."""
    local, received = office.local(start), office.receipt_day(start)
    if local.date() == received and local.time() > (limit.cutoff or office.cutoff):
        yield Entry(Kind.TOO_LATE, received, moment=local)
        return received
    return received - ONE_DAY


def _count_anew(
    start: dt.datetime, limit: Limit, office: Office, stays: Sequence[_Stay]
) -> Iterator[Entry]:
    """R7: every pause that began by the due day starts the limit anew at its end."""
    for stay in stays:
        entries = list(_count(start, limit, office, ()))
        if entries[-1].day < stay.first:
            break
        yield from (entry for entry in entries[:-1] if entry.day < stay.first)
        yield stay.entry
        if stay.pause.end is None:
            return
        start = stay.pause.end
        yield Entry(Kind.RESTARTED, office.receipt_day(start), moment=office.local(start))
    yield from _count(start, limit, office, ())


def _name(day: dt.date, office: Office) -> Mapping[str, str]:
    special = office.special.get(day)
    return special.name if special else {}
