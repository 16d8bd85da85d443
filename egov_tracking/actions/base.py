"""What every act does around its own change: right, lock, version, table, event, messages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from egov_forms.rules.text import TextError, clean_line, clean_name, clean_text
from egov_tracking.exceptions import IllegalMove, NotAllowed, Refused, StaleDossier
from egov_tracking.models import Calendar, Dossier, Event, OutgoingMessage, Pause, clocks
from egov_tracking.models.officers import Actor
from egov_tracking.permissions import may
from egov_tracking.rules import outcomes
from egov_tracking.rules.office import Office
from egov_tracking.rules.workflow import BY_NAME, ClockEffect, State, Status, Transition
from egov_tracking.signals import dossier_changed

LONGEST_TEXT, LONGEST_LINE = 4000, 255
LONGEST_RECEIPT = 64
#: What of a move's needs is a text, and how long it may be.
TEXTS: dict[str, dict[str, Any]] = {
    "reason": {},
    "text": {},
    "document": {"line": True},
    "receipt": {"line": True, "most": LONGEST_RECEIPT},
}
PAUSE_REASONS = {
    "request_supplement": Pause.Reason.SUPPLEMENT,
    "request_payment": Pause.Reason.PAYMENT,
    "suspend": Pause.Reason.SUSPENDED,
    "reopen": Pause.Reason.STOPPED,
    "send_back": Pause.Reason.RETURNED,
}


@dataclass
class Act:
    """An act under way: the locked dossier, and what its event will say."""

    move: Transition
    dossier: Dossier
    actor: Actor
    now: dt.datetime
    calendar: Calendar
    before: State
    data: dict[str, Any] = field(default_factory=dict)
    #: Overrides the end that counts, where it lies before the act (a withdrawal asked for).
    ended_at: dt.datetime | None = None
    #: The message to queue, where the act turned out to be more than its move says.
    message: str = ""

    @property
    def office(self) -> Office:
        return self.calendar.office()

    @property
    def target(self) -> Status:
        """Where the move leads: from where it stood before, with what is paid now."""
        return self.move.leads_to(replace(self.before, settled=self.dossier.state.settled))

    @property
    def user(self) -> Any:
        """The acting user, or None for a citizen or the system."""
        return self.actor if hasattr(self.actor, "pk") else None

    def take(self, **given: str) -> None:
        """Write down those of the texts that the table says the move needs. Raises `Refused`."""
        for name in self.move.needs:
            if name in TEXTS:
                self.data[name] = required(given[name], name, **TEXTS[name])


@contextmanager
def acting(
    name: str,
    dossier: Dossier,
    actor: Actor,
    *,
    version: int | None = None,
    now: dt.datetime | None = None,
    public: bool = True,
) -> Iterator[Act]:
    """Run the body of an act on the locked row, then move it and write down what happened.

    ``version`` is the ``lock_version`` that the caller saw. Raises `NotAllowed`, `StaleDossier`,
    `IllegalMove`; when the body raises, nothing has happened.
    """
    move = BY_NAME[name]
    with transaction.atomic():
        locked = lock(dossier)
        if not may(actor, name, locked):
            raise NotAllowed(name)
        if version is not None and version != locked.lock_version:
            raise StaleDossier(list(locked.events.filter(number__gt=version)))
        if not move.allows(locked.state):
            raise IllegalMove(name, locked.status)
        calendar = Calendar.of(locked.deciding_agency_id)
        act = Act(move, locked, actor, now or timezone.now(), calendar, locked.state)
        yield act
        _finish(act, public)


def lock(dossier: Dossier) -> Dossier:
    """The row under a lock, with what the acts read of it."""
    return (
        Dossier.unscoped.select_for_update(of=("self",))
        # Not the submission: beside a row that was waited for, PostgreSQL gives the old one.
        .select_related("agency", "deciding_agency", "service", "version")
        .get(pk=dossier.pk)
    )


def _finish(act: Act, public: bool) -> None:
    dossier, before, target = act.dossier, act.dossier.status, act.target
    move_clock(act, target)
    dossier.status = target.value
    dossier.lock_version += 1
    dossier.save()
    act.data["due_at"] = dossier.due_at
    message = act.message or act.move.message
    write(dossier, act.actor, act.move.name, act.now, before, act.data, message, public)


def write(
    dossier: Dossier,
    actor: Actor,
    name: str,
    now: dt.datetime,
    before: int | None,
    data: dict[str, Any],
    message: str = "",
    public: bool = True,
) -> None:
    """Append the event, queue the message and tell the receivers; the dossier is saved."""
    event = Event.append(dossier, actor, name, now, from_status=before, data=data, public=public)
    if message:
        OutgoingMessage.objects.create(dossier=dossier, event=event, kind=message, queued_at=now)
    dossier_changed.send(sender=Dossier, dossier=dossier, event=event)


def move_clock(act: Act, target: Status) -> None:
    """What the move does to the legal clock."""
    dossier, effect = act.dossier, act.move.clock
    moves = target != dossier.status or act.move.name == "resume"
    if effect is ClockEffect.END:
        _end(act, target)
    elif effect is ClockEffect.SUSPEND and dossier.is_accepted and _pauses(act):
        clocks.suspend(dossier, PAUSE_REASONS[act.move.name], act.now)
        read_clock(act)
    elif effect is ClockEffect.RESUME and moves:
        if dossier.finished_at:
            clocks.skip_since_end(dossier, PAUSE_REASONS[act.move.name], act.now)
        else:
            clocks.resume(dossier, act.now)
        read_clock(act)


def _pauses(act: Act) -> bool:
    return act.calendar.payment_pauses or act.move.name != "request_payment"


def read_clock(act: Act) -> None:
    """Take the due time from the clock."""
    clock = clocks.clock_of(act.dossier, act.office)
    if clock:
        act.dossier.due_at = clock.due


def _end(act: Act, target: Status) -> None:
    dossier = act.dossier
    dossier.finished_at = act.ended_at or act.now
    result = outcomes.national(
        outcomes.Ending(
            status=target,
            ended_at=dossier.finished_at,
            due=dossier.due_at if dossier.is_accepted else dossier.reply_due_at,
            accepted=dossier.is_accepted,
            supplement_requests=dossier.supplement_requests,
        ),
        act.office,
    )
    dossier.outcome = result.outcome.value if result else ""
    dossier.late_working_days = result.late_working_days if result else 0
    act.data["outcome"] = dossier.outcome


def required(
    value: str, code: str, *, line: bool = False, name: bool = False, most: int = 0
) -> str:
    """A text that must be given, normalised (security rule 15). Raises `Refused`."""
    cleaned = optional(value, line=line, name=name, most=most)
    if not cleaned:
        raise Refused(f"{code}_missing")
    return cleaned


def optional(value: str, *, line: bool = False, name: bool = False, most: int = 0) -> str:
    """A text that may be empty, normalised; kept whole or refused. Raises `Refused`.

    A ``name`` is a line that holds nothing invisible.
    """
    clean = clean_name if name else clean_line if line else clean_text
    try:
        cleaned = clean(value)
    except TextError as error:
        code = "name_invisible" if error.code == "invisible" else "text_invalid"
        raise Refused(code) from None
    if len(cleaned) > (most or (LONGEST_LINE if line or name else LONGEST_TEXT)):
        raise Refused("text_too_long")
    return cleaned
