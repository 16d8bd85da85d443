"""Between desks and agencies: handing on, transferring, noting."""

import datetime as dt
from typing import Any

from egov_forms.models import Agency
from egov_tracking.actions.base import Act, acting, optional, read_clock
from egov_tracking.exceptions import Refused
from egov_tracking.models import Calendar, Dossier
from egov_tracking.models.officers import Actor
from egov_tracking.permissions import roles_on
from egov_tracking.rules.workflow import OFFICE


def hand_on(
    dossier: Dossier,
    actor: Actor,
    *,
    desk: str = "",
    to: Any = None,
    note: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """To another desk, or to one officer (``to``): a line of the control slip (form 06)."""
    with acting("hand_on", dossier, actor, version=version, now=now, public=False) as act:
        desk = optional(desk, line=True, most=120)
        if not desk and to is None:
            raise Refused("receiver_missing")
        if to is not None:
            _insist_on_officer(act.dossier, to)
        act.data |= {
            "from_desk": act.dossier.desk,
            "desk": desk or act.dossier.desk,
            "to": to.get_username() if to is not None else "",
            "note": optional(note),
        }
        act.dossier.desk = desk or act.dossier.desk
        act.dossier.assignee = to
    return act.dossier


def _insist_on_officer(dossier: Dossier, user: Any) -> None:
    if not roles_on(user, dossier) & OFFICE:
        raise Refused("foreign_officer", officer=user.get_username())


def transfer(
    dossier: Dossier,
    actor: Actor,
    *,
    agency: Agency,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """To another agency that offers the service; it decides from now on, by its own calendar."""
    with acting("transfer", dossier, actor, version=version, now=now) as act:
        locked = act.dossier
        if not locked.service.agencies.filter(pk=agency.pk).exists():
            raise Refused("foreign_agency", agency=str(agency))
        act.data |= {
            "from_agency": locked.deciding_agency.code,
            "agency": agency.code,
        }
        act.take(reason=reason)
        locked.deciding_agency = agency
        locked.desk, locked.assignee = "", None
        _take_over(act, agency)
    return act.dossier


def _take_over(act: Act, agency: Agency) -> None:
    act.calendar = Calendar.of(agency)
    read_clock(act)


def note(
    dossier: Dossier,
    actor: Actor,
    *,
    text: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Something for the officers to know; the citizen does not see it."""
    with acting("note", dossier, actor, version=version, now=now, public=False) as act:
        act.take(text=text)
    return act.dossier
