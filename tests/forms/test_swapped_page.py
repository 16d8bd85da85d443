"""The apps on a site that swapped Wagtail's base page; the swap is fixed when Django starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.wagtail8
def test_a_dossier_is_filed_on_a_site_with_its_own_base_page():
    command = [
        *(sys.executable, "-m", "pytest", "tests/swapped/filing.py", "-q"),
        *("-p", "no:cacheprovider", "-p", "no:xdist"),
        *("--ds", "tests.swapped.settings", "-o", "addopts=", "-o", "python_files=filing.py"),
    ]
    env = {key: value for key, value in os.environ.items() if key != "EGOV_TEST_DB"}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\b1 passed\b", done.stdout), done.stdout
