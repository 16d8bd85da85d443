"""Say what has waited for too long; for monitoring."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egov_tracking.alarms import alarms


class Command(BaseCommand):
    help = "Say what has waited for longer than it should. Exit code 1 when anything has."

    def handle(self, *args: Any, **options: Any) -> None:
        found = alarms()
        for alarm in found:
            self.stdout.write(str(alarm))
        if found:
            raise CommandError(f"{len(found)} alarms.")
        self.stdout.write("Nothing waits for too long.")
