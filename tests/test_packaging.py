"""The wheel: what it carries, what it asks for, and a page served from a clean environment."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from scripts import environment

ROOT = environment.ROOT
APPS = ("egov_forms", "egov_tracking")
# Needed by a database backend, and so by nothing that imports it.
DRIVER = "psycopg2"


def run(command: list[str], **options: Any) -> str:
    options = {"capture_output": True, "text": True, **options}
    done = subprocess.run(command, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return str(done.stdout)


def files_of_apps() -> set[str]:
    """What a fresh clone would hold: tracked and new files, without leftovers of earlier builds."""
    listed = run(["git", "ls-files", "-co", "--exclude-standard", "-z", *APPS], cwd=ROOT)
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    own = ("setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md")
    for name in files_of_apps() | {name for name in own if (ROOT / name).exists()}:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    out = tmp_path_factory.mktemp("dist")
    if shutil.which("uv"):
        run(["uv", "build", "--wheel", "--python", sys.executable, "-o", str(out)], cwd=source)
    else:
        pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(out)]
        run([*pip, "."], cwd=source)
    return next(out.glob("*.whl"))


def test_wheel_carries_every_file_of_the_two_apps_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == files_of_apps()


def test_wheel_names_its_requirements_and_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = message_from_bytes(archive.read(name))
    asked = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {normal(line) for line in asked} == {
        normal(line) for line in environment.requirements([])
    }
    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def normal(requirement: str) -> tuple[str, frozenset[str]]:
    name, versions = re.fullmatch(r"([\w.-]+?)\s*([<>=!~].*)?", requirement).groups()
    return distribution(name), frozenset(re.split(r"\s*,\s*", versions or ""))


def distribution(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_names() -> set[str]:
    """The top-level names that the apps import from elsewhere."""
    found: set[str] = set()
    for name in files_of_apps():
        if name.endswith(".py"):
            for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - set(APPS)


def test_requirements_are_what_the_apps_import() -> None:
    providers = packages_distributions()
    used = {distribution(providers[name][0]) for name in imported_names()}
    required = {normal(line)[0] for line in environment.requirements([])}
    assert required == used | {DRIVER}


#: The first release of each line without a published fault, and the last one with it.
FLOORS = {
    "django": {"5.2.19": "5.2.18", "6.0.10": "6.0.9", "6.1.3": "6.1.2"},
    "wagtail": {"7.4.2": "7.4.1"},
}


@pytest.mark.parametrize("name", FLOORS)
def test_no_release_with_a_known_fault_is_installed(name: str) -> None:
    asked = {one.name: one.specifier for one in map(Requirement, environment.requirements([]))}
    for mended, faulty in FLOORS[name].items():
        assert mended in asked[name]
        assert faulty not in asked[name]
        line = mended.rpartition(".")[0]
        assert line not in asked[name]


def test_page_is_served_from_the_wheel_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "environment"
    environment.create(clean)
    environment.install(clean, [str(wheel)], environment.requirements([]))
    site = tmp_path / "site"
    site.mkdir()
    for source, target in (("settings", "site_settings"), ("urls", "site_urls")):
        text = (ROOT / "tests" / f"{source}.py").read_text(encoding="utf-8")
        (site / f"{target}.py").write_text(text.replace("tests.urls", "site_urls"))
    shutil.copy(ROOT / "tests" / "sites" / "wheel.py", site)
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    printed = run([str(environment.python_of(clean)), "wheel.py"], cwd=site, env=bare)

    found = json.loads(printed.splitlines()[-1])
    assert all(Path(folder).is_relative_to(clean) for folder in found["folders"])
    assert found["status"] == 200
    assert "Dịch vụ công" in found["page"]
    assert "egov_forms/egov.css" in found["page"]
    assert Path(found["stylesheet"]).is_relative_to(clean)
    assert found["translated"] not in ("", "Skip to main content")
    assert found["translated"] in found["page"]
    assert found["provinces"] == 34
