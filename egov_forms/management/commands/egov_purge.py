from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egov_forms import upkeep


class Command(BaseCommand):
    help = (
        "Delete drafts past their time with their files, files that no row names any more, and "
        "old counts of failures. Run it every day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=1000, help="drafts in one run")
        parser.add_argument(
            "--dry-run", action="store_true", help="say how many there are, delete none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            count = upkeep.expired_drafts().count()
            self.stdout.write(f"{count} drafts are past their time.")
            return
        count = upkeep.purge_drafts(limit=options["limit"])
        self.stdout.write(f"{count} drafts deleted.")
        self.stdout.write(f"{upkeep.sweep_files()} left-over files removed.")
        upkeep.forget_failures()
