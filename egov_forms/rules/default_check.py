"""Whether the answers that a form gives at first are answers to its questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from .definition import Definition, Field, Problem
from .reading import read


def default_problems(
    procedure: Mapping[str, Any], lists: Mapping[str, Any], types: Mapping[str, Any]
) -> Iterator[Problem]:
    """For a procedure in which nothing else is wrong."""
    chosen = {name: item for name, item in lists.items() if item.get("choices")}
    for path, field in _fields(read(procedure, chosen)):
        judge = getattr(types[field.type], "default_problem", None)
        if field.default is None or judge is None:
            continue
        if message := judge(field, field.default):
            yield Problem(f"{path}.default", "bad_default", message)


def _fields(definition: Definition) -> Iterator[tuple[str, Field]]:
    for number, step in enumerate(definition.steps):
        for index, field in enumerate(step.fields):
            path = f"form.steps[{number}].fields[{index}]"
            yield path, field
            for place, column in enumerate(field.columns):
                yield f"{path}.columns[{place}]", column
