"""Print the path of a Chromium; as root on Debian, install one when there is none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """EGOV_CHROMIUM, when set, else the first of the usual names on PATH."""
    named = os.environ.get("EGOV_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        # Only the path goes to standard output.
        subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603


def main() -> None:
    if not find() and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("==> Installing Chromium for the browser tests", file=sys.stderr, flush=True)
        install()
    path = find()
    if path is None:
        sys.exit(
            "The browser tests need Chromium and none of these is on PATH: "
            f"{', '.join(NAMES)}.\nInstall one (on Debian: sudo apt-get install chromium), "
            "or name it in EGOV_CHROMIUM."
        )
    print(path)


if __name__ == "__main__":
    main()
