"""Send the messages that are due: the worker of the outbox."""

import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from egov_tracking.actions import recount_changed, send_due
from egov_tracking.models import OutgoingMessage


class Command(BaseCommand):
    help = "Send the messages to citizens that are due; several may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loop", type=float, metavar="SECONDS", help="go on, looking again after so long"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"] is None:
            self.stdout.write(f"{self.send_all()} messages handled.")
            self.warn()
            return
        with suppress(KeyboardInterrupt):
            while True:
                self.look(options["loop"])

    def look(self, wait: float) -> None:
        try:
            self.send_all()
            self.warn()
        except DatabaseError as error:  # it may be back at the next look
            self.stderr.write(f"The database does not answer: {error}")
        close_old_connections()
        time.sleep(wait)

    def send_all(self) -> int:
        recount_changed()  # it writes letters, too
        total = 0
        while taken := send_due():
            total += taken
        return total

    warned = 0

    def warn(self) -> None:
        """Once for each new number: a log of a worker must stay readable."""
        stuck = OutgoingMessage.stuck().count()
        if stuck and stuck != self.warned:
            self.stderr.write(f"{stuck} messages need somebody to look after them.")
        self.warned = stuck
