"""The facts of the sample, from `example_site/data`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data"
SERVICES = FOLDER / "services.json"


@cache
def load(name: str) -> Any:
    """The parsed file; shared, so copy before changing it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
