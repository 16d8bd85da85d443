"""Early, on time or late: rule R9, and the national formula on top of it (law R37 to R41)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from egov_tracking.rules.office import Office
from egov_tracking.rules.workflow import Status

ENDS = frozenset({Status.REFUSED, Status.WITHDRAWAL_ASKED, Status.STOPPED, Status.READY})


class Outcome(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    late_working_days: int = 0


@dataclass(frozen=True)
class Ending:
    """What the national formula needs to know of a dossier.

    ``due`` is the appointment, or the reply's deadline of a dossier that was refused, or None
    while it was suspended: the time of waiting is taken off, so it can't be late by then.
    """

    status: Status
    ended_at: dt.datetime
    due: dt.datetime | None
    accepted: bool
    supplement_requests: int = 0


def compare(ended_at: dt.datetime, due: dt.datetime, office: Office) -> Result:
    """Rule R9."""
    day, due_day = office.receipt_day(ended_at), office.local(due).date()
    if office.local(ended_at) > due:
        return Result(Outcome.LATE, max(1, office.working_days(due_day, day)))
    return Result(Outcome.EARLY if day < due_day else Outcome.ON_TIME)


def national(ending: Ending, office: Office) -> Result | None:
    """The result that counts in national reports; None when the dossier is not counted.

    A dossier ends at status 9, not at 10; 3 and 8 end it too, and 7 if it was accepted (R41).
    A second request for a supplement makes it late, whatever the date (R38).
    """
    if ending.status not in ENDS:
        return None
    if ending.status in {Status.WITHDRAWAL_ASKED, Status.STOPPED} and not ending.accepted:
        return None
    result = compare(ending.ended_at, ending.due, office) if ending.due else Result(Outcome.ON_TIME)
    if counts_late(ending.supplement_requests):
        return Result(Outcome.LATE, result.late_working_days)
    return result


def counts_late(supplement_requests: int) -> bool:
    """Whether so many requests make a dossier late in the national formula (law R38)."""
    return supplement_requests > 1
