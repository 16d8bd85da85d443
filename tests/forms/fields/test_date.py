"""Full and partial dates."""

import pytest

from egov_forms.fields import registry
from egov_forms.fields.formats import format_date

from .build import codes, field


@pytest.mark.parametrize(
    "raw",
    [
        *("2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "2026", "01/02/2026", 2026),
        *("0999-01-01", "2026-05-00", "2026-00-05", "2026-00-00"),
    ],
)
def test_what_is_no_full_date_is_refused(raw: object) -> None:
    assert codes(field("date"), raw) == [("", "invalid_date")]


@pytest.mark.parametrize(
    "raw", ["2026-02-30", "2026-13", "26", "2026-1", "202", [], "2026-", "2026-00", "2026-05-00"]
)
def test_what_is_no_partial_date_is_refused(raw: object) -> None:
    assert codes(field("date_partial"), raw) == [("", "invalid_date")]


def test_limits_are_expressions_over_today_and_other_answers() -> None:
    subject = field("date", min="add_days(today, -10)", max="other")
    assert codes(subject, "2026-07-05", bound={"other": "2026-07-20"}) == []
    assert codes(subject, "2026-07-04", bound={"other": "2026-07-20"}) == [("", "min_date")]
    assert codes(subject, "2026-07-21", bound={"other": "2026-07-20"}) == [("", "max_date")]
    assert codes(subject, "2026-07-21") == [], "an unknown limit limits nothing"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026", []),
        ("2026-07", []),
        ("2026-07-15", []),
        ("2026-07-16", [("", "max_date")]),
        ("2026-08", [("", "max_date")]),
        ("2027", [("", "max_date")]),
    ],
)
def test_a_partial_date_is_too_late_when_no_day_of_it_is_early_enough(
    raw: str, expected: list[tuple[str, str]]
) -> None:
    assert codes(field("date_partial", max="today"), raw) == expected


def test_day_and_month_of_a_partial_date_may_stay_empty_but_not_the_month_alone() -> None:
    def read(day: str, month: str, year: str) -> object:
        typed = {"day": day, "month": month, "year": year}
        value, errors = registry["date_partial"].read(field("date_partial"), typed, "vi")
        return [(e.code, e.params["part"]) for e in errors] or value

    assert read("", "", "1990") == "1990"
    assert read("", "5", "1990") == "1990-05"
    assert read("7", "5", "1990") == "1990-05-07"
    assert read("", "", "") is None
    assert read("7", "", "1990") == [("invalid_date", "month")]
    assert read("", "5", "") == [("invalid_date", "year")]


def test_dates_are_shown_as_the_language_writes_them() -> None:
    for value, vi, en in (
        ("2026-07-05", "05/07/2026", "5 July 2026"),
        ("2026-07", "07/2026", "July 2026"),
        ("2026", "2026", "2026"),
    ):
        assert registry["date_partial"].display(field("date_partial"), value, "vi") == vi
        assert registry["date_partial"].display(field("date_partial"), value, "en") == en


def test_a_leap_day_is_a_day_in_leap_years_only() -> None:
    assert codes(field("date"), "2024-02-29") == []
    assert codes(field("date"), "2025-02-29") == [("", "invalid_date")]


@pytest.mark.parametrize("limit", ["0999", "2026-13", "2026-02-30", "0000", "no date"])
@pytest.mark.parametrize("type_", ["date", "date_partial"])
def test_a_limit_that_is_no_date_limits_nothing(type_: str, limit: str) -> None:
    assert codes(field(type_, max=f"'{limit}'"), "2026-07-15") == []


def test_a_partial_limit_means_its_last_day_above_and_its_first_day_below() -> None:
    subject = field("date", min="'2025'", max="'2026-07'")
    assert codes(subject, "2026-07-15") == []
    assert codes(subject, "2026-08-01") == [("", "max_date")]
    assert codes(subject, "2025-01-01") == []
    assert codes(subject, "2024-12-31") == [("", "min_date")]


@pytest.mark.parametrize("value", ["2026-13", "2026-00-01", "2026-07-15-01", "x-y", ""])
def test_what_is_no_date_is_shown_as_it_is(value: str) -> None:
    assert format_date(value, "en") == value
