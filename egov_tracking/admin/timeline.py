"""The history of a dossier as lines that a person reads."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_tracking.models import DeliveryMethod, Dossier, Event, Payment, words


@dataclass(frozen=True)
class Line:
    at: str
    act: str
    who: str
    status: str
    details: tuple[tuple[str, str], ...]
    is_public: bool
    is_erased: bool


def timeline(dossier: Dossier, *, may_read: bool) -> list[Line]:
    """The newest first; who may not read answers sees no text and no name of a citizen."""
    return [line(event, may_read=may_read) for event in dossier.events.order_by("-number")]


def line(event: Event, *, may_read: bool) -> Line:
    moved = event.from_status != event.to_status
    return Line(
        at=words.moment(event.at),
        act=words.act_label(event.act),
        who=who(event),
        status=words.status_label(event.to_status) if moved else "",
        details=tuple(_told(event, DETAILS if may_read else BARE)),
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


def _told(event: Event, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    data = event.data or {}
    if event.act == "recount" and data:
        yield _("Reason"), words.recounted(data)
    yield from _details(data, keys)


def _details(data: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        label, show = DETAILS[key]
        if data.get(key):
            yield str(label), show(data[key])
