"""Rules R1 to R9 by a second, plainer program: it lists days and knows no ledger."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egov_tracking.rules.deadlines import Limit, Pause, PausePolicy, Unit, read
from egov_tracking.rules.office import VIET_NAM
from egov_tracking.rules.outcomes import compare
from tests import domain
from tests.tracking.rules.offices import shared_office
from tests.tracking.rules.vectors import VECTORS, limit_of, moment, pauses_of

YEARS = domain.load("holidays.json")["years"].values()
OFF = {day["date"] for year in YEARS for day in year["days_off"]}
WORKED = {day["date"] for year in YEARS for day in year["working_weekend_days"]}
CLOSING, NOON, CUTOFF = dt.time(17), dt.time(11, 30), dt.time(15)


def works(day: dt.date) -> bool:
    return str(day) in WORKED or (day.isoweekday() < 6 and str(day) not in OFF)


def onwards(day: dt.date) -> list[dt.date]:
    """More days after this one than any limit of these tests needs."""
    return [day + dt.timedelta(number) for number in range(1, 900)]


def counts_from(at: dt.datetime) -> dt.date:
    """R1."""
    at = at.astimezone(VIET_NAM)
    if works(at.date()) and at.time() <= CLOSING:
        return at.date()
    return next(day for day in onwards(at.date()) if works(day))


def last_day(first: dt.date, limit: Limit, waits: list[tuple[dt.date, dt.date]]) -> dt.date:
    """R2, R3, R5 and R6: the day on which the limit is full, a day off perhaps."""
    counted = [
        day
        for day in onwards(first)
        if not any(start <= day <= end for start, end in waits)
        and (limit.unit == Unit.CALENDAR_DAY or works(day))
    ]
    return counted[limit.days - 1]


def due_at(filed: dt.datetime, limit: Limit, waits: list[tuple[dt.date, dt.date]]) -> dt.datetime:
    first = counts_from(filed)
    if limit.unit == Unit.SAME_DAY:  # R4
        local = filed.astimezone(VIET_NAM)
        is_late = local.date() == first and local.time() > CUTOFF
        day = next(day for day in onwards(first) if works(day)) if is_late else first
        return dt.datetime.combine(day, CLOSING, VIET_NAM)
    day = last_day(first, limit, waits)
    day = day if works(day) else next(day for day in onwards(day) if works(day))
    time = NOON if limit.ends_at_noon else CLOSING
    return dt.datetime.combine(day, time, VIET_NAM)


def expected(
    filed: dt.datetime, limit: Limit, pauses: list[Pause], policy: PausePolicy
) -> dt.datetime | None:
    """The due time; None while a pause is open (R8)."""
    if policy != PausePolicy.NONE and any(pause.end is None for pause in pauses):
        return None
    if policy == PausePolicy.RESTART and pauses:  # R7
        return due_at(pauses[-1].end, limit, [])
    waits = [(counts_from(pause.start), counts_from(pause.end)) for pause in pauses]
    return due_at(filed, limit, waits if policy == PausePolicy.RESUME else [])


def ending(done: dt.datetime, due: dt.datetime) -> tuple[str, int]:
    """R9."""
    day = counts_from(done)
    if done <= due:
        return ("early" if day < due.date() else "on_time"), 0
    late = [one for one in onwards(due.date()) if one <= day and works(one)]
    return "late", max(1, len(late))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_the_second_program_passes_every_vector(vector: dict[str, Any]) -> None:
    policy, result = PausePolicy(vector["pause_policy"]), vector["expected"]
    due = expected(moment(vector["start"]), limit_of(vector), pauses_of(vector), policy)
    assert (due.isoformat() if due else None) == result["due"]
    if "completed_at" in vector:
        wanted = (result["outcome"], result["late_working_days"])
        assert ending(moment(vector["completed_at"]), due) == wanted


TIMES = st.sampled_from(
    [
        *(dt.time(0), dt.time(7, 30), dt.time(11, 30), dt.time(14, 59, 59), dt.time(15)),
        *(dt.time(15, 0, 1), dt.time(17), dt.time(17, 0, 1), dt.time(23, 59, 59)),
    ]
)
# Half of them near the days that differ from their weekday.
DAYS = st.one_of(
    st.dates(dt.date(2024, 1, 1), dt.date(2028, 6, 1)),
    st.builds(
        lambda day, shift: dt.date.fromisoformat(day) + dt.timedelta(shift),
        st.sampled_from(sorted(OFF | WORKED)),
        st.integers(-9, 4),
    ),
)
MOMENTS = st.builds(dt.datetime.combine, DAYS, TIMES, st.just(VIET_NAM))
LIMITS = st.one_of(
    st.integers(1, 60).map(lambda half: Limit(Unit.WORKING_DAY, Decimal(half) / 2)),
    st.integers(1, 60).map(lambda days: Limit(Unit.CALENDAR_DAY, Decimal(days))),
)
HOURS = st.tuples(st.integers(1, 200), st.integers(1, 400))


@given(MOMENTS, LIMITS, st.lists(HOURS, max_size=2), st.sampled_from(PausePolicy), HOURS)
def test_both_programs_give_the_same_due_time_and_outcome(
    filed: dt.datetime,
    limit: Limit,
    waits: list[tuple[int, int]],
    policy: PausePolicy,
    after: tuple[int, int],
) -> None:
    office, pauses, at = shared_office(), [], filed
    for hours, length in waits:
        start = at + dt.timedelta(hours=hours)
        begun = [(counts_from(one.start), counts_from(one.end)) for one in pauses]
        again = policy == PausePolicy.RESTART and bool(pauses)
        first = counts_from(pauses[-1].end if again else filed)
        # A pause in the days off at the end of a limit, or after it: the rules do not say.
        assume(counts_from(start) <= last_day(first, limit, [] if again else begun))
        at = start + dt.timedelta(hours=length)
        pauses.append(Pause(start, at))
    due = expected(filed, limit, pauses, policy)
    clock = read(filed, limit, office, pauses, policy)
    assert (clock.received_on, clock.due) == (counts_from(filed), due)
    done = at + dt.timedelta(hours=sum(after))
    result = compare(done, clock.due, office)
    assert (result.outcome, result.late_working_days) == ending(done, due)


@given(MOMENTS)
def test_both_programs_agree_on_the_same_day(filed: dt.datetime) -> None:
    limit = Limit(Unit.SAME_DAY, cutoff=CUTOFF)
    assert read(filed, limit, shared_office()).due == due_at(filed, limit, [])
