"""Steps and questions between blocks and JSON: each field type's settings know how."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from egov_forms.fields import registry
from egov_forms.fields.common import JsonOption
from egov_forms.rules.canonical import FALSE_IS_ABSENT
from egov_forms.rules.definition import Field, Text

from .shape import Loader, dump, empty, is_empty, join

STEP_TEXTS = ("key", "label", "show_when", "note")
_NESTED = frozenset({"columns"})


def dump_step(step: Any) -> dict[str, Any]:
    pairs = ((name, dump(step.block.child_blocks[name], step[name])) for name in STEP_TEXTS)
    data = {name: value for name, value in pairs if not is_empty(value)}
    data["fields"] = [dump_question(child.block_type, child.value) for child in step["fields"]]
    return data


def dump_question(type_: str, value: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"type": type_}
    for name, option in registry[type_].settings.items():
        setting = option.from_block(value[name])
        if isinstance(option, JsonOption):
            setting = _answer(type_, setting)
        if not is_empty(setting):
            data[name] = setting
    if value.get("columns"):
        data["columns"] = [dump_question(one.block_type, one.value) for one in value["columns"]]
    return data


def _answer(type_: str, text: str | None) -> Any:
    """A default as the type's own JSON: 3 for a number, the text 3 for a line of text."""
    if text is None or _writes_text(type_):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


@lru_cache
def _writes_text(type_: str) -> bool:
    schema = registry[type_].json_schema(Field(key="key", type=type_, label=Text()), "")
    return schema.get("type") == "string"


def load_step(loader: Loader, block: Any, data: Any, path: str) -> dict[str, Any]:
    if not loader.is_type(data, dict, path, _("an object")):
        return loader.child("step", {}, path)
    loader.unknown(data, [*STEP_TEXTS, "fields"], path)
    key = data.get("key") or path
    raw = {
        name: loader.load(block.child_blocks[name], data.get(name), join(path, name))
        for name in STEP_TEXTS
    }
    raw["fields"] = load_list(loader, block.child_blocks["fields"], data, path, "fields")
    return loader.child("step", raw, f"steps/{key}")


def load_question(loader: Loader, block: Any, data: Any, path: str) -> dict[str, Any]:
    """One child of a stream of questions: ``block`` has a block type for each field type."""
    if not loader.is_type(data, dict, path, _("an object")):
        return loader.child("text", {}, path)
    type_ = data.get("type")
    if not isinstance(type_, str) or type_ not in block.child_blocks:
        loader.refuse(join(path, "type"), "unknown_type", _("There is no such type of question."))
        return loader.child("text", {}, path)
    settings = registry[type_].settings
    child = block.child_blocks[type_]
    said = [key for key, value in data.items() if not _says_nothing(key, value)]
    loader.unknown(said, [*settings, *_NESTED.intersection(child.child_blocks), "type"], path)
    raw = {
        name: load_setting(
            loader, option, child.child_blocks[name], data.get(name), f"{path}.{name}"
        )
        for name, option in settings.items()
    }
    if "columns" in child.child_blocks:
        raw["columns"] = load_list(loader, child.child_blocks["columns"], data, path, "columns")
    return loader.child(type_, raw, f"{path}/{data.get('key')}")


def load_list(
    loader: Loader, block: Any, data: Mapping[str, Any], path: str, name: str
) -> list[dict[str, Any]]:
    """The questions of a step, or the columns of a group."""
    listed = data.get(name) or []
    if not loader.is_type(listed, list, f"{path}.{name}", _("a list")):
        return []
    return [
        load_question(loader, block, one, f"{path}.{name}[{place}]")
        for place, one in enumerate(listed)
    ]


def _says_nothing(key: str, value: Any) -> bool:
    """A text to read that is "required: false" carries a key of another type in vain."""
    return is_empty(value) or (value is False and key in FALSE_IS_ABSENT)


def load_setting(loader: Loader, option: Any, block: Any, value: Any, path: str) -> Any:
    if is_empty(value):
        return loader.load(block, option.to_block(None), path)
    problems = list(option.problems(value))
    for problem in problems:
        loader.refuse(path, getattr(problem, "code", "bad_value"), str(problem))
    return empty(block) if problems else loader.load(block, option.to_block(value), path)
