"""Facts marked approximate: none is shown before a person has confirmed it."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms.rules import canonical

from .base import Case, Line, rule

#: Parts of a procedure that are not shown as facts: the form has its own line in the report.
_NOT_FACTS = {"steps", "rules", "record", "agencies", "routing", "process"}
_NOT_CONTENT = {"status", "note"}


def approximate_facts(procedure: Mapping[str, Any]) -> list[str]:
    """Paths of the facts that are shown and marked approximate, such as ``fees[0]``."""
    return [path for path, _fact in _approximate(procedure, "")]


def _approximate(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        says_something = canonical.canonical(
            {key: item for key, item in value.items() if key not in _NOT_CONTENT}
        )
        if value.get("status") == "approximate" and says_something:
            yield path, value
        for key, item in value.items():
            if key not in _NOT_FACTS:
                yield from _approximate(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _approximate(item, f"{path}[{index}]")


def confirm(
    procedure: Mapping[str, Any], *, by: str, at: datetime.datetime, note: str = ""
) -> dict[str, dict[str, str]]:
    """Confirmations of all approximate facts as they stand now, to keep with the page."""
    return {
        path: {"by": by, "at": at.isoformat(), "note": note, "fact": canonical.digest(fact)[:16]}
        for path, fact in _approximate(procedure, "")
    }


def unconfirmed(procedure: Mapping[str, Any], confirmations: Mapping[str, Any]) -> list[str]:
    return [
        path
        for path, fact in _approximate(procedure, "")
        if not is_confirmed(fact, confirmations.get(path))
    ]


def is_confirmed(fact: Mapping[str, Any], confirmation: Any) -> bool:
    """Whether somebody confirmed this very text: an edited or moved fact is a new one."""
    if not isinstance(confirmation, Mapping) or not confirmation.get("by"):
        return False
    mark = canonical.digest(fact)[:16]
    return bool(confirmation.get("fact", mark) == mark)


@rule("confirmed", "design")
def approximate_facts_confirmed(case: Case) -> Iterator[Line]:
    missing = unconfirmed(case.procedure, case.confirmations)
    for path in missing:
        yield "not_met", _("This is marked approximate and nobody has confirmed it."), path
    if not missing:
        yield "met", _("Every approximate fact was confirmed by a person."), ""


@rule("confirmed", "design")
def approximate_questions(case: Case) -> Iterator[Line]:
    """Questions and checks that were added to make an online form work."""
    form = case.procedure.get("form") or {}
    parts = [*(form.get("rules") or ())]
    for step in form.get("steps") or ():
        for field in step.get("fields") or ():
            parts += [field, *(field.get("columns") or ())]
    count = sum(1 for part in parts if part.get("status") == "approximate")
    if count:
        message = ngettext(
            "%(count)s question or check is marked approximate: compare it with the official form.",
            "%(count)s questions or checks are marked approximate: compare them with the "
            "official form.",
            count,
        )
        yield "for_a_person", message % {"count": count}, "form"
