"""After a restore: skip the codes that were given out since the backup was made."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from egov_forms.models import Agency
from egov_tracking.models import CodeCounter


class Command(BaseCommand):
    help = (
        "Advance the numbers of dossier codes, so that none on a citizen's receipt is given again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", type=int, default=1000, help="how many numbers to skip")
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, help="day of the backup; today when left out"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        since = options["since"] or today
        days = [since + dt.timedelta(days=number) for number in range((today - since).days + 2)]
        CodeCounter.objects.bulk_create(
            [CodeCounter(agency=one, day=day) for one in Agency.objects.all() for day in days],
            ignore_conflicts=True,
        )
        counters = CodeCounter.objects.filter(day__in=days)
        advanced = counters.update(last=F("last") + options["by"])
        self.stdout.write(f"{advanced} counters advanced by {options['by']}.")
