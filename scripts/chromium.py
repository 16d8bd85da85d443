"""Print the path of a Chromium; as root on Debian, install what the browser tests miss."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """EGOV_CHROMIUM, when set, else the first of the usual names on PATH."""
    named = os.environ.get("EGOV_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def playwright_starts() -> bool:
    """Its wheel brings a program that wants libatomic, which comes with compilers only."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603


def missing() -> list[str]:
    """Debian's packages that the browser tests need and that are not here."""
    packages = {"chromium": find() is not None, "libatomic1": playwright_starts()}
    return [name for name, is_here in packages.items() if not is_here]


def install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        # Only the path goes to standard output.
        subprocess.run(command, check=True, stdout=sys.stderr, env=quiet)  # noqa: S603


def main() -> None:
    needed = missing()
    if needed and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"==> Installing {', '.join(needed)} for the browser tests", file=sys.stderr)
        install(needed)
        needed = missing()
    if needed:
        sys.exit(
            f"The browser tests need {' and '.join(needed)}, not found here.\n"
            f"On Debian: sudo apt-get install {' '.join(needed)}. A Chromium that is not on PATH "
            "under a usual name can be named in EGOV_CHROMIUM."
        )
    print(find())


if __name__ == "__main__":
    main()
