"""From acceptance to the result: processing, suspending, stopping, apologising, finishing."""

import datetime as dt

from egov_tracking.actions.base import acting
from egov_tracking.exceptions import Refused
from egov_tracking.models import DeliveryState, Dossier
from egov_tracking.models.officers import Actor
from egov_tracking.permissions import roles_on
from egov_tracking.rules.workflow import Role


def start_processing(
    dossier: Dossier, actor: Actor, *, version: int | None = None, now: dt.datetime | None = None
) -> Dossier:
    """Status 4; an officer of the deciding agency who starts it takes it."""
    with acting("start_processing", dossier, actor, version=version, now=now) as act:
        if act.dossier.assignee is None and roles_on(actor, act.dossier) & Role.PROCESSING:
            act.dossier.assignee = act.user
    return act.dossier


def suspend(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    document: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Stop the clock by decision, without asking the citizen for anything."""
    with acting("suspend", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason, document=document)
    return act.dossier


def resume(
    dossier: Dossier, actor: Actor, *, version: int | None = None, now: dt.datetime | None = None
) -> Dossier:
    """Let the clock run again after `suspend`."""
    with acting("resume", dossier, actor, version=version, now=now) as act:
        pass
    return act.dossier


def stop(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    document: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 8, by a document that says why."""
    with acting("stop", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason, document=document)
    return act.dossier


def reopen(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    document: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """From 8 back to 4, by decision; the time since it was stopped counts as a pause."""
    with acting("reopen", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason, document=document)
    return act.dossier


def apologise(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    appointment: dt.datetime,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """The letter of apology with a new date (form 04): once only, and what is late stays late.

    The event says whether it came at least one day before the due time (law R39).
    """
    with acting("apologise", dossier, actor, version=version, now=now) as act:
        due = act.dossier.due_at
        if act.dossier.appointment_at is not None:
            raise Refused("second_apology")
        if due is None or appointment <= max(due, act.now):
            raise Refused("appointment_too_early")
        act.take(reason=reason)
        act.data["appointment_at"] = appointment
        act.data["in_time"] = act.now <= due - dt.timedelta(days=1)
        act.dossier.appointment_at = appointment
    return act.dossier


def finish(
    dossier: Dossier,
    actor: Actor,
    *,
    document: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 9: the result is signed; ``document`` is its number."""
    with acting("finish", dossier, actor, version=version, now=now) as act:
        act.take(document=document)
        act.dossier.delivery_state = DeliveryState.WAITING
    return act.dossier


def send_back(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """From 9 back to 4, because the originals do not match what was filed."""
    with acting("send_back", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason)
        act.dossier.delivery_state = DeliveryState.NONE
        act.dossier.original_checks.all().delete()
    return act.dossier
