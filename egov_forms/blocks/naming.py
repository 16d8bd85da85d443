"""Places of a procedure in an editor's words, as the blocks name them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_forms.rules.definition import Text

from .facts import FactsBlock
from .placing import tokens_of

#: Where a part says what it is, the first that it has.
_SPEAKING = ("label", "name", "case", "text", "vi", "value", "number")


def in_words(procedure: Mapping[str, Any], path: str) -> str:
    """``time_limits[3]`` as "Time limits 4: Added in …", ``form.steps[0].fields[1].show_when``
    as "The land › Area"."""
    tokens = tokens_of(path)
    names = list(_names(procedure, tokens))
    if tokens[:1] == ["form"]:
        return " › ".join(names) or _("Steps of the form")
    if not tokens:
        return ""
    index = tokens[1] if len(tokens) > 1 else None
    number = f" {index + 1}" if isinstance(index, int) else ""
    return ": ".join(filter(None, (f"{_part(str(tokens[0]))}{number}", *names[-1:])))


def _names(value: Any, tokens: list[str | int]) -> Iterator[str]:
    """What each part on the way is called, where it says so."""
    for token in tokens:
        try:
            value = value[token]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(value, Mapping) and (said := _said(value)):
            yield said


def _said(part: Mapping[str, Any]) -> str:
    said = next((part[key] for key in _SPEAKING if part.get(key)), "")
    if isinstance(said, Mapping):
        if "value" in said:
            return str(said["value"])
        return Text({str(key): str(text) for key, text in said.items()}).get(get_language() or "vi")
    return str(said) if isinstance(said, (str, int)) else ""


@cache
def _facts() -> FactsBlock:
    return FactsBlock()


def _part(key: str) -> str:
    """The label of the part's block."""
    block = _facts().child_blocks.get(key)
    return str(block.label) if block else key
