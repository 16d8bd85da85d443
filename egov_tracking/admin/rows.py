"""One dossier as a line of the desk: its status, its due time and its holder in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_tracking.admin import duties
from egov_tracking.admin.scope import address
from egov_tracking.models import Dossier, words
from egov_tracking.rules.outcomes import Outcome
from egov_tracking.rules.workflow import FINAL, Role, Status

#: Days before the due day from which a dossier is marked.
SOON = 1
#: How a status looks. Its words say the same.
TONES: Mapping[Status, str] = {
    Status.SUBMITTED: "new",
    Status.ACCEPTED: "open",
    Status.REFUSED: "closed",
    Status.PROCESSING: "open",
    Status.AWAITING_SUPPLEMENT: "waiting",
    Status.AWAITING_PAYMENT: "waiting",
    Status.WITHDRAWAL_ASKED: "warning",
    Status.STOPPED: "closed",
    Status.READY: "done",
    Status.DELIVERED: "closed",
}


@dataclass(frozen=True)
class Due:
    """``text`` says how urgent it is, ``when`` the moment itself; ``tone`` only how it looks."""

    text: str
    when: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    dossier: Dossier
    url: str
    status: str
    tone: str
    due: Due
    holder: str
    act: str
    act_label: str
    act_url: str
    may_read: bool

    @property
    def picked(self) -> str:
        """What a checkbox of this row sends: the dossier, and as what it was seen."""
        return f"{self.dossier.pk}:{self.dossier.lock_version}"


def row(dossier: Dossier, roles: Mapping[int, Role], now: dt.datetime) -> Row:
    act = duties.duty_of(dossier, duties.roles_here(dossier, roles))
    return Row(
        dossier=dossier,
        url=address("dossier", dossier.pk),
        status=words.status_label(dossier.status),
        tone=TONES[Status(dossier.status)],
        due=due(dossier, now),
        holder=holder(dossier),
        act=act,
        act_label=words.act_label(act) if act else "",
        act_url=act_url(dossier, act) if act else "",
        may_read=duties.may_read(dossier, roles),
    )


def act_url(dossier: Dossier, act: str) -> str:
    """Where the act is done; the result is handed over on the screen of the one visit."""
    if act == "hand_over":
        return address("visit", dossier.pk)
    return address("act", dossier.pk, act)


def due(dossier: Dossier, now: dt.datetime) -> Due:
    """How the dossier stands with its time."""
    if dossier.finished_at or dossier.status in FINAL:
        return Due(outcome(dossier), tone="late" if dossier.outcome == Outcome.LATE else "")
    if not dossier.is_accepted:
        if dossier.status != Status.SUBMITTED or dossier.reply_due_at is None:
            return Due(_("not accepted yet"))
        left = _left(dossier.reply_due_at, now)
        return replace(left, when=_("first answer: %(when)s") % {"when": left.when})
    if dossier.due_at is None:
        return Due(_("the clock stands still"), tone="still")
    return _left(dossier.due_at, now)


def outcome(dossier: Dossier) -> str:
    """Early, on time or late, once the dossier has ended."""
    if dossier.outcome == Outcome.LATE and dossier.late_working_days:
        days = dossier.late_working_days
        text = ngettext("%(n)s working day late", "%(n)s working days late", days)
        return text % {"n": days}
    names = {
        Outcome.EARLY: _("done early"),
        Outcome.ON_TIME: _("done on time"),
        Outcome.LATE: _("done late"),
    }
    return names[Outcome(dossier.outcome)] if dossier.outcome else _("done")


def _left(moment: dt.datetime, now: dt.datetime) -> Due:
    """In calendar days, because the date stands beside it."""
    days = (timezone.localtime(moment).date() - timezone.localtime(now).date()).days
    if days < 0:
        text = ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
        return Due(text, short(moment), "late")
    if moment < now:
        return Due(_("overdue today"), short(moment), "late")
    if days == 0:
        return Due(_("due today"), short(moment), "soon")
    text = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return Due(text, short(moment), "soon" if days <= SOON else "")


def short(moment: dt.datetime) -> str:
    """A moment as a list shows it."""
    local = timezone.localtime(moment)
    same_year = local.year == timezone.localdate().year
    return f"{local:%H:%M} {local:%d/%m}" if same_year else f"{local:%H:%M} {local:%d/%m/%Y}"


def holder(dossier: Dossier) -> str:
    """Who has the dossier now."""
    if dossier.status in FINAL or dossier.status == Status.STOPPED:
        return _("closed")
    if dossier.status in (Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT):
        return _("the citizen")
    if dossier.status in (Status.SUBMITTED, Status.READY):
        return dossier.desk or _("the counter")
    if dossier.assignee is not None:
        name = dossier.assignee.get_full_name() or dossier.assignee.get_username()
        return f"{name}, {dossier.desk}" if dossier.desk else name
    return dossier.desk or _("nobody yet")
