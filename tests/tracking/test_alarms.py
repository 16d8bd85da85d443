"""What has waited for too long is said, with its age, and nothing else."""

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Min
from django.utils import timezone

from egov_forms.models import Attachment, Draft
from egov_tracking.alarms import alarms
from egov_tracking.models import CalendarDay, OutgoingMessage
from egov_tracking.models.messages import State
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _days_off() -> None:
    calendar = factories.shared_calendar()
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        CalendarDay.objects.get_or_create(calendar=calendar, date=dt.date(year, 12, 31))


def names() -> set[str]:
    return {alarm.name for alarm in alarms()}


def message(**changes: object) -> None:
    """One message that is sent, except for the changes."""
    Story()
    now = timezone.now()
    OutgoingMessage.objects.update(**{"state": State.SENT, "queued_at": now, **changes})


def queued(ago: dt.timedelta) -> None:
    message(state=State.QUEUED, next_attempt_at=timezone.now() - ago)


def leased(ago: dt.timedelta) -> None:
    message(state=State.SENDING, lease_until=timezone.now() - ago)


def held_back(ago: dt.timedelta) -> None:
    now = timezone.now()
    message(state=State.QUEUED, next_attempt_at=now + HOUR, queued_at=now - ago)


def failed(ago: dt.timedelta) -> None:
    message(state=State.FAILED, queued_at=timezone.now() - ago)


def unscanned(ago: dt.timedelta) -> None:
    story = Story()
    OutgoingMessage.objects.update(state=State.SENT)
    submission = story.dossier.submission
    file = Attachment.objects.create(submission=submission, field_path="x", name="a.pdf", size=1)
    Attachment.objects.filter(pk=file.pk).update(created_at=timezone.now() - ago)


def unpurged(ago: dt.timedelta) -> None:
    service = factories.service()
    draft = Draft(service=service, version=service.current_version, language="vi")
    draft.expires_at = timezone.now() - ago
    draft.save()


@pytest.mark.parametrize(
    ("waits", "name", "fine", "late"),
    [
        (queued, "messages_untaken", 9 * MINUTE, 11 * MINUTE),
        (leased, "messages_left", 9 * MINUTE, 11 * MINUTE),
        (held_back, "messages_stuck", 59 * MINUTE, 61 * MINUTE),
        (failed, "messages_stuck", 8 * DAY, MINUTE),
        (unscanned, "files_unscanned", 59 * MINUTE, 61 * MINUTE),
        (unpurged, "drafts_unpurged", DAY, 3 * DAY),
    ],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_a_state_in_between_is_an_alarm_once_it_is_too_old(
    waits: Callable[[dt.timedelta], None],
    name: str,
    fine: dt.timedelta,
    late: dt.timedelta,
    is_late: bool,
) -> None:
    waits(late if is_late else fine)
    assert names() == ({name} if is_late else set())


def test_a_year_without_days_off_is_an_alarm() -> None:
    CalendarDay.objects.filter(date__year=timezone.localdate().year).delete()
    assert names() == {"calendar_empty"}


def test_the_command_says_how_many_since_when_and_exits_for_monitoring() -> None:
    out = StringIO()
    call_command("egov_alarms", stdout=out)
    assert "Nothing waits" in out.getvalue()
    failed(MINUTE)
    with pytest.raises(CommandError, match="1 alarm"):
        call_command("egov_alarms", stdout=out)
    oldest = OutgoingMessage.objects.aggregate(one=Min("queued_at"))["one"]
    assert f"{timezone.localtime(oldest):%Y-%m-%d %H:%M}" in out.getvalue()
    assert "messages_stuck: 1" in out.getvalue()
