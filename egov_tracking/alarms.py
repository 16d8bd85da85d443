"""What has stood in between for longer than it should: for monitoring (security rule 11).

Every state that something else must end has an age here. Dossiers have none: their deadlines
stand on the desk.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Min, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from egov_forms.models import Attachment, AttachmentState
from egov_forms.scanning import STUCK_AFTER
from egov_forms.upkeep import expired_drafts
from egov_tracking.models import Calendar, OutgoingMessage
from egov_tracking.models.messages import State

HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
#: A lease, or a message that is due, which no worker takes for so long: none is running.
NO_WORKER = 10 * MINUTE
#: The purge runs every day.
NO_PURGE = 2 * DAY


@dataclass(frozen=True)
class Alarm:
    """``name`` is for programs. ``since`` is when the oldest one began to wait."""

    name: str
    text: str
    count: int
    since: dt.datetime | None = None

    def __str__(self) -> str:
        since = f", the oldest since {timezone.localtime(self.since):%Y-%m-%d %H:%M}"
        return f"{self.name}: {self.count} {self.text}{since if self.since else ''}"


def alarms() -> list[Alarm]:
    """Nothing when all is as it should be."""
    return [alarm for alarm in (*_waiting(), *_calendars()) if alarm.count]


def _waiting() -> Iterator[Alarm]:
    messages = OutgoingMessage.objects.all()
    yield _alarm(
        "messages_untaken",
        "messages are due and no worker takes them: does egov_send run?",
        messages.filter(state=State.QUEUED, next_attempt_at__lt=Now() - NO_WORKER),
        "next_attempt_at",
    )
    yield _alarm(
        "messages_left",
        "messages were left by a worker and nobody took them over: does egov_send run?",
        messages.filter(state=State.SENDING, lease_until__lt=Now() - NO_WORKER),
        "lease_until",
    )
    yield _alarm(
        "messages_stuck",
        "messages have not left for an hour, or wait for people",
        OutgoingMessage.stuck(HOUR),
        "queued_at",
    )
    yield _alarm(
        "files_unscanned",
        "files wait for the virus check: do egov_scan and the scanner run?",
        Attachment.objects.filter(
            state=AttachmentState.PENDING, created_at__lt=timezone.now() - STUCK_AFTER
        ),
        "created_at",
    )
    yield _alarm(
        "drafts_unpurged",
        "half-filled forms are kept past their time: does egov_purge run?",
        expired_drafts(timezone.now() - NO_PURGE),
        "expires_at",
    )


def _alarm(name: str, text: str, rows: QuerySet, since: str) -> Alarm:  # type: ignore[type-arg]
    found = rows.order_by().aggregate(oldest=Min(F(since)))
    return Alarm(name, text, rows.count() if found["oldest"] else 0, found["oldest"])


def _calendars() -> Iterator[Alarm]:
    for year, names in Calendar.missing(timezone.localdate()).items():
        text = f"calendars have no days off of {year}: {', '.join(names)}"
        yield Alarm("calendar_empty", text, len(names))
