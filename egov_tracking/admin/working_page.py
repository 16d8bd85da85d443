"""What the working page of one dossier shows, and to whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov_forms.models.text import in_language
from egov_tracking.admin import answers, duties, filters, next_step, rows, timeline
from egov_tracking.admin.act_forms.desks import NoteForm
from egov_tracking.admin.originals import originals
from egov_tracking.models import AccessRecord, Dossier, Payment, PaymentState, words
from egov_tracking.permissions import RIGHTS
from egov_tracking.rules.workflow import Role, Transition, moves

#: The buttons in groups; each act of an officer stands in exactly one.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Next"),
        ("accept", "start_processing", "finish", "hand_over", "receive_supplement", "resume"),
    ),
    (_("Ask the citizen"), ("request_supplement", "request_payment")),
    (
        _("Decide"),
        (
            "refuse",
            "grant_withdrawal",
            "reject_withdrawal",
            "suspend",
            "stop",
            "reopen",
            "send_back",
            "apologise",
        ),
    ),
    (_("Fee"), ("record_payment", "add_fee", "waive_payment")),
    (_("At the counter"), ("check_originals", "ask_withdrawal", "reissue_secret")),
    (_("Hand on"), ("hand_on", "transfer")),
)
#: Has its own place on the page.
APART = frozenset({"note"})
ACCESSES = 20


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    is_expected: bool


def button_groups(
    dossier: Dossier, allowed: Iterable[Transition], expected: str
) -> list[tuple[str, list[Button]]]:
    """What the table allows this officer now, and nothing else; the expected act first."""
    names = {move.name for move in allowed}
    groups = []
    for heading, acts in GROUPS:
        buttons = [
            Button(words.act_label(act), rows.act_url(dossier, act), act == expected)
            for act in acts
            if act in names
        ]
        if buttons:
            groups.append((str(heading), buttons))
    return groups


def context(
    dossier: Dossier, user: Any, roles: Mapping[int, Role], *, unmasked: bool = False
) -> dict[str, Any]:
    """The number of queries does not depend on how much the dossier holds."""
    role = duties.roles_here(dossier, roles)
    now = timezone.now()
    allowed = moves(dossier.state, role)
    may_read = duties.may_read(dossier, roles)
    shown: dict[str, Any] = {
        "dossier": dossier,
        "row": rows.row(dossier, roles, now),
        "plain": words.plain_words(dossier),
        "service_name": in_language(dossier.service.name) or dossier.service.slug,
        "version": dossier.lock_version,
        "groups": button_groups(dossier, allowed, duties.duty_of(dossier, role)),
        "hint": next_step.hint(dossier, role),
        "note_form": _note_form(dossier, user, allowed),
        "clock": _clock(dossier),
        "timeline": timeline.timeline(dossier, may_read=may_read, unmasked=unmasked),
        "payments": [_payment(one) for one in dossier.payments.all()],
        "messages_sent": dossier.messages.select_related("event"),
        "may_settle": bool(role & RIGHTS["settle"]),
        "may_see_slip": any(move.name == "reissue_secret" for move in allowed),
        "next": next_waiting(dossier, user, roles),
    }
    if may_read:
        shown |= _answers(dossier, unmasked)
        hides = answers.has_masked(shown["sections"]) or timeline.has_masked(shown["timeline"])
        shown["may_unmask"] = bool(role & RIGHTS["unmask"]) and hides
    if role & RIGHTS["audit"]:
        shown["accesses"] = [_access(one) for one in dossier.accesses.all()[:ACCESSES]]
    return shown


def _answers(dossier: Dossier, unmasked: bool) -> dict[str, Any]:
    return {
        "may_read": True,
        "sections": answers.sections(dossier, unmasked=unmasked),
        "is_unmasked": unmasked,
        "files": answers.files(dossier),
        "supplements": answers.supplements(dossier, unmasked=unmasked),
        "originals": originals(dossier, unmasked=unmasked),
        "form_sums": words.form_sums(dossier)
        if dossier.payment_state == PaymentState.UNDECIDED
        else "",
    }


def _note_form(dossier: Dossier, user: Any, allowed: Iterable[Transition]) -> NoteForm | None:
    if any(move.name == "note" for move in allowed):
        return NoteForm(dossier=dossier, actor=user)
    return None


def _clock(dossier: Dossier) -> dict[str, Any]:
    return {
        "ledger": words.ledger_lines(dossier),
        "filed": words.moment(dossier.filed_at),
        "received": words.day(dossier.received_on),
        "reply": "" if dossier.is_accepted else words.moment(dossier.reply_due_at),
        "due": words.moment(dossier.due_at),
        "appointment": words.moment(dossier.appointment_at),
        "finished": words.moment(dossier.finished_at),
        "handed_over": words.moment(dossier.handed_over_at),
        "second_request": dossier.has_second_request,
    }


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "row": payment,
        "name": in_language(payment.name),
        "amount": words.money(payment.amount),
        "settled": words.moment(payment.settled_at),
    }


#: What an access was, by its right.
LOOKS = {
    "read": _("read the answers"),
    "unmask": _("saw the hidden numbers"),
    "download": _("took a file"),
    "export": _("exported"),
    "secret": _("saw the secret code"),
}


def _access(record: AccessRecord) -> dict[str, str]:
    return {
        "who": record.user_name,
        "what": str(LOOKS.get(record.right, record.right)),
        "at": words.moment(record.at),
    }


def next_waiting(dossier: Dossier, user: Any, roles: Mapping[int, Role]) -> Dossier | None:
    """The next dossier that waits for this officer, so that a day's work is one walk."""
    if not duties.has_duties(roles):
        return None
    waiting = filters.on_tab(Dossier.objects.for_actor(user), filters.WAITING, user, roles)
    return waiting.exclude(pk=dossier.pk).order_by("next_due_at", "id").first()
