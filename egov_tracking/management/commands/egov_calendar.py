"""Fill a calendar with the Vietnamese days off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov_forms.models import Agency
from egov_tracking.actions import recount_changed
from egov_tracking.models import Calendar
from egov_tracking.models.seeding import seed


class Command(BaseCommand):
    help = "Fill a calendar with the Vietnamese days off of the years given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="+", type=int, metavar="YEAR")
        parser.add_argument("--agency", metavar="CODE", help="instead of the whole site")
        parser.add_argument(
            "--replace", action="store_true", help="also change days that the table has otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not all(2008 <= year <= 2044 for year in options["years"]):
            raise CommandError("The days off are known for the years 2008 to 2044.")
        calendar, _created = Calendar.objects.get_or_create(agency=self.agency(options["agency"]))
        seeded = seed(calendar, options["years"], replace=options["replace"])
        self.stdout.write(f"{calendar}: {seeded.added} days added.")
        self.stdout.write(f"{recount_changed()} open dossiers counted again.")
        for date in seeded.differing:
            done = "changed" if options["replace"] else "kept as the table has it"
            self.stdout.write(f"{date}: the library says otherwise; {done}.")
        self.stdout.write(
            "Compare them with the official announcement: exchanges of days are often decided "
            "late, and the table is what counts."
        )

    def agency(self, code: str | None) -> Agency | None:
        if code is None:
            return None
        try:
            return Agency.objects.get(code=code)
        except Agency.DoesNotExist:
            raise CommandError(f"There is no agency {code}.") from None
