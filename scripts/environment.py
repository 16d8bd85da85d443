"""Make .venv and install the project into it; does nothing when it is already up to date.

Usage: python3 scripts/environment.py [EXTRA ...]     (standard library only)

With --into FOLDER and --pin "wagtail~=7.4.0" it fills an environment that tox has made.
"""

import argparse
import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
OLDEST = (3, 11)
EDITABLE = ["-e", str(ROOT)]


class EnvironmentProblem(Exception):
    """Something a person has to put right."""


def say(message: str) -> None:
    print(f"==> {message}", flush=True)


def run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def python_of(environment: Path) -> Path:
    folder = "Scripts" if os.name == "nt" else "bin"
    return environment / folder / "python"


def requirements(extras: Sequence[str]) -> list[str]:
    """The runtime requirements and those of the extras, read from setup.py without running it."""
    lists = {}
    for node in ast.parse((ROOT / "setup.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            lists[node.targets[0].id] = ast.literal_eval(node.value)
    found: list[str] = list(lists["INSTALL_REQUIRES"])
    for extra in extras:
        found += lists["EXTRAS_REQUIRE"][extra]
    return found


def can_build_psycopg2() -> bool:
    """Whether libpq's and Python's headers and a compiler are here; psycopg2 has no wheel."""
    if not shutil.which("pg_config") or not (shutil.which("cc") or shutil.which("gcc")):
        return False
    # Debian's pg_config exists without the headers and then fails.
    answer = subprocess.run(["pg_config", "--includedir"], capture_output=True, text=True)  # noqa: S607
    headers = Path(answer.stdout.strip()) / "libpq-fe.h"
    python_header = Path(sysconfig.get_path("include")) / "Python.h"
    return answer.returncode == 0 and headers.exists() and python_header.exists()


def create(environment: Path) -> None:
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(environment)])
        return
    command = [sys.executable, "-m", "venv", str(environment)]
    made = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    if made.returncode == 0:
        return
    shutil.rmtree(environment, ignore_errors=True)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise EnvironmentProblem(
            f"{' '.join(command)} failed:\n{made.stdout}{made.stderr}\n"
            f"On Debian and Ubuntu, install it with: sudo apt-get install {package}"
        )
    say(f"python3 -m venv needs the package {package}")
    run(["apt-get", "update", "-qq"])
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
    run(command)


def installer(environment: Path) -> list[str]:
    python = str(python_of(environment))
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", python]
    return [python, "-m", "pip", "install", "--disable-pip-version-check"]


def install(environment: Path, distribution: Sequence[str], wanted: Sequence[str]) -> None:
    """Install the requirements, then `distribution` (arguments for pip: -e FOLDER, or a wheel)."""
    if not can_build_psycopg2():
        say("psycopg2 cannot be compiled here (pg_config, compiler): taking psycopg2-binary")
        wanted = [re.sub(r"^psycopg2\b", "psycopg2-binary", line) for line in wanted]
    run([*installer(environment), *wanted])
    run([*installer(environment), "--no-deps", *distribution])


def fingerprint() -> str:
    """What an installation depends on, besides the extras."""
    parts = [(ROOT / "setup.py").read_bytes(), Path(__file__).read_bytes()]
    parts += [sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def up_to_date(mark: Path, extras: Sequence[str]) -> bool:
    if not mark.exists() or not python_of(ENVIRONMENT).exists():
        return False
    done: dict[str, object] = json.loads(mark.read_text(encoding="utf-8"))
    installed = done["extras"]
    return (
        done["fingerprint"] == fingerprint()
        and isinstance(installed, list)
        and set(extras) <= set(installed)
    )


def prepare(extras: Sequence[str]) -> None:
    if sys.version_info < OLDEST:
        raise EnvironmentProblem(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
            " Name another with: make demo PYTHON=python3.12"
        )
    mark = ENVIRONMENT / "egov-installed.json"
    if up_to_date(mark, extras):
        return
    if not python_of(ENVIRONMENT).exists():
        say(f"Creating {ENVIRONMENT.name} with Python {sys.version.split()[0]}")
        create(ENVIRONMENT)
    say("Installing the packages; the first time this takes a minute or two")
    install(ENVIRONMENT, EDITABLE, requirements(extras))
    state = {"fingerprint": fingerprint(), "extras": list(extras)}
    mark.write_text(json.dumps(state), encoding="utf-8")
    say("Installed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extras", nargs="*")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--pin", action="append", default=[])
    options = parser.parse_args()
    if options.into:
        install(options.into, EDITABLE, [*requirements(options.extras), *options.pin])
    else:
        prepare(options.extras)


if __name__ == "__main__":
    try:
        main()
    except EnvironmentProblem as problem:
        sys.exit(str(problem))
    except subprocess.CalledProcessError as failed:
        sys.exit(f"This command failed ({failed.returncode}): {' '.join(map(str, failed.cmd))}")
