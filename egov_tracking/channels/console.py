"""Print messages, for trying things out."""

import sys
from typing import TextIO

from egov_tracking.channels.base import Channel, Letter


class ConsoleChannel(Channel):
    name = "console"
    remote = False

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream

    def reaches(self, letter: Letter) -> bool:
        return True

    def send(self, letter: Letter) -> None:
        to = letter.email or letter.phone or "-"
        stream = self.stream or sys.stdout
        stream.write(f"To: {to}\nSubject: {letter.subject}\nId: {letter.id}\n\n{letter.body}\n\n")
