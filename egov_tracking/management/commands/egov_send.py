"""Send the messages that are due: the worker of the outbox."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from egov_tracking.actions import send_due
from egov_tracking.models import OutgoingMessage


class Command(BaseCommand):
    help = "Send the messages to citizens that are due; several may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loop", type=float, metavar="SECONDS", help="go on, looking again after so long"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sent = self.send_all()
            if options["loop"] is None:
                self.stdout.write(f"{sent} messages handled.")
                self.warn()
                return
            close_old_connections()
            time.sleep(options["loop"])

    def send_all(self) -> int:
        total = 0
        while taken := send_due():
            total += taken
        return total

    def warn(self) -> None:
        if stuck := OutgoingMessage.stuck().count():
            self.stderr.write(f"{stuck} messages need somebody to look after them.")
