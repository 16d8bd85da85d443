"""The trial: make everything, show how far it is, serve it, send its mail.

python -m example_site.demo [--reset]      PORT chooses the port, 8000 by default
"""

import argparse
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

STARTED = time.monotonic()
MAIL_SECONDS = 2
HOST = "127.0.0.1"


def say(text: str) -> None:
    """A line of progress with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m example_site.demo")
    parser.add_argument("--reset", action="store_true", help="throw the sample data away first")
    options = parser.parse_args()
    port = _port()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    say("Starting")
    os.environ["DJANGO_SETTINGS_MODULE"] = "example_site.settings"
    os.environ.pop("PGDATABASE", None)  # the trial is on SQLite, whatever else is on the machine
    from django.conf import settings

    folder = settings.VAR
    if options.reset or not (folder / "complete").exists():
        _clear(folder)
    django.setup()
    _prepare(folder)
    _serve(port, _accounts(folder))


def _port() -> int:
    """The port to serve on, known to be free before any work is done."""
    port = int(os.environ.setdefault("PORT", "8000"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(
                f"Port {port} is not free ({error.strerror}). Stop what uses it, or choose "
                f"another one: PORT={port + 1} make demo"
            )
    return port


def _clear(folder: Path) -> None:
    """Remove what an earlier or interrupted start has made; the keys stay, they are in use."""
    made = [path for path in folder.iterdir() if path.name != "keys"] if folder.exists() else []
    if made:
        say("Removing the sample data")
    for path in made:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    _accounts(folder).unlink(missing_ok=True)


def _accounts(folder: Path) -> Path:
    return folder.parent / "demo-accounts.txt"


def _prepare(folder: Path) -> None:
    """Migrate always; fill an empty site once, and give accounts a password when they have none."""
    from django.core.management import call_command
    from django.db import connection

    folder.mkdir(parents=True, exist_ok=True)
    is_new = not (folder / "complete").exists()
    if connection.vendor == "sqlite" and is_new:
        # What an interrupted start leaves behind is thrown away, so nothing need be safe yet.
        connection.cursor().execute("PRAGMA synchronous=OFF")
    say("Creating the tables; this is the longest step" if is_new else "Keeping the data")
    call_command("migrate", verbosity=0)
    if is_new:
        _fill()
        (folder / "complete").touch()
    from example_site.sample import accounts

    if not _accounts(folder).exists():
        say("Choosing passwords")
        accounts.write_passwords(_accounts(folder))
    connection.close()


def _fill() -> None:
    from django.utils import timezone

    from example_site.sample import accounts, stories, tree

    say("Importing and publishing eight procedures in two languages")
    tree.build(accounts.create_staff())
    say("Adding days off and officers")
    stories.fill_calendar(timezone.now())
    accounts.create_officers()
    say("Filing dossiers and working on them")
    count = 0
    for count, _dossier in enumerate(stories.tell_all(), start=1):
        if count % 10 == 0:
            say(f"  {count} dossiers")
    say(f"  {count} dossiers in all ten statuses")


def _serve(port: int, accounts: Path) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import run
    from wagtail.models import Site

    from example_site.wsgi import application

    Site.objects.update(port=port)
    threading.Thread(target=_send_mail, daemon=True, name="mail").start()
    try:
        handler = StaticFilesHandler(application)
        run(HOST, port, handler, threading=True, on_bind=lambda _port: _greet(port, accounts))
    except KeyboardInterrupt:
        print("\nStopped. The data is kept; `make demo` goes on with it.")


def _send_mail() -> None:
    """The worker of the outbox, as `egov_send --loop` would be on a real site."""
    from django.db import close_old_connections

    from egov_tracking.actions import send_due

    while True:
        try:
            while send_due():
                pass
        except Exception as error:
            say(f"The mail was not sent, trying again: {error}")
        close_old_connections()
        time.sleep(MAIL_SECONDS)


def _examples() -> Iterator[tuple[str, str, str]]:
    """One dossier each that waits for its citizen, is late, is ready, and was handed over."""
    from django.db.models import F
    from django.utils import translation

    from egov_tracking.models import Dossier, words

    with translation.override("vi"):
        for status in (5, 4, 9, 10):
            dossiers = Dossier.unscoped.filter(status=status, submission__isnull=False)
            soonest = dossiers.exclude(code=None).order_by(F("due_at").asc(nulls_last=True))
            for dossier in soonest[:1]:
                yield str(dossier), dossier.secret, words.status_label(status)


def _greet(port: int, accounts: Path) -> None:
    home = f"http://{HOST}:{port}"
    lines: list[tuple[str, Any]] = [
        ("Portal", f"{home}/"),
        ("In English", f"{home}/en/"),
        ("Catalogue", f"{home}/vi/thu-tuc/"),
        ("Look-up", f"{home}/egov/lookup/"),
        ("Mail sent", f"{home}/vi/hop-thu-thu/"),
        ("Desk, editor", f"{home}/admin/"),
    ]
    say("Ready. All data is sample data; send no real papers.")
    print()
    for name, address in lines:
        print(f"  {name:<14} {address}")
    print("\n  Dossiers to look up (code, secret code):\n")
    for code, secret, status in _examples():
        print(f"  {code:<22} {secret}   {status}")
    print(f"\n  Sign-ins for {home}/admin/ (kept in {accounts}):\n")
    for line in accounts.read_text(encoding="utf-8").splitlines():
        print(f"  {line}")
    print("\n  Ctrl-C stops; `make demo-reset` starts over.\n", flush=True)


if __name__ == "__main__":
    main()
