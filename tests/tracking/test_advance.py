"""After a restore no code on a receipt is given out again."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from egov_tracking.models import CodeCounter
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_codes_since_the_backup_are_skipped_and_older_days_are_left_alone() -> None:
    old = factories.at("2026-03-10 09:00")
    Story().accepted(now=old)
    agency, now = factories.agency(), timezone.now()
    since = timezone.localdate() - dt.timedelta(days=1)
    call_command("egov_advance", "--by", "50", "--since", since.isoformat(), stdout=StringIO())
    assert CodeCounter.objects.get(day="2026-03-10").last == 1
    assert CodeCounter.next(agency, timezone.localdate(now)) == 51
    assert CodeCounter.next(agency, since) == 51
