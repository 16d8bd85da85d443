"""Steps and questions between blocks and JSON: each field type's settings know how."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from egov_forms.fields import registry

from .shape import Loader, dump, is_empty, join

STEP_TEXTS = ("key", "label", "show_when")


def dump_step(step: Any) -> dict[str, Any]:
    pairs = ((name, dump(step.block.child_blocks[name], step[name])) for name in STEP_TEXTS)
    data = {name: value for name, value in pairs if not is_empty(value)}
    data["fields"] = [dump_question(child.block_type, child.value) for child in step["fields"]]
    return data


def dump_question(type_: str, value: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"type": type_}
    for name, option in registry[type_].settings.items():
        setting = option.from_block(value[name])
        if not is_empty(setting):
            data[name] = setting
    return data


def load_step(loader: Loader, block: Any, data: Any, path: str) -> dict[str, Any]:
    if not loader.is_type(data, dict, path, _("an object")):
        return loader.child("step", {}, path)
    loader.unknown(data, [*STEP_TEXTS, "fields"], path)
    key = data.get("key") or path
    raw = {
        name: loader.load(block.child_blocks[name], data.get(name), join(path, name))
        for name in STEP_TEXTS
    }
    fields = data.get("fields") or []
    if loader.is_type(fields, list, join(path, "fields"), _("a list")):
        raw["fields"] = [
            load_question(loader, block.child_blocks["fields"], field, f"{path}.fields[{place}]")
            for place, field in enumerate(fields)
        ]
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
    loader.unknown(data, [*settings, "type"], path)
    child = block.child_blocks[type_]
    raw = {
        name: load_setting(loader, option, child.child_blocks[name], data, join(path, name))
        for name, option in settings.items()
    }
    return loader.child(type_, raw, f"{path}/{data.get('key')}")


def load_setting(
    loader: Loader, option: Any, block: Any, data: Mapping[str, Any], path: str
) -> Any:
    value = data.get(path.rpartition(".")[2])
    if is_empty(value):
        value = None
    if value is not None:
        problems = list(option.problems(value))
        for problem in problems:
            loader.refuse(path, getattr(problem, "code", "bad_value"), str(problem))
        if problems:
            return None
    return loader.load(block, option.to_block(value), path)
