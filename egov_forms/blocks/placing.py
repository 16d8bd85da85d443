"""Problems of a procedure shown at the blocks they come from."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from .shape import kept

Tree = dict[str | int, Any]  # the messages of a place itself stand under ""
Tokens = list[str | int]
_TOKEN = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def place(
    problems: Iterable[Any],
    facts: Any,
    steps: Any,
    rules: Any,
    errors: Mapping[str, ValidationError] | None = None,
) -> dict[str, blocks.StreamBlockValidationError]:
    """Errors for the page's form, by the name of the stream field.

    ``problems`` have a ``path`` in the interchange format and a ``message``: problems of a
    definition, or findings of the publication rules. ``errors`` are what the streams' own blocks
    refused; where a block has said what is wrong, no problem says it again.
    """
    streams = {"facts": facts, "steps": steps, "rules": rules}
    trees: dict[str, Tree] = {name: {} for name in streams}
    for name, error in (errors or {}).items():
        _absorb(trees[name], error, streams[name].stream_block, streams[name], [])
    for problem in problems:
        name, tokens = _stream_of(tokens_of(problem.path))
        if name == "facts":
            tokens = _by_block(facts, tokens)
        tokens = _raw(streams[name].stream_block, streams[name], tokens, name == "facts")
        if not _is_said(trees[name], tokens):
            _grow(trees[name], tokens, _message(problem, streams[name], tokens))
    return {name: _stream_error(streams[name], tree) for name, tree in trees.items() if tree}


def tokens_of(path: str) -> Tokens:
    """``form.steps[0].key`` as ``["form", "steps", 0, "key"]``."""
    return [int(index) if index else name for name, index in _TOKEN.findall(path)]


def _stream_of(tokens: Tokens) -> tuple[str, Tokens]:
    if tokens[:2] in (["form", "steps"], ["form", "rules"]):
        return str(tokens[1]), tokens[2:]
    if tokens[:1] == ["choice_lists"]:
        return "steps", tokens
    return "facts", tokens


def _by_block(facts: Any, tokens: Tokens) -> Tokens:
    """The first name replaced by the place of its block in the stream."""
    for index, child in enumerate(facts):
        if tokens and child.block_type == tokens[0]:
            return [index, *tokens[1:]]
    return tokens


def _raw(block: blocks.Block, value: Any, tokens: Tokens, drops_blanks: bool) -> Tokens:
    """The same place counted with blank rows: those are left out of the data of the facts."""
    if not tokens:
        return []
    token, *rest = tokens
    if isinstance(block, blocks.StreamBlock) and token in range(len(value)):
        child = value[token]
        return [token, *_raw(child.block, child.value, rest, drops_blanks)]
    if isinstance(block, blocks.ListBlock):
        rows = kept(block, value) if drops_blanks else range(len(value))
        if token in range(len(rows)):
            place = rows[int(token)]
            return [place, *_raw(block.child_block, value[place], rest, drops_blanks)]
    if isinstance(block, blocks.StructBlock) and token in block.child_blocks:
        name = str(token)
        return [name, *_raw(block.child_blocks[name], value.get(name), rest, drops_blanks)]
    return tokens


def _absorb(tree: Tree, error: Any, block: blocks.Block, value: Any, labels: list[str]) -> None:
    """What a block refused; of what is empty and must not be, the message says what it is."""
    if not hasattr(error, "block_errors"):
        tree.setdefault("", []).extend(_messages_of(error, labels))
        return
    for one in error.non_block_errors.as_data():
        tree.setdefault("", []).extend(_messages_of(one, labels))
    for token, inner in error.block_errors.items():
        child, held = _child(block, value, token)
        branch = tree.setdefault(token, {})
        _absorb(branch, inner, child, held, [*labels, str(child.label)])


def _child(block: blocks.Block, value: Any, token: Any) -> tuple[blocks.Block, Any]:
    if isinstance(block, blocks.StructBlock):
        return block.child_blocks[token], value.get(token)
    if isinstance(block, blocks.ListBlock):
        return block.child_block, value[token]
    return value[token].block, value[token].value


def _messages_of(error: ValidationError, labels: list[str]) -> list[str]:
    if not labels or {one.code for one in error.error_list} != {"required"}:
        return list(error.messages)
    return [_not_filled_in(labels)]


def _not_filled_in(labels: list[str]) -> str:
    return _("Not filled in: %(part)s.") % {"part": " › ".join(dict.fromkeys(labels))}


def _message(problem: Any, stream: Any, tokens: Tokens) -> str:
    if getattr(problem, "code", "") != "missing_key":
        return str(problem.message)
    block, value, labels = stream.stream_block, stream, []
    for token in tokens:
        if not _has(block, value, token):
            break
        block, value = _child(block, value, token)
        labels.append(str(block.label))
    return _not_filled_in(labels or [_("Steps of the form")])


def _has(block: blocks.Block, value: Any, token: Any) -> bool:
    if isinstance(block, blocks.StructBlock):
        return token in block.child_blocks
    return isinstance(block, (blocks.ListBlock, blocks.StreamBlock)) and token in range(len(value))


def _is_said(tree: Tree, tokens: Tokens) -> bool:
    """Whether this place or one in it has a message. Without a label there can be no key."""
    *above, last = tokens or [""]
    for token in above:
        tree = tree.get(token, {})
    return bool(tree.get(last)) or (last == "key" and bool(tree.get("label")))


def _grow(tree: Tree, tokens: Tokens, message: str) -> None:
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


def _stream_error(stream: Any, tree: Tree) -> Any:
    placed, rest = _split(tree, range(len(stream)))
    return blocks.StreamBlockValidationError(
        block_errors={
            index: _error(stream[index].block, stream[index].value, branch)
            for index, branch in placed.items()
        },
        non_block_errors=rest,
    )


def _error(block: blocks.Block, value: Any, tree: Tree) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return _stream_error(value, tree)
    if isinstance(block, blocks.ListBlock):
        return _list_error(block, value, tree)
    if isinstance(block, blocks.StructBlock):
        return _struct_error(block, value, tree)
    return ValidationError(_messages(tree))


def _struct_error(block: blocks.StructBlock, value: Mapping[str, Any], tree: Tree) -> Any:
    placed, rest = _split(tree, block.child_blocks)
    return blocks.StructBlockValidationError(
        block_errors={
            name: _error(block.child_blocks[name], value.get(name), branch)
            for name, branch in placed.items()
        },
        non_block_errors=rest,
    )


def _list_error(block: blocks.ListBlock, value: Any, tree: Tree) -> Any:
    placed, rest = _split(tree, range(len(value)))
    return ListBlockValidationError(
        block_errors={
            index: _error(block.child_block, value[index], branch)
            for index, branch in placed.items()
        },
        non_block_errors=rest,
    )
