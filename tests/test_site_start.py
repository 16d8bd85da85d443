"""The README's lines, taken word by word, on a site that `wagtail start` made."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import domain

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MODEL = """
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    department = models.CharField(max_length=100)
"""
SETTINGS = """
import os

INSTALLED_APPS += ["people"]
AUTH_USER_MODEL = "people.User"
"""


def readme_blocks() -> dict[str, str]:
    """The README's code by the file that its first line names; the shell's under "sh"."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Add it to .*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert section, "The README has no section on adding it to a site"
    blocks = BLOCK.findall(section.group())
    return {
        ("sh" if kind == "sh" else code.splitlines()[0].removeprefix("# ")): code
        for kind, code in blocks
    }


class Portal:
    """A site in a folder of its own, driven as its developer would: by files and commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = ("PATH", "HOME", "LANG")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment["PYTHONPATH"] = str(ROOT)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def act(self, *arguments: str) -> Any:
        printed = self.run(str(ROOT / "tests" / "sites" / "started.py"), *arguments)
        return json.loads(printed.splitlines()[-1])

    def append(self, name: str, text: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")

    def add_user_model(self) -> None:
        people = self.folder / "people"
        people.mkdir()
        (people / "__init__.py").touch()
        (people / "models.py").write_text(MODEL)
        self.append("portal/settings/base.py", SETTINGS)
        # Django's own page for a missing address lists the site's URLs.
        self.append("portal/settings/local.py", "DEBUG = False\n")
        self.manage("makemigrations", "people")

    def apply_readme(self) -> None:
        blocks = readme_blocks()
        private = str(self.folder / "private")
        settings = blocks["settings.py"].replace("/srv/portal/private", private)
        self.append("portal/settings/base.py", settings)
        self.append("portal/urls.py", blocks["urls.py"])
        self.shell(blocks["sh"])

    def shell(self, lines: str) -> None:
        """Run the README's shell lines, with this Python, and keep what they export."""
        own = f'python() {{ "{sys.executable}" "$@"; }}\nset -e\n'
        # This checkout is installed already.
        kept = [line for line in lines.splitlines() if not line.startswith("pip install ")]
        command = own + "\n".join([*kept, 'printf %s "$EGOV_KEY" > exported-key'])
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        self.environment["EGOV_KEY"] = (self.folder / "exported-key").read_text()


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path)
    start = "from wagtail.bin.wagtail import main; main()"
    portal.run("-c", start, "start", "portal", ".")
    portal.add_user_model()
    portal.manage("migrate", "--verbosity", "0")
    portal.act("prepare")
    return portal


def test_readme_needs_ten_lines_at_most() -> None:
    blocks = readme_blocks()
    lines = [line for name in ("settings.py", "urls.py") for line in blocks[name].splitlines()]
    assert len([line for line in lines if line.strip() and not line.startswith("# ")]) <= 10


def test_readme_lines_add_a_working_service_and_leave_the_portal_as_it_was(portal: Portal) -> None:
    before = portal.act("pages")
    assert before["testserver/"].startswith("200 ")
    assert before["second.example/about/"].startswith("200 ")

    portal.apply_readme()
    portal.manage("check", "--fail-level", "ERROR")
    portal.manage("makemigrations", "--check", "--dry-run")
    found = portal.act("file", str(domain.path("procedures.json")))

    assert found["ended"] == "check"
    assert found["status"] == 200
    assert len(found["references"]) == 1
    assert found["references"][0] in found["receipt"]
    assert found["dossiers"] == 1
    assert found["service_page"] == 200
    assert portal.act("pages") == before
