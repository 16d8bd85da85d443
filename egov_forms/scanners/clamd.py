"""ClamAV's daemon, spoken to over its INSTREAM command.

Set ``AlertExceedsMax yes`` in clamd.conf: without it clamd answers OK to what it did not read.
"""

import socket
import struct
import time
from contextlib import suppress

from django.core.checks import CheckMessage, Error

from egov_forms.scanners.base import Readable, Scanner, ScannerUnavailable, Verdict

CHUNK = 64 * 1024
MAX_REPLY = 4096
UNREAD = "Heuristics.Limits.Exceeded"


class ClamdScanner(Scanner):
    """``address`` is ``host:port`` or the path of a socket; ``timeout`` seconds for one file;
    ``max_size`` bytes, as clamd's StreamMaxLength, MaxFileSize and MaxScanSize (Debian: 25 MB).
    """

    remote = True
    max_size: int

    def __init__(
        self,
        address: str = "/run/clamav/clamd.ctl",
        timeout: float = 5,
        max_size: int = 25 * 1024 * 1024,
    ) -> None:
        self.address = address
        self.timeout = timeout
        self.max_size = max_size

    def check(self) -> list[CheckMessage]:
        _host, _colon, port = self.address.rpartition(":")
        if not self.address.startswith("/") and not port.isdecimal():
            return [
                Error(
                    f"The address of clamd, {self.address!r}, is neither host:port nor a path.",
                    id="egov_forms.E013",
                )
            ]
        if not 0 < self.timeout <= 5:
            return [
                Error("The time-out of clamd must be from 0 to 5 seconds.", id="egov_forms.E014")
            ]
        return []

    def scan(self, stream: Readable, size: int) -> Verdict:
        if size > self.max_size:
            return Verdict.error("too large for the scanner")
        deadline = time.monotonic() + self.timeout
        try:
            with self._connect() as connection:
                # Above its limit clamd says so and hangs up: read what it said.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self._send(connection, stream, deadline)
                return _verdict(_reply(connection, deadline))
        except OSError as error:
            raise ScannerUnavailable(str(error)) from error

    def _connect(self) -> socket.socket:
        if not self.address.startswith("/"):
            host, _colon, port = self.address.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), self.timeout)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.timeout)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection

    def _send(self, connection: socket.socket, stream: Readable, deadline: float) -> None:
        connection.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            _wait_until(connection, deadline)
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))


def _wait_until(connection: socket.socket, deadline: float) -> None:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("clamd takes too long")
    connection.settimeout(remaining)


def _reply(connection: socket.socket, deadline: float) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < MAX_REPLY:
        _wait_until(connection, deadline)
        piece = connection.recv(MAX_REPLY)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(reply: str) -> Verdict:
    """Only the one explicit OK is clean; silence is no answer at all."""
    if reply == "stream: OK":
        return Verdict.clean()
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        signature = reply.removeprefix("stream: ").removesuffix(" FOUND")
        unread = signature.startswith(UNREAD)
        return Verdict.error(signature) if unread else Verdict.infected(signature)
    if not reply or "TIMED OUT" in reply:
        raise ScannerUnavailable(reply or "clamd hung up without an answer")
    return Verdict.error(reply)  # at most MAX_REPLY characters
