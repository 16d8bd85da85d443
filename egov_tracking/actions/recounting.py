"""When an office's days change: what was promised to open dossiers follows the calendar."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from egov_tracking.actions.base import acting, lock
from egov_tracking.exceptions import EgovTrackingError
from egov_tracking.models import Calendar, Dossier, System, clocks
from egov_tracking.rules.workflow import BY_NAME

#: Dossiers read at once.
BATCH = 200


def recount(dossier: Dossier, *, now: dt.datetime | None = None) -> bool:
    """Take due date, day of receipt or time of the first answer from the calendar as it is now.

    Tells whether anything changed; again changes nothing. The citizen gets a letter when the date
    that was promised last is another one now, earlier or later. The code keeps its date.
    """
    with transaction.atomic():
        locked = lock(dossier)
        if not _differing(locked, Calendar.of(locked.deciding_agency_id)):
            return False
        with acting("recount", locked, System(), now=now) as act:
            promised = act.dossier.expected_at
            for name, moment in _differing(act.dossier, act.calendar).items():
                act.data |= {f"was_{name}": getattr(act.dossier, name), name: moment}
                setattr(act.dossier, name, moment)
            if act.dossier.expected_at != promised:
                act.message = "due_moved"
    return True


def _differing(dossier: Dossier, calendar: Calendar) -> dict[str, Any]:
    """What the calendar gives otherwise than the row has it."""
    office = calendar.office()
    clock = clocks.clock_of(dossier, office)
    counted: dict[str, Any] = (
        {"due_at": clock.due, "received_on": clock.received_on}
        if clock
        else {"reply_due_at": office.add_hours(dossier.complete_at, calendar.reply_hours)}
    )
    return {name: value for name, value in counted.items() if getattr(dossier, name) != value}


def recount_open(calendar: Calendar | None = None, *, now: dt.datetime | None = None) -> int:
    """`recount` every open dossier under a calendar, or every one; returns how many changed.

    Each is a transaction of its own, so that officers wait for one row only, and a run that was
    cut off is simply begun again.
    """
    dossiers = Dossier.unscoped.filter(status__in=[one.value for one in BY_NAME["recount"].sources])
    if calendar and calendar.agency_id:
        dossiers = dossiers.filter(deciding_agency=calendar.agency_id)
    changed, last = 0, 0
    while batch := _batch(dossiers, last):
        last = batch[-1].pk
        calendars = {pk: Calendar.of(pk) for pk in {one.deciding_agency_id for one in batch}}
        for dossier in batch:
            if _differing(dossier, calendars[dossier.deciding_agency_id]):
                changed += _recounted(dossier, now)
    return changed


def _batch(dossiers: QuerySet[Dossier], last: int) -> list[Dossier]:
    return list(dossiers.filter(pk__gt=last).order_by("pk").prefetch_related("pauses")[:BATCH])


def _recounted(dossier: Dossier, now: dt.datetime | None) -> bool:
    try:
        return recount(dossier, now=now)
    except EgovTrackingError:  # it ended since the batch was read
        return False


def recount_changed() -> int:
    """`recount_open` for the calendars that changed since; one query when none did."""
    total = 0
    for calendar in Calendar.changed():
        total += recount_open(calendar)
        # Not when it changed again meanwhile: then the next run counts once more.
        Calendar.objects.filter(pk=calendar.pk).update(counted=calendar.revision)
    return total
