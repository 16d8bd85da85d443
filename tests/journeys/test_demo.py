"""The trial as `make demo` starts it: it fills itself, serves, sends mail, and keeps its data."""

import datetime as dt
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from example_site import demo
from example_site.home.letters import letters
from example_site.sample.answers import answers, fill, in_words
from example_site.sample.people import partner_of, people

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240  # seconds; the machine may be busy with other tests


@dataclass
class Trial:
    folder: Path
    home: str
    printed: list[str]
    process: "subprocess.Popen[str]"

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.home + path, timeout=30) as response:  # noqa: S310
            return str(response.read().decode())

    def statuses(self) -> dict[int, int]:
        with closing(sqlite3.connect(self.folder / "demo" / "db.sqlite3")) as database:
            rows = database.execute(
                "SELECT status, COUNT(*) FROM egov_tracking_dossier GROUP BY status"
            )
            return dict(rows.fetchall())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[Trial]:
    """The trial with its data in ``folder``, until it is stopped as by Ctrl-C."""
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "PORT": str(port), "SITE_VAR": str(folder / "demo")}
    process = subprocess.Popen(
        [sys.executable, "-m", "example_site.demo"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    trial = Trial(folder, f"http://127.0.0.1:{port}", [], process)
    try:
        wait_until_ready(trial)
        yield trial
    finally:
        process.send_signal(signal.SIGINT)
        trial.printed += process.communicate(timeout=60)[0].splitlines()


def wait_until_ready(trial: Trial) -> None:
    assert trial.process.stdout
    for line in trial.process.stdout:
        trial.printed.append(line.rstrip())
        if "Ctrl-C stops" in line:
            return
    raise AssertionError("\n".join(trial.printed))


def wait_for_letters(folder: Path, least: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(letters(folder)) < least:
        assert time.monotonic() < end, "The mail was not sent"
        time.sleep(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trial")


def test_demo_fills_itself_serves_sends_mail_and_keeps_its_data(folder: Path) -> None:
    with running(folder) as trial:
        assert any("s] Filing dossiers" in line for line in trial.printed)
        assert set(trial.statuses()) == set(range(1, 11))
        assert sum(trial.statuses().values()) >= 40
        check_pages(trial)
        check_accounts(trial)
        wait_for_letters(folder / "demo" / "mail", 80)
        statuses = trial.statuses()
        accounts = (folder / "demo-accounts.txt").read_text()
    assert trial.process.returncode == 0
    assert "Stopped" in trial.printed[-1]
    assert "Traceback" not in "\n".join(trial.printed)

    with running(folder) as again:
        assert any("Keeping the data" in line for line in again.printed)
        assert again.statuses() == statuses
        assert (folder / "demo-accounts.txt").read_text() == accounts
        assert "H26.920" in again.get("/vi/hop-thu-thu/?q=h26.920")


def check_pages(trial: Trial) -> None:
    paths = {
        "/": "Thủ tục",
        "/en/": "Services",
        "/vi/thu-tuc/": "Đăng ký thành lập hộ kinh doanh",
        "/en/services/": "Birth registration",
        "/vi/thu-tuc/dang-ky-bien-dong-dat-dai/": "1.013833",
        "/vi/tra-cuu-ho-so/": "<form",
        "/egov/lookup/": "<form",
        "/egov/resume/": "<form",
        "/vi/hop-thu-thu/": "<h1>Hộp thư thử</h1>",
    }
    for path, text in paths.items():
        page = trial.get(path)
        assert text in page, path
        assert 'class="site-sample"' in page, path
    front = trial.get("/")
    assert front.index(">Chứng thực<") < front.index(">Đất đai<") < front.index(">Hộ tịch<")
    assert "/vi/thu-tuc/khai-sinh/" in trial.get("/sitemap.xml")
    assert trial.get("/static/site/site.css")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        trial.get("/vi/khong-co/")


def check_accounts(trial: Trial) -> None:
    path = trial.folder / "demo-accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = [line.split()[0] for line in path.read_text().splitlines()]
    assert {"tiepnhan01", "hotich01", "chuyenvien01", "lanhdao01", "bientap"} <= set(users)
    assert all(any(f"  {user} " in line for line in trial.printed) for user in users)
    for key in (trial.folder / "demo" / "keys").iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_reset_removes_what_was_made_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "egov_key").write_text("in use")
    (folder / "private").mkdir()
    (folder / "db.sqlite3").touch()
    (tmp_path / "demo-accounts.txt").touch()
    (tmp_path / "notes.txt").touch()

    demo._clear(folder)

    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "egov_key",
        "notes.txt",
    ]


def test_a_port_in_use_is_told_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(SystemExit, match="is not free"):
            demo._port()


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-06-20", "Ngày hai mươi tháng sáu năm hai nghìn không trăm hai mươi sáu"),
        ("2025-10-31", "Ngày ba mươi mốt tháng mười năm hai nghìn không trăm hai mươi lăm"),
        ("2007-12-15", "Ngày mười lăm tháng mười hai năm hai nghìn không trăm lẻ bảy"),
        ("2000-01-04", "Ngày bốn tháng một năm hai nghìn không trăm"),
    ],
)
def test_dates_are_written_as_the_birth_register_writes_them(date: str, words: str) -> None:
    assert in_words(dt.date.fromisoformat(date)) == words


def test_places_in_a_template_keep_the_type_of_their_value() -> None:
    day = dt.date(2026, 3, 1)
    template = {"office": "$ward", "born": "$day-1", "note": "Số $id", "rows": [{"n": 1}]}
    values = {"ward": {"province": "01"}, "id": "001"}
    assert fill(template, values, day) == {
        "office": {"province": "01"},
        "born": "2026-02-28",
        "note": "Số 001",
        "rows": [{"n": 1}],
    }


def test_sample_people_differ_and_have_partners_of_the_other_gender() -> None:
    everybody = people()
    assert len({one.id for one in everybody}) == len({one.phone for one in everybody}) == 34
    assert all(partner_of(one).gender != one.gender for one in everybody)


def test_answers_leave_out_what_a_person_does_not_have() -> None:
    without_mail = next(one for one in people() if not one.email)
    given = answers("dang-ky-bien-dong-dat-dai", 0, without_mail, dt.date(2026, 3, 1))
    assert "holder_email" not in given
    assert given["holder_name"] == without_mail.name


def test_letters_are_found_without_tone_marks(tmp_path: Path) -> None:
    raw = (
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        "Subject: =?utf-8?q?=C4=90=C3=A3_nh=E1=BA=ADn?=\nTo: thu@example.com\n\nKính gửi Ông/Bà\n"
    )
    (tmp_path / "1.log").write_text(f"{raw}{'-' * 79}\n{raw}{'-' * 79}\n", encoding="utf-8")
    assert [letter.subject for letter in letters(tmp_path)] == ["Đã nhận", "Đã nhận"]
    assert len(letters(tmp_path, "da NHAN")) == 2
    assert letters(tmp_path, "ong ba khac") == []
    assert letters(tmp_path / "missing") == []
