"""Small procedures and mutations of JSON for the tests of rules."""

import copy
from collections.abc import Iterator
from typing import Any

from egov_forms.fields import registry
from egov_forms.rules.definition import Definition, DefinitionError


def text(words: str = "Chữ") -> dict[str, str]:
    return {"vi": words}


def field(key: str, type_: str = "text", **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": text(key), **settings}


def step(key: str, *fields: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"key": key, "label": text(key), "fields": list(fields), **settings}


def rule(id_: str, assert_: str, path: str, **settings: Any) -> dict[str, Any]:
    error = {"path": path, "code": id_, "message": text(id_)}
    return {"id": id_, "assert": assert_, "error": error, **settings}


def procedure(*steps: dict[str, Any], rules: Any = (), **facts: Any) -> dict[str, Any]:
    form = {"title": text(), "steps": list(steps), "rules": list(rules)}
    return {"id": "thu-tuc", "name": text("Thủ tục"), "form": form, **facts}


def define(*steps: dict[str, Any], lists: Any = None, **rest: Any) -> Definition:
    return Definition.from_json(procedure(*steps, **rest), lists, registry)


def problems(given: Any, lists: Any = None) -> list[tuple[str, str]]:
    """(path, code) of all problems; empty when the procedure is accepted."""
    try:
        Definition.from_json(given, lists, registry)
    except DefinitionError as error:
        return [
            (p.path, p.code) for p in error.problems if isinstance(p.message, str) and p.message
        ]
    return []


def problems_of(*steps: dict[str, Any], lists: Any = None, **rest: Any) -> list[tuple[str, str]]:
    return problems(procedure(*steps, **rest), lists)


def patched(value: Any, patch: dict[str, Any]) -> Any:
    """A copy with dotted paths set; None removes the key."""
    result = copy.deepcopy(value)
    for path, new in patch.items():
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        target = result
        for part in parents:
            target = target[part]
        if new is None:
            del target[last]
        else:
            target[last] = new
    return result


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every part of some JSON."""
    yield path
    parts = value.items() if isinstance(value, dict) else ()
    parts = enumerate(value) if isinstance(value, list) else parts
    for key, part in parts:
        yield from places(part, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    result = copy.copy(value)
    result[path[0]] = replaced(value[path[0]], path[1:], new)
    return result
