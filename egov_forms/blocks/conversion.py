"""A procedure in the interchange format from a page's streams, and back."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from egov_forms.fields import registry
from egov_forms.rules.canonical import canonical
from egov_forms.rules.definition import DefinitionError

from .facts import FactsBlock
from .questions import dump_step, load_step
from .rules import RulesBlock
from .shape import Loader, dump, is_blank, is_empty, join
from .steps import StepsBlock

#: Keys of a procedure that no fact block holds.
FORM_STREAMS = ("steps", "rules")


def to_interchange(facts: Any, steps: Any, rules: Any, id: str) -> dict[str, Any]:
    """The procedure that a page's three streams describe; empties and blank parts left out."""
    procedure: dict[str, Any] = {"id": id}
    for child in facts:
        if not is_blank(child.block, child.value):
            procedure[child.block_type] = dump(child.block, child.value)
    form = procedure.pop("form", {})
    form["steps"] = [dump_step(child.value) for child in steps]
    if rules:
        form["rules"] = [_dump_rule(child) for child in rules]
    return {**procedure, "form": form}


def _dump_rule(child: Any) -> dict[str, Any]:
    rule: dict[str, Any] = dump(child.block, child.value)
    if rule.get("id") and "error" in rule:
        rule["error"].setdefault("code", rule["id"])
    return rule


def from_interchange(procedure: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Raw data of the streams ``facts``, ``steps`` and ``rules``.

    Raises `DefinitionError` with the path of everything that the blocks cannot hold, so that
    nothing is lost on the way. Whether the form makes sense, `Definition.from_json` says.
    """
    loader = Loader(str(procedure.get("id") or ""))
    streams = {
        "facts": _load_facts(loader, procedure),
        "steps": _load_steps(loader, procedure),
        "rules": _load_rules(loader, procedure),
    }
    if not loader.problems:
        _compare(loader, procedure, streams)
    if loader.problems:
        raise DefinitionError(loader.problems)
    return streams


@lru_cache
def stream_blocks() -> tuple[FactsBlock, StepsBlock, RulesBlock]:
    """Blocks without a page, for conversion alone."""
    return FactsBlock(), StepsBlock(), RulesBlock()


def _load_facts(loader: Loader, procedure: Mapping[str, Any]) -> list[dict[str, Any]]:
    known = stream_blocks()[0].child_blocks
    loader.unknown(procedure, [*known, "id"], "")
    raw = []
    for key, block in known.items():
        data = procedure.get(key)
        if key == "form" and isinstance(data, Mapping):
            data = {name: item for name, item in data.items() if name not in FORM_STREAMS}
        if not is_empty(data):
            raw.append(loader.child(key, loader.load(block, data, key), key))
    return raw


def _form_list(loader: Loader, procedure: Mapping[str, Any], key: str) -> list[Any]:
    form = procedure.get("form")
    data = form.get(key) if isinstance(form, Mapping) else None
    if data is None or not loader.is_type(data, list, f"form.{key}", _("a list")):
        return []
    return list(data)


def _load_steps(loader: Loader, procedure: Mapping[str, Any]) -> list[dict[str, Any]]:
    block = stream_blocks()[1].child_blocks["step"]
    return [
        load_step(loader, block, data, f"form.steps[{index}]")
        for index, data in enumerate(_form_list(loader, procedure, "steps"))
    ]


def _load_rules(loader: Loader, procedure: Mapping[str, Any]) -> list[dict[str, Any]]:
    block = stream_blocks()[2].child_blocks["rule"]
    raw = []
    for index, data in enumerate(_form_list(loader, procedure, "rules")):
        path = f"form.rules[{index}]"
        name = data.get("id", path) if isinstance(data, dict) else path
        raw.append(loader.child("rule", loader.load(block, data, path), f"rules/{name}"))
    return raw


def _compare(loader: Loader, procedure: Mapping[str, Any], streams: Mapping[str, Any]) -> None:
    """The net under all of the above: what does not come back was not held."""
    blocks: tuple[Any, ...] = stream_blocks()
    facts, steps, rules = (
        block.to_python(streams[name])
        for block, name in zip(blocks, ("facts", "steps", "rules"), strict=True)
    )
    back = to_interchange(facts, steps, rules, loader.name)
    for path in differences(comparable(procedure), comparable(back)):
        loader.refuse(path, "not_held", _("The editor has no place for this value."))


def comparable(procedure: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical, without settings that say what their absence says."""
    form = procedure.get("form") or {}
    steps = [
        {**step, "fields": [_meaningful(field) for field in step.get("fields") or ()]}
        for step in form.get("steps") or ()
    ]
    rules = [
        {**rule, "error": {"code": rule.get("id"), **(rule.get("error") or {})}}
        for rule in form.get("rules") or ()
    ]
    return canonical({**procedure, "form": {**form, "steps": steps, "rules": rules}}) or {}


def _meaningful(field: Mapping[str, Any]) -> dict[str, Any]:
    settings = registry[field["type"]].settings
    kept = {
        key: value
        for key, value in field.items()
        if key not in settings or value != settings[key].default
    }
    if kept.get("columns"):
        kept["columns"] = [_meaningful(column) for column in kept["columns"]]
    return kept


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Paths at which two pieces of JSON differ, deepest first to differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from differences(one.get(key), other.get(key), join(path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{path}[{index}]")
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield path
