"""Names and order in the expressions of a procedure: what is known, and what comes first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Problem
from .expressions import ExpressionError, check, compile_
from .messages import gettext as _

Json = Mapping[str, Any]
_MANY = ("file", "multichoice")
_WITHOUT_PARTS = frozenset(
    {"text", "textarea", "integer", "decimal", "money", "date", "date_partial", "choice", "radio"}
    | {"multichoice", "checkbox", "email", "phone", "citizen_id", "tax_code"}
)
_ADDRESS = ("province", "ward", "detail", "country")
_FILE = ("id", "name", "size", "content_type")


@dataclass
class _Known:
    """Fields by key: where each stands, its step, and the columns of groups."""

    places: dict[str, str]
    steps: dict[str, int]
    types: dict[str, str]
    columns: dict[str, dict[str, str]]
    specs: Mapping[str, Any]

    @property
    def lists(self) -> set[str]:
        """Fields whose answer holds many: groups, files, several choices."""
        many = {key for key, name in self.types.items() if name in _MANY}
        return many | set(self.columns)

    def parts(self, group: str | None) -> dict[str, Collection[str]]:
        """What a dot may lead to, as far as the types tell it."""
        found: dict[str, Collection[str]] = {}
        for key, name in self.types.items():
            found |= _parts_of(key, name)
        for key, columns in self.columns.items():
            found |= {key: (), f"{key}[]": columns}
            for base in (key, "row") if key == group else (key,):
                for column, name in columns.items():
                    found |= _parts_of(f"{base}.{column}", name)
        return found

    def type_at(self, target: str) -> str | None:
        """The type of a field, or of the column of a group: `key` or `group.column`."""
        key, _dot, column = target.partition(".")
        return self.columns.get(key, {}).get(column) if column else self.types.get(key)

    def problems(self, source: Any, path: str, group: str | None = None) -> Iterator[Problem]:
        if not isinstance(source, str) or not source:
            return
        cells = self.columns.get(group) if group is not None else None
        for found in check(source, self.places, cells, self.columns, self.lists, self.parts(group)):
            code = "unknown_name" if found.code == "unknown_name" else "bad_expression"
            yield Problem(path, code, found.message)


def logic_problems(procedure: Json, specs: Mapping[str, Any]) -> list[Problem]:
    form = procedure.get("form")
    form = form if isinstance(form, dict) else {}
    known = _known(form, specs)
    problems = [*_facts(procedure, known)]
    edges: dict[str, dict[str, str]] = {}
    for number, (path, step) in enumerate(_objects(form.get("steps"), "form.steps")):
        problems += _step(step, path, number, known)
        for place, field in _objects(step.get("fields"), f"{path}.fields"):
            problems += _field(field, place, known)
            if isinstance(key := field.get("key"), str):
                edges[key] = _reads(field, place, key)
    problems += _order(edges, known)
    for path, rule in _objects(form.get("rules"), "form.rules"):
        problems += _rule(rule, path, known)
    return problems


def _objects(given: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, item in enumerate(given if isinstance(given, list) else ()):
        if isinstance(item, dict):
            yield f"{path}[{index}]", item


def _known(form: Json, specs: Mapping[str, Any]) -> _Known:
    known = _Known({}, {}, {}, {}, specs)
    for number, (path, step) in enumerate(_objects(form.get("steps"), "form.steps")):
        for place, field in _objects(step.get("fields"), f"{path}.fields"):
            key, name = field.get("key"), field.get("type")
            spec = specs.get(name) if isinstance(name, str) else None
            if not isinstance(key, str):
                continue
            known.steps.setdefault(key, number)
            if not getattr(spec, "has_answer", True):
                continue
            known.places.setdefault(key, place)
            known.types.setdefault(key, name if isinstance(name, str) else "")
            if spec is not None and spec.nests:
                known.columns[key] = _columns(field, specs)
    return known


def _columns(field: Json, specs: Mapping[str, Any]) -> dict[str, str]:
    """Type by key of the columns that hold an answer."""
    found = {}
    for _place, column in _objects(field.get("columns"), ""):
        key, name = column.get("key"), str(column.get("type"))
        if isinstance(key, str) and getattr(specs.get(name), "has_answer", True):
            found[key] = name
    return found


def _facts(procedure: Json, known: _Known) -> Iterator[Problem]:
    for name in ("dossier_components", "time_limits", "fees", "process"):
        for path, item in _objects(procedure.get(name), name):
            for key in ("condition", "when", "formula"):
                yield from known.problems(item.get(key), f"{path}.{key}")
            target = item.get("form_field")
            if isinstance(target, str) and target and known.type_at(target) != "file":
                yield Problem(f"{path}.form_field", "unknown_name", _("is no file field"))
    routing = procedure.get("routing")
    field = routing.get("field") if isinstance(routing, dict) else None
    if isinstance(field, str) and field and field not in known.places:
        yield Problem("routing.field", "unknown_name", _("is no field of the form"))


def _step(step: Json, path: str, number: int, known: _Known) -> Iterator[Problem]:
    source = step.get("show_when")
    yield from known.problems(source, f"{path}.show_when")
    for key in sorted(_reads_of(source)):
        if known.steps.get(key, -1) >= number:
            message = _("“%(name)s” is asked in this step or later") % {"name": key}
            yield Problem(f"{path}.show_when", "forward_reference", message)


def _field(field: Json, path: str, known: _Known, group: str | None = None) -> Iterator[Problem]:
    name = field.get("type")
    spec = known.specs.get(name) if isinstance(name, str) else None
    expressions = ["show_when", "computed", "required"]
    for key, option in (spec.options if spec else {}).items():
        if getattr(option, "is_expression", False) and key not in expressions:
            expressions.append(key)
    for key in expressions:
        yield from known.problems(field.get(key), f"{path}.{key}", group)
    key = field.get("key")
    if group is None and spec is not None and spec.nests and isinstance(key, str):
        yield from _group(field, path, key, known)


def _group(field: Json, path: str, key: str, known: _Known) -> Iterator[Problem]:
    edges: dict[str, dict[str, str]] = {}
    for place, column in _objects(field.get("columns"), f"{path}.columns"):
        yield from _field(column, place, known, group=key)
        name = column.get("key")
        if isinstance(name, str):
            edges[name] = {
                cell: f"{place}.{part}"
                for part in ("show_when", "computed")
                for cell in _cells_of(column.get(part))
            }
    yield from _circular(edges)


def _reads(field: Json, path: str, key: str) -> dict[str, str]:
    """What must be known before the field is: key read -> path of the expression."""
    found = {
        name: f"{path}.{part}"
        for part in ("show_when", "computed")
        for name in _reads_of(field.get(part))
    }
    for place, column in _objects(field.get("columns"), f"{path}.columns"):
        for part in ("show_when", "computed"):
            found |= dict.fromkeys(_reads_of(column.get(part)), f"{place}.{part}")
    return found


def _reads_of(source: Any) -> frozenset[str]:
    try:
        return compile_(source).reads if isinstance(source, str) and source else frozenset()
    except ExpressionError:
        return frozenset()


def _cells_of(source: Any) -> frozenset[str]:
    try:
        return compile_(source).row_cells if isinstance(source, str) and source else frozenset()
    except ExpressionError:
        return frozenset()


def _order(edges: Mapping[str, Mapping[str, str]], known: _Known) -> Iterator[Problem]:
    for key, reads in edges.items():
        for name, path in reads.items():
            if known.steps.get(name, -1) > known.steps[key]:
                message = _("“%(name)s” is asked in a later step") % {"name": name}
                yield Problem(path, "forward_reference", message)
    yield from _circular(edges)


def _circular(edges: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """One problem for each name that depends on itself."""
    for start, reads in edges.items():
        for first, path in reads.items():
            if start in _reachable(first, edges):
                message = _("“%(name)s” depends on itself") % {"name": start}
                yield Problem(path, "circular", message)
                break


def _reachable(start: str, edges: Mapping[str, Mapping[str, str]]) -> set[str]:
    seen, left = set(), [start]
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left.extend(edges.get(name, ()))
    return seen


def _rule(rule: Json, path: str, known: _Known) -> Iterator[Problem]:
    each = rule.get("each")
    group = each if isinstance(each, str) and each else None
    if group is not None and group not in known.columns:
        yield Problem(f"{path}.each", "unknown_name", _("is no group of the form"))
    for key in ("when", "assert"):
        yield from known.problems(rule.get(key), f"{path}.{key}", group)
    error = rule.get("error")
    target = error.get("path") if isinstance(error, dict) else None
    if isinstance(target, str) and target and not _points(target, group, known):
        message = _("points to no field of the form")
        yield Problem(f"{path}.error.path", "unknown_path", message)


def _points(target: str, group: str | None, known: _Known) -> bool:
    """`key`, `address.part`, `group[]`, `group[].cell` or `group[].cell.part`."""
    head, _dot, rest = target.partition(".")
    if head.endswith("[]"):
        if head[:-2] != group:
            return False
        cell, _dot, part = rest.partition(".")
        columns = known.columns.get(group or "", {})
        return not rest or (cell in columns and _has_part(columns[cell], part))
    return head in known.places and _has_part(known.types[head], rest)


def _has_part(name: str, part: str) -> bool:
    return not part or (name == "address" and part in _ADDRESS)


def _parts_of(path: str, name: str) -> dict[str, Collection[str]]:
    if name == "address":
        return {path: _ADDRESS}
    if name == "file":
        return {path: (), f"{path}[]": _FILE}
    return {path: ()} if name in _WITHOUT_PARTS else {}
