"""What was typed on a step and not accepted, as the draft keeps it: raw input by field key.

Beside it stands what is known of it, under names that no field can have: its language, whether
it was judged, and which chosen files were refused. So a page with errors is shown by a GET: it
can be reloaded, and a browser's own "back" finds it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from egov_forms.fields import registry
from egov_forms.rules.definition import Definition, Field

LANGUAGE, JUDGED, REFUSED = "*language*", "*judged*", "*refused*"
# What no database stores and no page shows: refused in answers, dropped from what was typed.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Refusal:
    """A refused file in the shape of an evaluation's error; ``message`` in one language."""

    path: str
    code: str
    message: str

    @property
    def params(self) -> Mapping[str, Any]:
        return {}


def storable(typed: Any) -> Any:
    if isinstance(typed, str):
        return _UNSTORABLE.sub("", typed)
    if isinstance(typed, Mapping):
        return {key: storable(value) for key, value in typed.items()}
    return [storable(value) for value in typed] if isinstance(typed, list) else typed


def retyped(definition: Definition, typed: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What was typed in one language as it is typed in another ("1.250" is another number in
    English); what can't be read stays."""
    kept = {key: value for key, value in typed.items() if key in definition.fields}
    before = typed.get(LANGUAGE, language)
    if before == language:
        return kept
    for key, value in kept.items():
        kept[key] = _retyped(definition.fields[key], value, before, language)
    return kept


def _retyped(field: Field, value: Any, before: str, language: str) -> Any:
    """Cell by cell: one that can't be read leaves no other in the language of before."""
    if field.columns:
        columns = {column.key: column for column in field.columns}
        return [
            {
                key: _retyped(columns[key], row[key], before, language)
                for key in row
                if key in columns
            }
            for row in value
        ]
    canonical, wrong = registry[field.type].read(field, value, before)
    return value if wrong else registry[field.type].to_form(field, canonical, language)


def noted(
    typed: Mapping[str, Any], *, is_judged: bool = False, refused: Iterable[Refusal] = ()
) -> dict[str, Any]:
    """``typed`` with what came of it."""
    known = {JUDGED: True} if is_judged else {}
    files = [asdict(one) for one in refused]
    return {**typed, **known, **({REFUSED: files} if files else {})}


def is_judged(typed: Mapping[str, Any]) -> bool:
    return bool(typed.get(JUDGED))


def refused_files(typed: Mapping[str, Any], language: str) -> list[Refusal]:
    """Those of the last page that was sent, if they can be told in this language."""
    if typed.get(LANGUAGE) != language:
        return []
    return [Refusal(**one) for one in typed.get(REFUSED, ())]


def without_required(errors: Iterable[Any], refused: Collection[Refusal]) -> list[Any]:
    """The errors without "attach a file" where one was chosen and refused: that says it."""
    places = {one.path for one in refused}
    return [one for one in errors if one.code != "required" or one.path not in places]
