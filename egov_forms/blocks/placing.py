"""Problems of a procedure shown at the blocks they come from."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from .shape import kept

Tree = dict[str | int, Any]  # the messages of a place itself stand under ""
_TOKEN = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def place(
    problems: Iterable[Any], facts: Any, steps: Any, rules: Any
) -> dict[str, blocks.StreamBlockValidationError]:
    """Errors for the page's form, by the name of the stream field.

    ``problems`` have a ``path`` in the interchange format and a ``message``: problems of a
    definition, or findings of the publication rules.
    """
    streams = {"facts": facts, "steps": steps, "rules": rules}
    trees: dict[str, Tree] = {name: {} for name in streams}
    for problem in problems:
        name, tokens = _stream_of(tokens_of(problem.path))
        if name == "facts":
            tokens = _by_block(facts, tokens)
        _grow(trees[name], tokens, str(problem.message))
    return {
        name: _stream_error(streams[name], tree, drops_blanks=name == "facts")
        for name, tree in trees.items()
        if tree
    }


def tokens_of(path: str) -> list[str | int]:
    """``form.steps[0].key`` as ``["form", "steps", 0, "key"]``."""
    return [int(index) if index else name for name, index in _TOKEN.findall(path)]


def _stream_of(tokens: list[str | int]) -> tuple[str, list[str | int]]:
    if tokens[:2] in (["form", "steps"], ["form", "rules"]):
        return str(tokens[1]), tokens[2:]
    if tokens[:1] == ["choice_lists"]:
        return "steps", tokens
    return "facts", tokens


def _by_block(facts: Any, tokens: list[str | int]) -> list[str | int]:
    """The first name replaced by the place of its block in the stream."""
    for index, child in enumerate(facts):
        if tokens and child.block_type == tokens[0]:
            return [index, *tokens[1:]]
    return tokens


def _grow(tree: Tree, tokens: list[str | int], message: str) -> None:
    for token in tokens:
        tree = tree.setdefault(token, {})
    tree.setdefault("", []).append(message)


def _messages(tree: Tree, name: str = "") -> list[str]:
    """Every message of a branch; those without a place of their own say where they belong."""
    own = [f"{name}: {message}" if name else message for message in tree.get("", ())]
    for token, branch in tree.items():
        if token != "":
            inner = f"[{token}]" if isinstance(token, int) else str(token)
            own += _messages(branch, f"{name}.{inner}".strip(".").replace(".[", "["))
    return own


def _split(tree: Tree, known: Any) -> tuple[dict[Any, Tree], list[str]]:
    """Branches that have a place below, and the messages of all others."""
    placed = {token: branch for token, branch in tree.items() if token != "" and token in known}
    rest = {token: branch for token, branch in tree.items() if token not in placed}
    return placed, _messages(rest)


def _stream_error(stream: Any, tree: Tree, drops_blanks: bool) -> Any:
    placed, rest = _split(tree, range(len(stream)))
    return blocks.StreamBlockValidationError(
        block_errors={
            index: _error(stream[index].block, stream[index].value, branch, drops_blanks)
            for index, branch in placed.items()
        },
        non_block_errors=rest,
    )


def _error(block: blocks.Block, value: Any, tree: Tree, drops_blanks: bool) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return _stream_error(value, tree, drops_blanks)
    if isinstance(block, blocks.ListBlock):
        return _list_error(block, value, tree, drops_blanks)
    if isinstance(block, blocks.StructBlock):
        return _struct_error(block, value, tree, drops_blanks)
    return ValidationError(_messages(tree))


def _struct_error(
    block: blocks.StructBlock, value: Mapping[str, Any], tree: Tree, drops_blanks: bool
) -> Any:
    placed, rest = _split(tree, block.child_blocks)
    return blocks.StructBlockValidationError(
        block_errors={
            name: _error(block.child_blocks[name], value.get(name), branch, drops_blanks)
            for name, branch in placed.items()
        },
        non_block_errors=rest,
    )


def _list_error(block: blocks.ListBlock, value: Any, tree: Tree, drops_blanks: bool) -> Any:
    """Blank rows are left out of the data, so a path counts only the others."""
    indexes = kept(block, value) if drops_blanks else list(range(len(value)))
    placed, rest = _split(tree, range(len(indexes)))
    return ListBlockValidationError(
        block_errors={
            indexes[index]: _error(block.child_block, value[indexes[index]], branch, drops_blanks)
            for index, branch in placed.items()
        },
        non_block_errors=rest,
    )
