"""Rules R1 to R9 as plain functions: every vector, every timeline, and the ledger."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_tracking.rules.deadlines import Entry, Kind, Limit, Pause, PausePolicy, Unit, read
from egov_tracking.rules.office import Office
from egov_tracking.rules.outcomes import compare
from tests.tracking.rules.offices import shared_office
from tests.tracking.rules.vectors import TIMELINES, VECTORS, limit_of, moment, pauses_of


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_vector(vector: dict[str, Any]) -> None:
    office, expected = shared_office(), vector["expected"]
    clock = read(
        moment(vector["start"]),
        limit_of(vector),
        office,
        pauses_of(vector),
        PausePolicy(vector["pause_policy"]),
    )
    assert clock.received_on.isoformat() == expected["received_on"]
    assert (clock.due.isoformat() if clock.due else None) == expected["due"]
    assert clock.state == expected.get("state", "running")
    if "completed_at" in vector:
        assert clock.due
        result = compare(moment(vector["completed_at"]), clock.due, office)
        assert result.outcome == expected["outcome"]
        assert result.late_working_days == expected["late_working_days"]


@pytest.mark.parametrize("timeline", TIMELINES.values(), ids=TIMELINES)
def test_every_timeline(timeline: dict[str, Any]) -> None:
    office, policy = shared_office(), PausePolicy(timeline["pause_policy"])
    limit, pauses = limit_of(timeline["time_limit"]), []
    filed_at = moment(timeline["events"][0]["at"])
    for event in timeline["events"]:
        at = moment(event["at"])
        if event["status_to"] == 5:
            pauses.append(Pause(at, None))
        if event["status_from"] == 5:
            pauses[-1] = Pause(pauses[-1].start, at)
        clock = read(filed_at, limit, office, pauses, policy)
        if "expected_due" in event:
            assert (clock.due.isoformat() if clock.due else None) == event["expected_due"]
        if "expected_received_on" in event:
            day0 = office.receipt_day(at if event["status_from"] == 5 else filed_at)
            assert day0.isoformat() == event["expected_received_on"]
        if "expected_overdue" in event:
            assert clock.due is not None
            assert (at > clock.due) is event["expected_overdue"]
        if "expected_outcome" in event:
            assert clock.due
            result = compare(at, clock.due, office)
            assert result.outcome == event["expected_outcome"]
            assert result.late_working_days == event.get("expected_late_working_days", 0)


def days(entries: tuple[Entry, ...], kind: Kind) -> list[str]:
    return [entry.day.isoformat() for entry in entries if entry.kind == kind]


def test_the_ledger_names_each_day_that_did_not_count() -> None:
    clock = read(
        moment("2026-04-24T09:00:00+07:00"), Limit(Unit.WORKING_DAY, Decimal(1)), shared_office()
    )
    off = [entry for entry in clock.ledger if entry.kind == Kind.DAY_OFF]
    assert [entry.day.isoformat() for entry in off] == ["2026-04-25", "2026-04-26", "2026-04-27"]
    assert off[0].name == {}
    assert off[2].name["vi"] == "Nghỉ bù Giỗ Tổ Hùng Vương"
    assert days(clock.ledger, Kind.DUE) == ["2026-04-28"]


def test_the_ledger_shows_a_suspension_once_with_both_ends() -> None:
    pause = Pause(moment("2026-03-11T10:00:00+07:00"), moment("2026-03-15T09:00:00+07:00"), "why")
    clock = read(
        moment("2026-03-09T09:00:00+07:00"),
        Limit(Unit.WORKING_DAY, Decimal(5)),
        shared_office(),
        [pause],
    )
    (entry,) = [entry for entry in clock.ledger if entry.kind == Kind.SUSPENDED]
    assert (entry.day.isoformat(), str(entry.until), entry.reason) == (
        "2026-03-11",
        "2026-03-16",
        "why",
    )


def test_the_ledger_says_where_a_limit_starts_anew() -> None:
    pause = Pause(moment("2026-03-13T10:00:00+07:00"), moment("2026-03-17T09:00:00+07:00"))
    clock = read(
        moment("2026-03-09T09:00:00+07:00"),
        Limit(Unit.WORKING_DAY, Decimal(5)),
        shared_office(),
        [pause],
        PausePolicy.RESTART,
    )
    assert days(clock.ledger, Kind.RESTARTED) == ["2026-03-17"]
    assert days(clock.ledger, Kind.DUE) == ["2026-03-24"]


def test_the_ledger_says_why_a_limit_in_calendar_days_moved() -> None:
    clock = read(
        moment("2026-04-10T16:59:00+07:00"), Limit(Unit.CALENDAR_DAY, Decimal(15)), shared_office()
    )
    assert days(clock.ledger, Kind.MOVED) == ["2026-04-25", "2026-04-26", "2026-04-27"]


def test_a_suspension_that_began_after_the_due_day_never_rescues_a_late_dossier() -> None:
    pause = Pause(moment("2026-03-16T10:00:00+07:00"), moment("2026-03-18T10:00:00+07:00"))
    for policy in (PausePolicy.RESUME, PausePolicy.RESTART):
        clock = read(
            moment("2026-03-09T09:00:00+07:00"),
            Limit(Unit.WORKING_DAY, Decimal(2)),
            shared_office(),
            [pause],
            policy,
        )
        assert str(clock.due) == "2026-03-11 17:00:00+07:00"


def test_closing_time_counts_to_the_second() -> None:
    office = Office()
    assert office.receipt_day(moment("2026-03-10T17:00:00.900000+07:00")) == dt.date(2026, 3, 10)
    assert office.receipt_day(moment("2026-03-10T17:00:01+07:00")) == dt.date(2026, 3, 11)


def test_moments_in_utc_are_read_on_the_offices_clock() -> None:
    assert Office().receipt_day(moment("2026-03-10T17:30:00+00:00")) == dt.date(2026, 3, 11)


@pytest.mark.parametrize(
    ("filed", "reply"),
    [
        ("2026-03-10T07:30:00+07:00", "2026-03-11T08:00:00+07:00"),
        ("2026-03-13T16:59:00+07:00", "2026-03-17T07:59:00+07:00"),
        ("2026-03-13T18:00:00+07:00", "2026-03-17T08:00:00+07:00"),
        ("2026-03-10T12:00:00+07:00", "2026-03-11T14:00:00+07:00"),
        ("2026-04-24T17:30:00+07:00", "2026-04-29T08:00:00+07:00"),
    ],
    ids=["at opening", "Friday 16:59", "Friday evening", "at lunch", "before a holiday"],
)
def test_the_first_reply_is_due_after_eight_working_hours(filed: str, reply: str) -> None:
    assert shared_office().add_hours(moment(filed), 8) == moment(reply)


@pytest.mark.parametrize(
    ("unit", "amount"),
    [
        ("working_day", "0"),
        ("working_day", "1.3"),
        ("calendar_day", "0.5"),
        ("same_day", "1"),
        ("working_day", None),
    ],
)
def test_an_impossible_limit_is_refused(unit: str, amount: str | None) -> None:
    with pytest.raises(ValueError, match=r"amount"):
        Limit(Unit(unit), Decimal(amount) if amount else None)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Office().receipt_day(dt.datetime(2026, 3, 10, 9))  # noqa: DTZ001


MOMENTS = st.datetimes(
    dt.datetime(2024, 1, 1),  # noqa: DTZ001
    dt.datetime(2028, 6, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)
LIMITS = st.one_of(
    st.integers(1, 60).map(lambda half: Limit(Unit.WORKING_DAY, Decimal(half) / 2)),
    st.integers(1, 60).map(lambda days: Limit(Unit.CALENDAR_DAY, Decimal(days))),
    st.just(Limit(Unit.SAME_DAY)),
)


@given(
    MOMENTS,
    LIMITS,
    st.lists(st.tuples(MOMENTS, st.integers(0, 400)), max_size=3),
    st.sampled_from(PausePolicy),
)
def test_a_due_time_is_always_in_a_working_session_and_a_pause_never_shortens(
    filed: dt.datetime, limit: Limit, waits: list[tuple[dt.datetime, int]], policy: PausePolicy
) -> None:
    office = shared_office()
    pauses = [Pause(at, at + dt.timedelta(hours=hours)) for at, hours in waits if at >= filed]
    plain, clock = read(filed, limit, office), read(filed, limit, office, pauses, policy)
    assert plain.due
    assert clock.due
    assert office.is_working(clock.due.date())
    assert clock.due >= plain.due
    assert clock.ledger[0].kind == Kind.RECEIVED
    assert clock.ledger[-1].kind == Kind.DUE
    assert clock.ledger[-1].moment == clock.due
    listed = [entry.day for entry in clock.ledger]
    assert listed == sorted(listed)
