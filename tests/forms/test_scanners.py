"""Scanners and the sweep: only an explicit OK opens a file, and a scanner that is down stops
nothing but the opening."""

import io
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Error, Warning

from egov_forms import scanners
from egov_forms.scanners import ScannerUnavailable, Verdict
from egov_forms.scanners.clamd import ClamdScanner
from egov_forms.scanners.dummy import DummyScanner
from scripts import clamd
from scripts.clamd import EICAR
from tests.forms import clamd_stand_in as stand_in
from tests.forms.hostile.packages import office
from tests.forms.hostile.pdfs import pdf


def scan(scanner: ClamdScanner, content: bytes) -> Verdict:
    return scanner.scan(io.BytesIO(content), len(content))


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Every clamd that this machine can offer: the real one, when there is one, and ours."""
    folder = tmp_path_factory.mktemp("clamd")
    with (
        stand_in.listening() as port,
        stand_in.listening(family=socket.AF_UNIX, path=str(folder / "own.sock")) as path,
    ):
        programme = clamd.find()
        if programme is None:
            yield [port, path]
            return
        with clamd.running(programme, folder) as real:
            yield [port, path, f"127.0.0.1:{real.port}", real.path]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (pdf(), "clean"),
        (b"", "clean"),
        (EICAR, "infected"),
        (pdf() + EICAR, "infected"),
        (bytes(1_500_000) + EICAR, "error"),
        (bytes(6_000_000) + EICAR, "error"),
    ],
    ids=["pdf", "empty", "virus", "virus at the end", "above MaxFileSize", "above StreamMaxLength"],
)
def test_clamd_calls_clean_only_what_it_read_and_knows(
    addresses: list[str], content: bytes, outcome: str
) -> None:
    verdicts = {address: scan(ClamdScanner(address), content) for address in addresses}
    assert {verdict.outcome for verdict in verdicts.values()} == {outcome}


def test_the_real_clamd_finds_a_virus_inside_a_document(addresses: list[str]) -> None:
    for address in addresses[2:]:
        packed = office(parts={"word/media/image1.png": EICAR})
        assert scan(ClamdScanner(address), packed).outcome == "infected"


def test_the_name_of_the_virus_is_kept(addresses: list[str]) -> None:
    for address in addresses:
        assert scan(ClamdScanner(address), EICAR) == Verdict.infected("Eicar-Test.UNOFFICIAL")


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"OK\0",
        b"stream: OK but\0",
        b"stream: ok\0",
        b"\xff\xfe\0",
        b"UNKNOWN COMMAND\0",
        b"stream: OK" + b"x" * 10_000,
    ],
)
def test_any_other_answer_is_an_error(answer: bytes) -> None:
    with stand_in.listening(stand_in.always(answer)) as address:
        assert scan(ClamdScanner(address), b"x").outcome == "error"


@pytest.mark.parametrize("answer", [b"", b"COMMAND READ TIMED OUT\0"])
def test_no_answer_is_unavailable(answer: bytes) -> None:
    with (
        stand_in.listening(stand_in.always(answer)) as address,
        pytest.raises(ScannerUnavailable),
    ):
        scan(ClamdScanner(address), b"x")


def test_a_silent_daemon_is_given_up_after_the_time_out() -> None:
    started = time.monotonic()
    with stand_in.silent() as address, pytest.raises(ScannerUnavailable):
        scan(ClamdScanner(address, timeout=0.2), bytes(20_000_000))
    assert time.monotonic() - started < 2


def test_a_daemon_that_answers_drop_by_drop_is_given_up_too() -> None:
    def drip(_content: bytes) -> bytes:
        time.sleep(0.6)
        return b"stream: OK\0"

    with stand_in.listening(drip) as address, pytest.raises(ScannerUnavailable):
        scan(ClamdScanner(address, timeout=0.2), b"x")


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.ctl", "no-such-host.invalid:1"])
def test_a_daemon_that_is_not_there_is_unavailable(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(ClamdScanner(address), b"x")


def test_what_is_above_the_agreed_size_is_not_sent_at_all() -> None:
    assert scan(ClamdScanner("/nowhere", max_size=10), bytes(11)).outcome == "error"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"address": "clamav:3310"}, []),
        ({"address": "[::1]:3310"}, []),
        ({"address": "/run/clamd.ctl"}, []),
        ({"address": "clamav"}, ["egov_forms.E013"]),
        ({"address": "clamav:3310", "timeout": 60}, ["egov_forms.E014"]),
        ({"address": "clamav:3310", "timeout": 0}, ["egov_forms.E014"]),
    ],
)
def test_clamd_checks_its_options(options: dict[str, Any], found: list[str]) -> None:
    assert [message.id for message in ClamdScanner(**options).check()] == found


def test_the_dummy_warns_in_production_only(settings: Any) -> None:
    settings.DEBUG = False
    (message,) = DummyScanner().check()
    assert isinstance(message, Warning)
    settings.DEBUG = True
    assert DummyScanner().check() == []


@pytest.mark.parametrize(
    "given",
    [
        {"SCANNER": "nowhere.Scanner"},
        {"SCANNER": "egov_forms.scanners.dummy.DummyScanner", "SCANNER_OPTIONS": {"a": 1}},
    ],
)
def test_a_scanner_that_can_not_be_made_is_a_check_error(settings: Any, given: Any) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, **given}
    (message,) = scanners.check()
    assert isinstance(message, Error)


def test_the_settings_choose_the_scanner(settings: Any, tmp_path: Path) -> None:
    settings.EGOV_FORMS = {
        **settings.EGOV_FORMS,
        "SCANNER": "egov_forms.scanners.clamd.ClamdScanner",
        "SCANNER_OPTIONS": {"address": str(tmp_path)},
    }
    chosen = scanners.get_scanner()
    assert isinstance(chosen, ClamdScanner)
    assert chosen.address == str(tmp_path)
    assert scanners.check() == []
