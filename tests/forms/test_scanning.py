"""From pending to a verdict: nothing unscanned opens, nothing waits unnoticed (goal G9)."""

import datetime
import hashlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from egov_forms.models import Attachment
from egov_forms.scanners import Scanner, ScannerUnavailable, Verdict
from egov_forms.scanning import scan_attachment, settle, sweep
from egov_forms.storage import private_storage, remove, store
from scripts.clamd import EICAR
from tests.forms import clamd_stand_in as stand_in
from tests.forms.hostile.pdfs import pdf

pytestmark = pytest.mark.django_db
NOW = datetime.timedelta()


@pytest.fixture(autouse=True)
def _private_folder(settings: Any, tmp_path: Path) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": str(tmp_path / "private")}


def use(settings: Any, address: str) -> None:
    settings.EGOV_FORMS = {
        **settings.EGOV_FORMS,
        "SCANNER": "egov_forms.scanners.clamd.ClamdScanner",
        "SCANNER_OPTIONS": {"address": address, "timeout": 2},
    }


@pytest.fixture
def clamd(settings: Any) -> Iterator[str]:
    with stand_in.listening() as address:
        use(settings, address)
        yield address


@pytest.fixture
def down(settings: Any) -> None:
    use(settings, "/nowhere/clamd.ctl")


def waiting(content: bytes = pdf(), minutes: int = 0) -> Attachment:
    """A file that was uploaded some minutes ago."""
    made = Attachment.objects.create(
        name="đơn.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=store(ContentFile(content), hashlib.sha256(content).hexdigest()),
    )
    then = timezone.now() - datetime.timedelta(minutes=minutes)
    Attachment.objects.filter(pk=made.pk).update(created_at=then)
    return made


def state(attachment: Attachment) -> str:
    attachment.refresh_from_db()
    return attachment.state


def test_a_new_file_waits_and_does_not_open() -> None:
    assert waiting().state == "pending"
    assert not waiting().may_open


def test_a_clean_file_opens(clamd: str) -> None:
    attachment = waiting()
    assert scan_attachment(attachment)
    assert attachment.may_open
    assert state(attachment) == "clean"
    assert attachment.scanned_at is not None


def test_an_infected_file_stays_shut_under_the_name_of_its_virus(clamd: str) -> None:
    attachment = waiting(EICAR)
    scan_attachment(attachment)
    assert state(attachment) == "infected"
    assert attachment.detail == "Eicar-Test.UNOFFICIAL"


def test_without_a_scanner_a_file_waits_and_nobody_is_stopped(down: None) -> None:
    attachment = waiting()
    assert not scan_attachment(attachment)
    assert state(attachment) == "pending"


def test_a_file_that_is_gone_is_an_error(clamd: str) -> None:
    attachment = waiting()
    remove([attachment.storage_key])
    scan_attachment(attachment)
    assert (state(attachment), attachment.detail) == ("error", "missing")


def test_a_file_that_changed_since_its_upload_is_never_clean(clamd: str) -> None:
    attachment = waiting()
    Path(private_storage().path(attachment.storage_key)).write_bytes(pdf(pages=2))
    scan_attachment(attachment)
    assert state(attachment) == "error"


class Lazy(Scanner):
    """Reads the first byte only."""

    def scan(self, stream: Any, size: int) -> Verdict:
        stream.read(1)
        return Verdict.clean()


def test_the_whole_file_is_compared_whatever_the_scanner_read(settings: Any) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "SCANNER": f"{__name__}.Lazy"}
    whole, changed = waiting(), waiting()
    Path(private_storage().path(changed.storage_key)).write_bytes(pdf() + b" ")
    sweep(NOW)
    assert (state(whole), state(changed)) == ("clean", "error")


def test_a_storage_that_can_not_be_read_is_asked_again(
    clamd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> Any:
        raise OSError(5, "Input/output error")

    attachment = waiting()
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.open", broken)
    assert not scan_attachment(attachment)
    assert state(attachment) == "pending"


def test_a_sweep_goes_on_past_a_file_that_can_not_be_opened(
    clamd: str,
) -> None:
    bad, good = waiting(minutes=2), waiting(minutes=1)
    Path(private_storage().path(bad.storage_key)).unlink()
    Path(private_storage().path(bad.storage_key)).mkdir()  # opening it is an OSError
    result = sweep(NOW)
    assert (result.outcomes, result.unavailable) == ({"unreadable": 1, "clean": 1}, "")
    assert (state(bad), state(good)) == ("pending", "clean")


class Whole(Scanner):
    """Takes any OSError for its own connection's, as a remote one does."""

    def scan(self, stream: Any, size: int) -> Verdict:
        stream.read()
        return Verdict.clean()


def test_a_file_that_breaks_off_while_it_is_read_does_not_pass_for_a_scanner_that_is_down(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = waiting(minutes=2), waiting(minutes=1)
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "SCANNER": f"{__name__}.Whole"}
    opened = FileSystemStorage.open

    class Broken(ContentFile):  # type: ignore[type-arg]
        def read(self, *_args: Any) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(
        FileSystemStorage,
        "open",
        lambda self, name, *args: (
            Broken(b"x") if name == bad.storage_key else opened(self, name, *args)
        ),
    )
    result = sweep(NOW)
    assert (result.outcomes, result.unavailable) == ({"unreadable": 1, "clean": 1}, "")
    assert (state(bad), state(good)) == ("pending", "clean")


def test_a_sweep_leaves_newer_files_and_old_verdicts_alone(clamd: str) -> None:
    old, new, done = waiting(minutes=5), waiting(), waiting(EICAR, minutes=5)
    Attachment.objects.filter(pk=done.pk).update(state="infected", detail="by hand")
    result = sweep(datetime.timedelta(minutes=1))
    assert result.outcomes == {"clean": 1}
    assert [state(one) for one in (old, new, done)] == ["clean", "pending", "infected"]
    assert done.detail == "by hand"


def test_two_sweeps_at_once_write_one_verdict(clamd: str) -> None:
    attachment = waiting()
    assert settle(attachment, Verdict.infected("first"))
    assert not settle(attachment, Verdict.clean())
    assert state(attachment) == "infected"


def test_a_backlog_is_cleared_once_the_scanner_is_back(settings: Any, clamd: str) -> None:
    backlog = [waiting(minutes=30) for _ in range(20)]
    use(settings, "/nowhere/clamd.ctl")
    result = sweep(NOW)
    assert result.unavailable
    assert not result.outcomes
    use(settings, clamd)
    assert sweep(NOW).outcomes == {"clean": 20}
    assert {state(one) for one in backlog} == {"clean"}


class Once(Scanner):
    """Answers once, then is down."""

    asked = 0

    def scan(self, stream: Any, size: int) -> Verdict:
        type(self).asked += 1
        if self.asked > 1:
            raise ScannerUnavailable
        return Verdict.clean()


def test_a_sweep_stops_at_the_first_sign_that_the_scanner_is_down(settings: Any) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "SCANNER": f"{__name__}.Once"}
    for minutes in (3, 2, 1):
        waiting(minutes=minutes)
    result = sweep(NOW)
    assert (result.outcomes, result.unavailable, Once.asked) == (
        {"clean": 1},
        "ScannerUnavailable",
        2,
    )


def run(*options: str) -> tuple[int, str]:
    """Exit code and all that was printed."""
    printed = StringIO()
    try:
        call_command("egov_scan", *options, stdout=printed, stderr=printed)
    except CommandError as error:
        return error.returncode, printed.getvalue()
    return 0, printed.getvalue()


def test_the_command_scans_and_counts(clamd: str) -> None:
    waiting()
    waiting(EICAR)
    assert run() == (0, "1 clean, 1 infected\n")
    assert run() == (0, "nothing scanned\n")


def test_the_command_takes_an_age_and_a_number(clamd: str) -> None:
    waiting()
    for _ in range(3):
        waiting(minutes=5)
    assert run("--older-than", "60", "--limit", "2") == (0, "2 clean\n")


def test_the_command_tells_that_the_scanner_is_down(down: None) -> None:
    waiting()
    code, printed = run()
    assert code == 1
    assert "unavailable" in printed


def test_a_file_that_waits_for_more_than_an_hour_raises_an_alarm(down: None) -> None:
    waiting(minutes=59)
    assert run()[0] == 1
    waiting(minutes=61)
    code, printed = run()
    assert code == 2
    assert "ALARM: 1 files" in printed


@pytest.mark.django_db(transaction=True)  # each round closes its connection
def test_watching_goes_on_until_it_is_stopped(clamd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []

    def pause(seconds: int) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt
        waiting()

    monkeypatch.setattr("egov_forms.management.commands.egov_scan.time.sleep", pause)
    with pytest.raises(KeyboardInterrupt):
        run("--watch", "7")
    assert pauses == [7, 7, 7]
    assert not Attachment.objects.filter(state="pending").exists()


@pytest.mark.django_db(transaction=True)
def test_watching_outlives_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []

    def lost(*_args: Any) -> Any:
        raise OperationalError("server closed the connection")

    def pause(seconds: int) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("egov_forms.management.commands.egov_scan.sweep", lost)
    monkeypatch.setattr("egov_forms.management.commands.egov_scan.time.sleep", pause)
    with pytest.raises(KeyboardInterrupt):
        run("--watch", "7")
    assert pauses == [7, 7]
