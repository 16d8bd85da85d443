"""Calendars: seeding, layers, and the shared file."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from egov_tracking.models import Calendar, CalendarDay
from egov_tracking.models.seeding import seed, vietnamese_days
from egov_tracking.rules.office import Office
from tests import domain
from tests.tracking import factories

pytestmark = pytest.mark.django_db
YEARS = domain.load("holidays.json")["years"]
#: Not announced yet: both follow the pattern of earlier years and may change.
APPROXIMATE = {"2027", "2028"}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("egov_calendar", *arguments, stdout=out)
    return out.getvalue()


def working_days(office: Office, year: int) -> set[dt.date]:
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=number) for number in range(366))
    return {day for day in days if day.year == year and office.is_working(day)}


def shared_office() -> Office:
    return factories.shared_calendar().office()


@pytest.mark.parametrize("year", sorted(set(YEARS) - APPROXIMATE))
def test_the_seeded_days_are_those_announced(year: str) -> None:
    run(year)
    seeded = working_days(Calendar.of(None).office(), int(year))
    Calendar.objects.all().delete()
    assert seeded == working_days(shared_office(), int(year))


@pytest.mark.parametrize("year", sorted(APPROXIMATE))
def test_of_a_year_not_announced_the_days_set_by_law_agree(year: str) -> None:
    run(year)
    office = Calendar.of(None).office()
    known = [day for day in YEARS[year]["days_off"] if day["status"] == "known"]
    assert known
    assert not any(office.is_working(dt.date.fromisoformat(day["date"])) for day in known)


def test_a_difference_is_named_and_the_table_is_kept_unless_told_otherwise() -> None:
    calendar = Calendar.objects.create()
    CalendarDay.objects.create(calendar=calendar, date="2027-02-10", kind="work")
    out = run("2027")
    assert "2027-02-10: the library says otherwise; kept" in out
    assert calendar.office().is_working(dt.date(2027, 2, 10))
    assert "changed" in run("2027", "--replace")
    assert not Calendar.of(None).office().is_working(dt.date(2027, 2, 10))


def test_seeding_twice_adds_nothing_the_second_time() -> None:
    calendar = Calendar.objects.create()
    assert seed(calendar, [2026]).added > 10
    assert seed(calendar, [2026]).added == 0


def test_names_come_in_both_languages() -> None:
    kind, name = vietnamese_days([2026])[dt.date(2026, 2, 17)]
    assert (kind, name) == ("off", {"vi": "Tết Nguyên Đán", "en": "Lunar New Year"})


def test_unknown_years_and_agencies_are_named() -> None:
    with pytest.raises(CommandError, match="2008 to 2044"):
        run("1999")
    with pytest.raises(CommandError, match="no agency H99"):
        run("2026", "--agency", "H99")


def test_an_agencys_own_days_come_on_top_of_the_sites() -> None:
    agency = factories.agency()
    site, own = Calendar.objects.create(), Calendar.objects.create(agency=agency)
    for calendar, date, kind in (
        (site, "2026-03-10", "off"),
        (site, "2026-03-11", "off"),
        (own, "2026-03-11", "work"),
        (own, "2026-03-12", "off"),
    ):
        CalendarDay.objects.create(calendar=calendar, date=date, kind=kind)
    mine, others = Calendar.of(agency).office(), Calendar.of(None).office()
    days = [dt.date(2026, 3, day) for day in (10, 11, 12)]
    assert [mine.is_working(day) for day in days] == [False, True, False]
    assert [others.is_working(day) for day in days] == [False, False, True]


def test_a_change_of_the_table_counts_at_once() -> None:
    calendar, day = Calendar.objects.create(), dt.date(2026, 3, 10)
    assert Calendar.of(None).office().is_working(day)
    row = CalendarDay.objects.create(calendar=calendar, date=day)
    assert not Calendar.of(None).office().is_working(day)
    row.delete()
    assert Calendar.of(None).office().is_working(day)


def test_without_a_calendar_the_usual_hours_hold() -> None:
    office = Calendar.of(factories.agency()).office()
    assert (office.closes, office.cutoff) == (dt.time(17), dt.time(15))
    assert not office.is_working(dt.date(2026, 3, 14))


def test_hours_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError):
        Calendar(opens=dt.time(12)).full_clean()


def test_the_site_has_one_calendar() -> None:
    Calendar.objects.create()
    with pytest.raises(IntegrityError):
        Calendar.objects.create()


def test_two_hours_that_are_the_same_are_refused() -> None:
    with pytest.raises(ValidationError):
        Calendar(morning_ends=dt.time(13, 30)).full_clean()


def test_a_day_moved_to_another_calendar_leaves_the_first_one_at_once() -> None:
    agency, day = factories.agency(), dt.date(2026, 3, 10)
    site, own = Calendar.objects.create(), Calendar.objects.create(agency=agency)
    row = CalendarDay.objects.create(calendar=site, date=day)
    assert not Calendar.of(None).office().is_working(day)
    row.calendar = own
    row.save()
    assert Calendar.of(None).office().is_working(day)
    assert not Calendar.of(agency).office().is_working(day)
