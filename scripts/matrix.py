"""Run tox over the supported versions with every interpreter that this machine has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def search_path() -> str:
    """PATH, and behind it the interpreters that pyenv keeps out of it."""
    folders = [os.environ.get("PATH", "")]
    if pyenv := shutil.which("pyenv"):
        answer = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True)  # noqa: S603
        versions = Path(answer.stdout.strip()) / "versions"
        # Ahead of pyenv's own stand-ins, which exist for versions that are switched off.
        folders[:0] = [str(folder) for folder in sorted(versions.glob("3.*/bin"))]
    return os.pathsep.join(folders)


def main(arguments: list[str]) -> int:
    tox = [sys.executable, "-m", "tox", "run", "--skip-missing-interpreters", "true", *arguments]
    environment = {**os.environ, "PATH": search_path()}
    # tox makes environments, and must not take this one for the one to use.
    environment.pop("VIRTUAL_ENV", None)
    return subprocess.run(tox, cwd=ROOT, env=environment).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
