"""Between block values and plain JSON, by the shape of the blocks themselves.

A struct is an object, a list block a list, a field block its value. What is empty is left out
when written; when read it is set empty, so that no default of the editor slips in.
"""

import math
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from egov_forms.fields.editor import FlagBlock, NoteBlock
from egov_forms.rules.definition import Problem

_NAMESPACE = uuid.UUID("5a1f3f0e-6f0b-5b43-9a51-2f6d1c1b7a10")


def is_empty(value: Any) -> bool:
    """What the interchange format leaves out; false and zero say something."""
    return value is None or value in ("", [], {})


def plain_number(value: Any) -> int | float:
    """Whole numbers as integers: a form's text box makes 1.0 of what a file calls 1."""
    number = float(value)
    return int(number) if number.is_integer() else number


def dump(block: blocks.Block, value: Any) -> Any:
    """A block's value as JSON without empties."""
    if isinstance(block, NoteBlock):
        return value.to_json()
    if isinstance(block, blocks.StructBlock):
        pairs = ((name, dump(child, value.get(name))) for name, child in block.child_blocks.items())
        return {name: data for name, data in pairs if not says_nothing(data)}
    if isinstance(block, blocks.ListBlock):
        return [dump(block.child_block, value[index]) for index in kept(block, value)]
    if isinstance(block, (blocks.FloatBlock, blocks.IntegerBlock)):
        return None if is_empty(value) else plain_number(value)
    if isinstance(block, FlagBlock):
        return value or None
    return value if is_empty(value) or isinstance(value, (bool, list)) else str(value)


def says_nothing(data: Any) -> bool:
    """Empty, or only how sure one is of it: every struct has that from the start."""
    return is_empty(data) or (isinstance(data, dict) and data.keys() <= {"status"})


def kept(block: blocks.ListBlock, value: Any) -> list[int]:
    """The items of a list that say something: rows that nobody filled in are no data."""
    return [index for index, item in enumerate(value) if not is_blank(block.child_block, item)]


def is_blank(block: blocks.Block, value: Any) -> bool:
    """Whether nothing was entered: empty, or still what a new block shows, whatever its status."""
    data = dump(block, value)
    if not isinstance(data, dict):
        return is_empty(data)
    return says_nothing(data) or data == dump(block, block.get_default())


def empty(block: blocks.Block) -> Any:
    """The raw value of a block about which nothing is said."""
    if isinstance(block, blocks.StructBlock):
        return {name: empty(child) for name, child in block.child_blocks.items()}
    if isinstance(block, (blocks.ListBlock, blocks.StreamBlock, blocks.MultipleChoiceBlock)):
        return []
    if isinstance(block, (blocks.FloatBlock, blocks.IntegerBlock, blocks.BooleanBlock)):
        return None
    return ""


class Loader:
    """Turns one procedure's JSON into raw stream data; collects what it cannot hold."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def refuse(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path, code, message))

    def child(self, type_: str, value: Any, place: str) -> dict[str, Any]:
        """A stream or list child. Its id follows from its place, so that a second import of a
        file gives the same ids and two revisions can be compared."""
        return {
            "type": type_,
            "value": value,
            "id": str(uuid.uuid5(_NAMESPACE, f"{self.name}/{place}")),
        }

    def unknown(self, data: Iterable[str], known: Iterable[str], path: str) -> None:
        for key in sorted(set(data) - set(known)):
            self.refuse(join(path, key), "unknown_key", _("This key is not known."))

    def load(self, block: blocks.Block, data: Any, path: str) -> Any:
        if data is None:
            return empty(block)
        if isinstance(block, NoteBlock):
            return self._note(block, data, path)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, data, path)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, data, path)
        return self._scalar(block, data, path)

    def is_type(self, data: Any, type_: type | tuple[type, ...], path: str, wanted: str) -> bool:
        right = isinstance(data, type_) and (type_ is bool or not isinstance(data, bool))
        if right and isinstance(data, float):
            right = math.isfinite(data)
        if not right:
            self.refuse(path, "wrong_type", _("This must be %(wanted)s.") % {"wanted": wanted})
        return right

    def _struct(self, block: blocks.StructBlock, data: Any, path: str) -> Any:
        if not self.is_type(data, dict, path, _("an object")):
            return empty(block)
        self.unknown(data, block.child_blocks, path)
        return {
            name: self.load(child, data.get(name), join(path, name))
            for name, child in block.child_blocks.items()
        }

    def _note(self, block: NoteBlock, data: Any, path: str) -> Any:
        if not self.is_type(data, (str, dict), path, _("text, or a text for each language")):
            return empty(block)
        texts = data if isinstance(data, dict) else {next(iter(block.texts)): data}
        self.unknown(texts, block.texts, path)
        for code in texts.keys() & block.texts:
            self.load(block.texts[code], texts[code], join(path, code))
        return block.raw(data)

    def _list(self, block: blocks.ListBlock, data: Any, path: str) -> Any:
        if not self.is_type(data, list, path, _("a list")):
            return []
        places = [f"{path}[{index}]" for index in range(len(data))]
        return [
            self.child("item", self.load(block.child_block, item, place), place)
            for item, place in zip(data, places, strict=True)
        ]

    def _scalar(self, block: blocks.Block, data: Any, path: str) -> Any:
        type_, wanted = _wanted(block)
        if not self.is_type(data, type_, path, wanted):
            return empty(block)
        if isinstance(block, blocks.MultipleChoiceBlock) and not all(
            isinstance(item, str) for item in data
        ):
            self.is_type(None, list, path, _("a list of texts"))
            return empty(block)
        if not is_empty(data) and not isinstance(block, blocks.BooleanBlock):
            self._clean(block, data, path)
        return data

    def _clean(self, block: blocks.Block, data: Any, path: str) -> None:
        """What an editor could not save must not come in by import either."""
        try:
            block.clean(block.to_python(data))
        except ValidationError as error:
            for message in error.messages:
                self.refuse(path, "bad_value", message)


def _wanted(block: blocks.Block) -> tuple[type | tuple[type, ...], str]:
    if isinstance(block, blocks.BooleanBlock):
        return bool, _("true or false")
    if isinstance(block, blocks.MultipleChoiceBlock):
        return list, _("a list of texts")
    if isinstance(block, blocks.IntegerBlock):
        return int, _("a whole number")
    if isinstance(block, blocks.FloatBlock):
        return (int, float), _("a number")
    return str, _("text")


def join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
