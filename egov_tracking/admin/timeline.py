"""The history of a dossier as lines that a person reads."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from egov_tracking.admin.answers import MASK, hidden, hidden_paper
from egov_tracking.models import DeliveryMethod, Dossier, Event, OriginalCheck, Payment, words


@dataclass(frozen=True)
class Line:
    at: str
    act: str
    who: str
    status: str
    details: tuple[tuple[str, str], ...]
    is_public: bool
    is_erased: bool


def timeline(dossier: Dossier, *, may_read: bool, unmasked: bool = False) -> list[Line]:
    """The newest first; who may not read answers sees no text and no name of a citizen."""
    language = get_language() or dossier.language
    papers = {one.key: one.name.get(language) for one in dossier.version.load().components}
    return [
        line(event, papers, may_read=may_read, unmasked=unmasked)
        for event in dossier.events.order_by("-number")
    ]


def has_masked(lines: Iterable[Line]) -> bool:
    """Whether anything was hidden, so that showing it makes sense."""
    return any(MASK in text for line in lines for _label, text in line.details)


def line(event: Event, papers: Mapping[str, str], *, may_read: bool, unmasked: bool) -> Line:
    moved = event.from_status != event.to_status
    told = _told(event, DETAILS, papers) if may_read else _told(event, BARE)
    return Line(
        at=words.moment(event.at),
        act=words.act_label(event.act),
        who=who(event),
        status=words.status_label(event.to_status) if moved else "",
        details=tuple((label, text if unmasked else hide(text)) for label, text, hide in told),
        is_public=event.public,
        is_erased=event.data is None,
    )


def who(event: Event) -> str:
    if event.actor_kind == Event.ActorKind.CITIZEN:
        return _("the citizen")
    if event.actor_kind == Event.ActorKind.SYSTEM:
        return _("the system")
    return event.actor_name


def _moment(value: Any) -> str:
    return words.moment(dt.datetime.fromisoformat(value))


def _day(value: Any) -> str:
    return words.day(dt.datetime.fromisoformat(value).date())


def _method(value: Any) -> str:
    names = {**dict(Payment.Method.choices), **dict(DeliveryMethod.choices)}
    return str(names.get(value, value))


def _plain(text: str) -> str:
    return text


def _free(text: str) -> str:
    return hidden(None, text)


#: What people wrote, and how much of it is shown until somebody asks.
HIDE: Mapping[str, Callable[[str], str]] = {
    "reason": _free,
    "items": _free,
    "collector": _free,
    "collector_paper": hidden_paper,
    "note": _free,
    "text": _free,
}
#: What of an event's data is shown, in this order, and how. Everything else is for programs.
DETAILS: Mapping[str, tuple[Any, Callable[[Any], str]]] = {
    "code": (gettext_lazy("Dossier code"), str),
    "reason": (gettext_lazy("Reason"), str),
    "items": (gettext_lazy("Items"), "; ".join),
    "answer_by": (gettext_lazy("Answer expected by"), _day),
    "document": (gettext_lazy("Document"), str),
    "amount": (gettext_lazy("Sum"), words.money),
    "receipt": (gettext_lazy("Receipt"), str),
    "method": (gettext_lazy("How"), _method),
    "collector": (gettext_lazy("Collected by"), str),
    "collector_paper": (gettext_lazy("Shown paper"), str),
    "tracking": (gettext_lazy("Tracking number"), str),
    "desk": (gettext_lazy("Desk"), str),
    "to": (gettext_lazy("Officer"), str),
    "from_agency": (gettext_lazy("From agency"), str),
    "agency": (gettext_lazy("To agency"), str),
    "note": (gettext_lazy("Note"), str),
    "text": (gettext_lazy("Note"), str),
    "appointment_at": (gettext_lazy("New date"), _moment),
}


#: What is neither about a person nor written by one.
BARE = ("code", "answer_by", "appointment_at")


#: (label, text, how to hide it)
Detail = tuple[str, str, Callable[[str], str]]


def _told(event: Event, keys: Iterable[str], papers: Mapping[str, str] = {}) -> Iterator[Detail]:
    data = event.data or {}
    if event.act == "recount" and data:
        yield _("Reason"), words.recounted(data), _plain
    if event.act == "check_originals":
        yield from _compared(data, papers)
    for key in keys:
        label, show = DETAILS[key]
        if data.get(key):
            yield str(label), show(data[key]), HIDE.get(key, _plain)


def _compared(data: Mapping[str, Any], papers: Mapping[str, str]) -> Iterator[Detail]:
    """Nothing without ``papers``: notes may name people."""
    notes = data.get("notes", {})
    for key, result in data.get("originals", {}).items():
        if key in papers:
            seen = str(OriginalCheck.Result(result).label)
            yield papers[key], f"{seen} ({notes[key]})" if notes.get(key) else seen, _free
