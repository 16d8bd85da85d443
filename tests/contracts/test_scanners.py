"""What every scanner must hold, whoever wrote it."""

import inspect
import io
from contextlib import suppress
from pathlib import Path

import pytest

import egov_forms.scanners
from egov_forms.scanners import Scanner, ScannerUnavailable
from egov_forms.scanners.clamd import ClamdScanner
from egov_forms.scanners.dummy import DummyScanner

# A scanner that asks another process is given one that does not answer.
ALL = [DummyScanner(), ClamdScanner("/nowhere/clamd.ctl", timeout=1)]


@pytest.fixture(params=ALL, ids=lambda scanner: type(scanner).__name__)
def scanner(request: pytest.FixtureRequest) -> Scanner:
    chosen: Scanner = request.param
    return chosen


def test_every_file_of_the_folder_is_under_this_contract() -> None:
    folder = Path(egov_forms.scanners.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert files == {type(one).__module__.rpartition(".")[2] for one in ALL}


def test_it_is_made_without_options_and_takes_only_named_ones(scanner: Scanner) -> None:
    assert type(scanner)()
    with pytest.raises(TypeError):
        type(scanner)(no_such_option=1)


def test_it_says_what_it_can_do(scanner: Scanner) -> None:
    assert isinstance(scanner.detects, bool)
    assert isinstance(scanner.remote, bool)


def test_its_check_opens_no_connection_and_names_its_messages(scanner: Scanner) -> None:
    for message in scanner.check():
        assert message.id.startswith("egov_forms.")
        assert message.hint or message.level >= 40


def test_it_answers_or_says_that_it_is_unavailable(scanner: Scanner) -> None:
    content = io.BytesIO(b"x" * 100_000)
    if scanner.remote:
        with pytest.raises(ScannerUnavailable):
            scanner.scan(content, 100_000)
    else:
        assert scanner.scan(content, 100_000).outcome in ("clean", "infected", "error")


def test_it_leaves_the_stream_open_for_its_owner(scanner: Scanner) -> None:
    content = io.BytesIO(b"x")
    with suppress(ScannerUnavailable):
        scanner.scan(content, 1)
    assert not content.closed


def test_it_says_in_its_own_words_what_it_is(scanner: Scanner) -> None:
    assert inspect.getdoc(inspect.getmodule(type(scanner)))
