"""The domain data: the shared folder when it lies beside the project, else our copy."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE.parent.parent / "shared" / "domain", HERE / "data")


def path(name: str) -> Path:
    return next(folder / name for folder in FOLDERS if (folder / name).exists())


@lru_cache
def load(name: str) -> Any:
    """The parsed file; shared between tests, so copy before changing it."""
    return json.loads(path(name).read_text(encoding="utf-8"))


def procedures() -> list[dict[str, Any]]:
    """The real procedures, and made-up ones that use what those do not."""
    return [*load("procedures.json")["procedures"], *load("more_procedures.json")["procedures"]]


def answer_sets() -> list[dict[str, Any]]:
    """A set of answers for each of the `procedures`, with invalid variants."""
    return [*load("personas.json")["answer_sets"], *load("more_personas.json")["answer_sets"]]
