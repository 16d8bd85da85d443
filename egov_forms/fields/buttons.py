"""The buttons inside a step: which one was pressed, and what it does to rows as typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .bound import BoundAnswer
from .file import without_file


@dataclass(frozen=True)
class Action:
    """A button inside the step that is not "continue".

    `kind`: add_row, remove_row (`value` is its number), wards, remove_file (`value` its id).
    `anchor`: the id to go to on the page that comes back.
    """

    kind: str
    key: str
    value: str = ""
    anchor: str = ""


def pressed(bound: BoundAnswer, data: Mapping[str, Any]) -> Action | None:
    """The question's own button, when it is among what was sent."""
    key, anchor = bound.definition.key, f"id_{bound.html_name}"
    if bound.layout == "group":
        return _pressed_in_group(bound, data)
    if bound.definition.type == "file" and f"remove-{key}" in data:
        return Action("remove_file", key, str(data[f"remove-{key}"]), anchor)
    if bound.definition.type == "address" and f"choose-{bound.html_name}" in data:
        return Action("wards", key, bound.html_name, f"{anchor}-ward")
    return None


def _pressed_in_group(bound: BoundAnswer, data: Mapping[str, Any]) -> Action | None:
    key, rows = bound.definition.key, len(bound.data or [])
    if f"add-{key}" in data:
        if bound.is_full:
            return Action("add_row", key, "", f"id_{key}")
        return Action("add_row", key, str(rows), f"id_{key}-{rows}")
    number = str(data.get(f"remove-row-{key}", ""))
    if re.fullmatch("[0-9]{1,3}", number):
        return Action("remove_row", key, number, f"id_{key}")
    for name in data:
        if name.startswith(f"choose-{key}-"):
            cell = name.removeprefix("choose-")
            return Action("wards", key, cell, f"id_{cell}-ward")
        if name.startswith(f"remove-{key}-"):
            cell = name.removeprefix("remove-")
            return Action("remove_file", key, str(data[name]), f"id_{cell}")
    return None


def carried_out(action: Action, rows: Any) -> Any:
    """The rows of a group after its button."""
    if not isinstance(rows, list):
        return rows
    if action.kind == "add_row" and action.value:
        return [*rows, {}]
    if action.kind == "remove_row":
        return [row for number, row in enumerate(rows) if number != int(action.value)]
    return without_file(rows, action.value) if action.kind == "remove_file" else rows


def moved(action: Action | None, path: str) -> str:
    """Where a path like ``papers[1].scan`` leads after the button; "" where its row is gone."""
    cell = re.fullmatch(r"(\w+)\[([0-9]+)\](.*)", path)
    if not (action and action.kind == "remove_row" and cell and cell[1] == action.key):
        return path
    number, gone = int(cell[2]), int(action.value)
    return "" if number == gone else f"{cell[1]}[{number - (number > gone)}]{cell[3]}"
