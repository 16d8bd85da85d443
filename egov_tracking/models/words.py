"""What a person reads about a dossier, in the active language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_forms.fields.formats import format_money
from egov_forms.models import Agency
from egov_forms.models.text import in_language
from egov_tracking.exceptions import Refused
from egov_tracking.models.clocks import clock_of
from egov_tracking.models.dossiers import Dossier
from egov_tracking.models.payments import Payment
from egov_tracking.models.terms import terms_of
from egov_tracking.rules import wording
from egov_tracking.rules.deadlines import Entry, Kind
from egov_tracking.rules.workflow import Status

DECIDING = frozenset(
    {
        Status.PROCESSING,
        Status.AWAITING_SUPPLEMENT,
        Status.AWAITING_PAYMENT,
        Status.WITHDRAWAL_ASKED,
        Status.STOPPED,
    }
)


def day(value: dt.date | None) -> str:
    # Translators: how a date is written, in Django's format letters.
    return date_format(value, _("j F Y")) if value else ""


def moment(value: dt.datetime | None) -> str:
    """A time and its day on the office's clock."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return _("%(time)s on %(day)s") % {"time": f"{local:%H:%M}", "day": day(local.date())}


def money(amount: int) -> str:
    return format_money(amount, get_language() or "vi")


def status_label(status: int) -> str:
    """The national name of a status."""
    return _(wording.LABELS[Status(status)])


def act_label(act: str) -> str:
    """What a button says, and a line of the timeline."""
    return _(wording.ACTS[act])


def told(act: str) -> str:
    """What was done, as the citizen's history says it."""
    return _(wording.TOLD[act])


def refusal(error: Refused) -> str:
    """Why an act was refused."""
    return _(wording.REFUSALS[error.code]) % error.params


@dataclass(frozen=True)
class PlainWords:
    """A status in plain words, filled in."""

    label: str
    who: str
    next: str
    when: str
    call: str


def plain_words(dossier: Dossier) -> PlainWords:
    """Who has the dossier, what comes next, when, and whom to call; never a bare number."""
    words, values = wording.PLAIN[Status(dossier.status)], _values(dossier)
    named = {
        "due": dossier.expected_at,
        "reply": dossier.reply_due_at,
        "finished": dossier.finished_at,
        "handed_over": dossier.handed_over_at,
    }
    known = all(value for name, value in named.items() if f"%({name})s" in words.when)
    return PlainWords(
        label=status_label(dossier.status),
        who=_(words.who) % values,
        next=_(words.next) % values,
        when=_(words.when if known else words.when_waiting) % values,
        call=_(words.call if values["phone"] else wording.VISIT) % values,
    )


def collect(dossier: Dossier) -> str:
    """How the result comes to its citizen, and what that asks for."""
    is_online = dossier.version.load().is_fully_online
    return _(wording.COLLECT[dossier.delivery_method, is_online])


def in_charge(dossier: Dossier, status: int) -> Agency:
    """The agency to ask: the deciding one while it works; the receiving one hands over."""
    return dossier.deciding_agency if dossier.is_accepted and status in DECIDING else dossier.agency


def _values(dossier: Dossier) -> Mapping[str, str]:
    agency = in_charge(dossier, dossier.status)
    return {
        "agency": in_language(agency.name) or agency.code,
        "phone": agency.telephone,
        "code": dossier.code or dossier.reference,
        "due": moment(dossier.expected_at),
        "reply": moment(dossier.reply_due_at),
        "finished": moment(dossier.finished_at),
        "handed_over": moment(dossier.handed_over_at),
        "collect": collect(dossier),
        "amount": money(amount_due(dossier)) if dossier.payment_state == "due" else "",
    }


def amount_due(dossier: Dossier) -> int:
    """What is to be paid now, in đồng."""
    return sum(dossier.payments.filter(state=Payment.State.DUE).values_list("amount", flat=True))


def form_sums(dossier: Dossier) -> str:
    """What the form's own sums came to, as "Total: 16,000 đồng"; "" where it has none.

    They decide no fee: the counter does.
    """
    language = get_language() or dossier.language
    sums = terms_of(dossier).sums
    return "; ".join(f"{field.label.get(language)}: {money(amount)}" for field, amount in sums)


def ledger_lines(dossier: Dossier) -> list[str]:
    """Why the due date is what it is, a sentence a line; empty before acceptance."""
    clock = clock_of(dossier)
    if clock is None:
        return []
    lines = [ledger_line(entry) for entry in clock.ledger]
    if dossier.finished_at and dossier.due_at and clock.due != dossier.due_at:
        lines.append(_(wording.COUNTED_THEN) % {"due": moment(dossier.due_at)})
    return lines


def recounted(data: Mapping[str, Any]) -> str:
    """What `recount` did, from the data of its event."""
    for text, before, after in (
        (wording.RECOUNTED, "was_due_at", "due_at"),
        (wording.REPLY_RECOUNTED, "was_reply_due_at", "reply_due_at"),
    ):
        if data.get(before) and data.get(after):
            was, due = (moment(dt.datetime.fromisoformat(data[name])) for name in (before, after))
            return _(text) % {"was": was, "due": due}
    return ""


def ledger_line(entry: Entry) -> str:
    if entry.kind is Kind.COUNTED:
        name = ""
    else:
        name = in_language(dict(entry.name), get_language())
        name = name or _(wording.DAY_OFF if entry.day.weekday() < 5 else wording.WEEKEND)
    return _(wording.LEDGER[entry.kind]) % {
        "day": _weekday(entry.day),
        "until": _weekday(entry.until) if entry.until else "",
        "moment": moment(entry.moment),
        "number": entry.number,
        "name": name,
        "reason": _(wording.PAUSES[entry.reason]) if entry.reason else "",
    }


def _weekday(value: dt.date) -> str:
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(value, "l"), "day": day(value)}
