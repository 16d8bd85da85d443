"""The citizen wants the dossier back (law R40, form 05)."""

import datetime as dt

from egov_tracking.actions.base import acting
from egov_tracking.models import Dossier
from egov_tracking.models.officers import Actor


def ask_withdrawal(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 7; the citizen online, or the counter for them. Too late once the result is ready."""
    with acting("ask_withdrawal", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason)
        act.dossier.previous_status = act.dossier.status
        act.dossier.withdrawal_asked_at = act.now
    return act.dossier


def decide_withdrawal(
    dossier: Dossier,
    actor: Actor,
    *,
    granted: bool,
    reason: str,
    document: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Granted: status 8, by a document. Rejected: back to the status before, with the reason.

    The time that counts as the end is that of the request (law R41).
    """
    name = "grant_withdrawal" if granted else "reject_withdrawal"
    with acting(name, dossier, actor, version=version, now=now) as act:
        act.take(reason=reason, document=document)
        if granted:
            act.ended_at = act.dossier.withdrawal_asked_at
        else:
            act.dossier.withdrawal_asked_at = None
    return act.dossier
