"""Office days and office hours as values; the register of days off fills them in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from its weekday: a holiday, or a Saturday that is worked."""

    working: bool
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Office:
    """When an agency works. Moments are aware; naive ones are refused."""

    special: Mapping[dt.date, SpecialDay] = field(default_factory=dict)
    opens: dt.time = dt.time(7, 30)
    morning_ends: dt.time = dt.time(11, 30)
    afternoon_starts: dt.time = dt.time(13, 30)
    closes: dt.time = dt.time(17)
    cutoff: dt.time = dt.time(15)
    zone: dt.tzinfo = VIET_NAM

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The moment on the office's clock, to the second: what a receipt shows is what counts."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(self.zone).replace(microsecond=0)

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone)

    def knows(self, year: int) -> bool:
        """Whether somebody entered days of this year: every year has its days off."""
        return any(day.year == year for day in self.special)

    def is_working(self, day: dt.date) -> bool:
        special = self.special.get(day)
        return special.working if special else day.weekday() < SATURDAY

    def next_working(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        day += ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def receipt_day(self, moment: dt.datetime) -> dt.date:
        """Rule R1: that day until closing time, otherwise the next working day."""
        local = self.local(moment)
        if self.is_working(local.date()) and local.time() <= self.closes:
            return local.date()
        return self.next_working(local.date())

    def working_days(self, after: dt.date, until: dt.date) -> int:
        """How many working days lie after one day, up to and including another."""
        days = (until - after).days
        return sum(self.is_working(after + ONE_DAY * number) for number in range(1, days + 1))

    def add_hours(self, moment: dt.datetime, hours: float) -> dt.datetime:
        """The moment at which so many working hours have passed (law R25: 8 for the first reply).

        What arrives after closing or on a day off counts from the next working day's opening.
        """
        left = dt.timedelta(hours=hours)
        local = self.local(moment)
        day = self.receipt_day(moment)
        while True:
            for start, end in self._sessions(day):
                begin = max(start, local)
                if begin < end and left <= end - begin:
                    return begin + left
                left -= max(end - begin, dt.timedelta())
            day = self.next_working(day)

    def _sessions(self, day: dt.date) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
        return (
            (self.at(day, self.opens), self.at(day, self.morning_ends)),
            (self.at(day, self.afternoon_starts), self.at(day, self.closes)),
        )
