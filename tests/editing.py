"""What an editor's browser would send back from Wagtail's page form."""

from typing import Any

from wagtail import blocks
from wagtail.test.utils.form_data import querydict_from_html

STREAMS = ("facts", "steps", "rules")


def form_data(response: Any) -> dict[str, Any]:
    """The edit form of a service page as it stands: plain inputs, and the streams, which the
    page draws by script from the form's own value."""
    html = response.content.decode()
    data: dict[str, Any] = {
        name: values if len(values) > 1 else values[0]
        for name, values in querydict_from_html(html, form_id="page-edit-form").lists()
    }
    data = {name: value for name, value in data.items() if not name.startswith("action-")}
    form = response.context["form"]
    # The form of a translation has none.
    for name in (one for one in STREAMS if one in form.fields):
        bound = form[name]
        data.update(dict(_block(form.fields[name].block, bound.value(), name)))
    return data


def _block(block: blocks.Block, value: Any, prefix: str) -> list[tuple[str, Any]]:
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, value, prefix)
    if isinstance(block, blocks.ListBlock):
        return _list(block, value, prefix)
    if isinstance(block, blocks.StructBlock):
        return [
            pair
            for name, child in block.child_blocks.items()
            for pair in _block(child, value.get(name), f"{prefix}-{name}")
        ]
    shown = block.value_for_form(value)
    if isinstance(block, blocks.BooleanBlock):
        return [(prefix, "on")] if shown else []
    if isinstance(block, blocks.MultipleChoiceBlock):
        shown = shown or []
    if isinstance(shown, (list, tuple, set)):
        return [(prefix, list(shown))] if shown else []
    return [(prefix, "" if shown is None else str(shown))]


def _stream(block: blocks.StreamBlock, value: Any, prefix: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = [(f"{prefix}-count", str(len(value)))]
    for index, child in enumerate(value):
        place = f"{prefix}-{index}"
        pairs += [
            (f"{place}-deleted", ""),
            (f"{place}-order", str(index)),
            (f"{place}-type", child.block_type),
            (f"{place}-id", child.id or ""),
        ]
        pairs += _block(child.block, child.value, f"{place}-value")
    return pairs


def _list(block: blocks.ListBlock, value: Any, prefix: str) -> list[tuple[str, Any]]:
    children = value or []
    pairs: list[tuple[str, Any]] = [(f"{prefix}-count", str(len(children)))]
    for index, child in enumerate(children):
        place = f"{prefix}-{index}"
        pairs += [(f"{place}-deleted", ""), (f"{place}-order", str(index)), (f"{place}-id", "")]
        pairs += _block(block.child_block, child, f"{place}-value")
    return pairs
