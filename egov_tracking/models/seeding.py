"""Vietnamese days off, from the `holidays` library, as a first filling of a calendar.

The table is the authority: what an agency entered stays. Decisions that came after the library
was made stand here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import holidays
from django.db import transaction

from egov_tracking.models.calendars import Calendar, CalendarDay

EXCHANGED = {"vi": "Nghỉ hoán đổi", "en": "Day off exchanged with a Saturday"}
WORKED = {"vi": "Làm bù", "en": "Worked in exchange for a day off"}
OFF, WORK = CalendarDay.Kind.OFF, CalendarDay.Kind.WORK

#: Announced on 25 December 2025: Friday 2 January is exchanged for Saturday 10 January 2026.
DECIDED_LATER = {
    dt.date(2026, 1, 2): (OFF, EXCHANGED),
    dt.date(2026, 1, 10): (WORK, WORKED),
}


@dataclass(frozen=True)
class Seeded:
    """What was added, and which days the table has otherwise than the library."""

    added: int
    differing: tuple[dt.date, ...]


def vietnamese_days(years: Iterable[int]) -> dict[dt.date, tuple[str, dict[str, str]]]:
    """``{date: (kind, names)}``: days off, and the Saturdays worked for them."""
    years = sorted(set(years))
    names = {
        language: holidays.country_holidays("VN", years=years, language=code)
        for language, code in (("vi", "vi"), ("en", "en_US"))
    }
    days = {
        date: (str(OFF), {language: names[language][date] for language in names})
        for date in names["vi"]
    }
    for date in names["vi"].weekend_workdays:
        days[date] = (str(WORK), WORKED)
    days.update({date: (str(kind), name) for date, (kind, name) in DECIDED_LATER.items()})
    return {date: days[date] for date in sorted(days) if date.year in years}


@transaction.atomic
def seed(calendar: Calendar, years: Iterable[int], *, replace: bool = False) -> Seeded:
    """Add the days of these years; those in the table stay, unless ``replace``."""
    wanted = vietnamese_days(years)
    present = dict(calendar.days.filter(date__in=wanted).values_list("date", "kind"))
    differing = tuple(date for date, kind in present.items() if kind != wanted[date][0])
    if replace:
        calendar.days.filter(date__in=differing).delete()
        present = {date: kind for date, kind in present.items() if date not in differing}
    rows = [
        CalendarDay(calendar=calendar, date=date, kind=kind, name=name)
        for date, (kind, name) in wanted.items()
        if date not in present
    ]
    CalendarDay.objects.bulk_create(rows)
    calendar.touch()
    return Seeded(len(rows), differing)
