"""Print the path of ClamAV's daemon; as root on Debian, install it when there is none."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# The test virus that every scanner knows, turned round: no scanner minds this file.
EICAR = b"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
SIGNATURE = f"Eicar-Test:0:*:{EICAR.hex()}\n"
MAX_FILE = 1_000_000
MAX_STREAM = 4_000_000
START_SECONDS = 30


@dataclass(frozen=True)
class Clamd:
    """Where a running daemon listens."""

    path: str
    port: int


def find() -> str | None:
    """EGOV_CLAMD, when set, else `clamd` on PATH or in /usr/sbin."""
    named = os.environ.get("EGOV_CLAMD")
    return named or shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def install() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "clamav-daemon"],
    ):
        # Only the path goes to standard output.
        subprocess.run(command, check=True, stdout=sys.stderr, env=quiet)  # noqa: S603


@contextmanager
def running(programme: str, folder: Path) -> Iterator[Clamd]:
    """A daemon of one's own, with the one signature; it ends with the block."""
    (folder / "db").mkdir()
    (folder / "db" / "eicar.ndb").write_text(SIGNATURE)
    place = Clamd(str(folder / "clamd.sock"), _free_port())
    configuration = folder / "clamd.conf"
    configuration.write_text(_configuration(place, folder))
    with (folder / "clamd.log").open("wb") as log:
        command = [programme, "--config-file", str(configuration)]
        daemon = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603
    try:
        _wait(place, daemon, folder / "clamd.log")
        yield place
    finally:
        daemon.terminate()
        daemon.wait(START_SECONDS)


def _configuration(place: Clamd, folder: Path) -> str:
    lines = [
        "Foreground yes",
        f"DatabaseDirectory {folder / 'db'}",
        f"LocalSocket {place.path}",
        f"TCPSocket {place.port}",
        "TCPAddr 127.0.0.1",
        f"TemporaryDirectory {folder}",
        f"MaxFileSize {MAX_FILE}",
        f"StreamMaxLength {MAX_STREAM}",
        "AlertExceedsMax yes",
    ]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(place: Clamd, daemon: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and daemon.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", place.port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"clamd did not start:\n{log.read_text(errors='replace')}")


def main() -> None:
    if not find() and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("==> Installing ClamAV for the scanner tests", file=sys.stderr, flush=True)
        install()
    path = find()
    if path is None:
        # Not an error: a daemon that only speaks the protocol stands in for it.
        print("No clamd here: the scanner is tested against a stand-in only.", file=sys.stderr)
    print(path or "")


if __name__ == "__main__":
    main()
