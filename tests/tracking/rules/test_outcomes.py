"""The national formula: a table of endings."""

import datetime as dt

import pytest

from egov_tracking.rules.outcomes import Ending, Outcome, Result, national
from egov_tracking.rules.workflow import Status
from tests.tracking.rules.offices import shared_office

moment = dt.datetime.fromisoformat
DUE = moment("2026-03-16T17:00:00+07:00")
EARLY = moment("2026-03-13T10:00:00+07:00")
LAST = moment("2026-03-16T16:00:00+07:00")
AFTER = moment("2026-03-18T10:00:00+07:00")

TABLE = [
    ("result before the day", Ending(Status.READY, EARLY, DUE, True), Result(Outcome.EARLY)),
    ("result on the day", Ending(Status.READY, LAST, DUE, True), Result(Outcome.ON_TIME)),
    ("result two days after", Ending(Status.READY, AFTER, DUE, True), Result(Outcome.LATE, 2)),
    (
        "second request counts late",
        Ending(Status.READY, EARLY, DUE, True, 2),
        Result(Outcome.LATE, 0),
    ),
    ("refused in time", Ending(Status.REFUSED, LAST, DUE, False), Result(Outcome.ON_TIME)),
    ("refused too late", Ending(Status.REFUSED, AFTER, DUE, False), Result(Outcome.LATE, 2)),
    ("stopped in time", Ending(Status.STOPPED, LAST, DUE, True), Result(Outcome.ON_TIME)),
    ("stopped while suspended", Ending(Status.STOPPED, AFTER, None, True), Result(Outcome.ON_TIME)),
    (
        "withdrawn after acceptance",
        Ending(Status.WITHDRAWAL_ASKED, EARLY, DUE, True),
        Result(Outcome.EARLY),
    ),
    ("withdrawn before acceptance", Ending(Status.WITHDRAWAL_ASKED, EARLY, DUE, False), None),
    ("still being processed", Ending(Status.PROCESSING, EARLY, DUE, True), None),
    ("delivery is no ending", Ending(Status.DELIVERED, AFTER, DUE, True), None),
]


@pytest.mark.parametrize(
    ("ending", "result"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_national_formula(ending: Ending, result: Result | None) -> None:
    assert national(ending, shared_office()) == result
