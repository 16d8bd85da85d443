"""Scan uploaded files that wait in quarantine. Run it every minute, or with --watch."""

import datetime
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from egov_forms.scanning import STUCK_AFTER, Sweep, sweep

STUCK_EXIT = 2
DOWN_EXIT = 1


class Command(BaseCommand):
    help = (
        "Scan uploaded files that wait for the virus check. Exit code 1: the scanner does not "
        "answer; 2: a file has waited for more than an hour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", type=int, default=0, metavar="SECONDS", help="leave newer files alone"
        )
        parser.add_argument("--limit", type=int, default=1000, help="files in one sweep")
        parser.add_argument(
            "--watch", type=int, default=0, metavar="SECONDS", help="go on, with this pause between"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        older_than = datetime.timedelta(seconds=options["older_than"])
        while options["watch"]:
            close_old_connections()
            try:
                self.report(sweep(older_than, options["limit"]))
            except DatabaseError as error:  # a fail-over must not end the watch
                self.stderr.write(f"The database is unavailable: {error}")
            time.sleep(options["watch"])
        result = sweep(older_than, options["limit"])
        self.report(result)
        if result.stuck:
            raise CommandError("Files wait too long.", returncode=STUCK_EXIT)
        if result.unavailable:
            raise CommandError("The scanner does not answer.", returncode=DOWN_EXIT)

    def report(self, result: Sweep) -> None:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(result.outcomes.items()))
        self.stdout.write(counts or "nothing scanned")
        if result.unavailable:
            self.stderr.write(f"The scanner is unavailable: {result.unavailable}")
        if result.stuck:
            hours = int(STUCK_AFTER.total_seconds() // 3600)
            self.stderr.write(f"ALARM: {result.stuck} files wait for more than {hours} h")
