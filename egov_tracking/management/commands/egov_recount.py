"""Count the time limits of open dossiers again."""

from typing import Any

from django.core.management.base import BaseCommand

from egov_tracking.actions import recount_changed, recount_open
from egov_tracking.models import Calendar


class Command(BaseCommand):
    help = "Count the time limits of open dossiers again, by the calendars as they are now."

    def handle(self, *args: Any, **options: Any) -> None:
        for calendar in Calendar.objects.all():  # what was written past the register counts, too
            calendar.touch()
        total = recount_open() + recount_changed()
        self.stdout.write(f"{total} open dossiers counted again.")
