"""The dossier as its citizen reads it: who has it, what comes next, when, and why."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from egov_forms import display, parts
from egov_forms.models import Attachment
from egov_forms.models.text import in_language
from egov_tracking.models import Dossier, Event, PaymentState, SupplementRequest, words
from egov_tracking.models.officers import Citizen
from egov_tracking.models.supplements import asked_text
from egov_tracking.models.terms import terms_of
from egov_tracking.permissions import allowed_moves
from egov_tracking.rules.workflow import Status


@dataclass(frozen=True)
class Given:
    """One item of a supplement that was sent: what was asked, and what came."""

    asked: str
    text: str
    files: tuple[display.FileLine, ...]


@dataclass(frozen=True)
class Sent:
    """A supplement that was sent."""

    at: str
    items: tuple[Given, ...]


@dataclass(frozen=True)
class Line:
    """One public event: what was done."""

    at: str
    text: str
    details: tuple[str, ...]


Files = dict[str, Attachment]
#: Where fees with amounts are recorded.
SETTLED = (PaymentState.DUE, PaymentState.PAID, PaymentState.WAIVED)
#: What of an event's data a citizen is told; the rest is the office's own.
TOLD = ("reason", "items")
#: The acts whose reason is written to the citizen; letters send people to this page for it.
REASONED = frozenset(
    {
        "refuse",
        "request_supplement",
        "suspend",
        "stop",
        "reopen",
        "grant_withdrawal",
        "reject_withdrawal",
        "apologise",
    }
)


def dossier_context(dossier: Dossier, language: str) -> dict[str, Any]:
    """What the citizen's page shows; the same number of queries however long the history."""
    definition = dossier.version.load()
    acts = {move.name for move in allowed_moves(Citizen(dossier.reference), dossier)}
    files = _files(dossier)
    requests = list(dossier.supplements.all()) if dossier.supplement_requests else []
    events = list(dossier.events.filter(public=True))
    return {
        "dossier": dossier,
        "service_name": (definition.short_name or definition.name).get(language),
        "words": words.plain_words(dossier),
        "expected": words.moment(dossier.expected_at),
        "received_on": words.day(dossier.received_on),
        "filed_at": words.moment(dossier.filed_at),
        "fee": _fee(dossier),
        "ledger": words.ledger_lines(dossier),
        "payments": _payments(dossier, language),
        "timeline": [_line(event) for event in events],
        "last_act": events[-1].act if events else "",
        "supplements": _asked(dossier, requests),
        # A correction has no items: the answers as filed show it.
        "sent": [_sent(one, dossier, files) for one in requests if one.items and not one.is_open],
        "originals": _originals(dossier, language),
        "sections": _sections(dossier, language, files),
        "may_answer": "receive_supplement" in acts,
        "may_correct": "correct" in acts and dossier.submission_id is not None,
        "may_withdraw": "ask_withdrawal" in acts,
        "is_ready": dossier.status == Status.READY,
        "agency": words.in_charge(dossier, dossier.status),
    }


def _fee(dossier: Dossier) -> str:
    """What to bring to the counter, or what became of it; empty where nothing was ever due."""
    told = {PaymentState.PAID: _("Paid"), PaymentState.WAIVED: _("No fee is charged.")}
    if dossier.status not in (Status.REFUSED, Status.STOPPED):
        told[PaymentState.UNDECIDED] = _undecided(dossier)
        if dossier.payment_state == PaymentState.DUE:
            return words.money(words.amount_due(dossier))
    return told.get(PaymentState(dossier.payment_state), "")


def _undecided(dossier: Dossier) -> str:
    sums = words.form_sums(dossier)
    by_answers = _("By your answers it comes to: %(sums)s.") % {"sums": sums} if sums else ""
    return " ".join(filter(None, (_("The counter tells you the amount."), by_answers)))


def _payments(dossier: Dossier, language: str) -> list[dict[str, str]]:
    """Each fee with its amount, what became of it, and the number of its receipt."""
    if dossier.payment_state not in SETTLED:
        return []
    return [
        {
            "name": in_language(one.name, language),
            "amount": words.money(one.amount),
            "state": one.get_state_display(),
            "receipt": one.receipt,
            "at": words.moment(one.settled_at),
        }
        for one in dossier.payments.all()
    ]


def _asked(dossier: Dossier, requests: list[SupplementRequest]) -> list[dict[str, Any]]:
    """What the citizen is to send: nothing of a request that was given up with the dossier."""
    if dossier.status != Status.AWAITING_SUPPLEMENT:
        return []
    return [
        {
            "number": one.number,
            "items": [asked_text(item) for item in one.items],
            "reason": one.reason,
            "answer_by": one.answer_by,
        }
        for one in requests
        if one.is_open
    ][-1:]


def _sent(request: SupplementRequest, dossier: Dossier, files: Files) -> Sent:
    """What was answered, with links to the files that were found clean."""
    answers = request.answers
    items = []
    for item in request.items:
        answer = answers.get(item["key"]) or {}
        lines = (
            _file_line(display.FileLine(files[one].name, id=one), dossier, files)
            for one in answer.get("files", ())
            if one in files
        )
        items.append(Given(asked_text(item), str(answer.get("text", "")), tuple(lines)))
    return Sent(words.moment(request.answered_at), tuple(items))


def _line(event: Event) -> Line:
    data = event.data or {}
    details: list[str] = []
    for key in TOLD:
        value = None if key == "reason" and event.act not in REASONED else data.get(key)
        details += value if isinstance(value, list) else [value] if value else []
    if event.act == "recount":
        details = [words.recounted(data)]
    return Line(
        at=words.moment(event.at),
        text=words.told(event.act),
        details=tuple(str(one) for one in details),
    )


def _originals(dossier: Dossier, language: str) -> list[parts.Paper]:
    if dossier.status in (Status.DELIVERED, Status.REFUSED, Status.STOPPED):
        return []
    return [parts.paper(one, language) for one in terms_of(dossier).to_bring]


def _files(dossier: Dossier) -> Files:
    """Every file of the dossier, by its id."""
    held = dossier.submission.attachments.all() if dossier.submission else ()
    return {str(one.pk): one for one in held}


def _sections(dossier: Dossier, language: str, files: Files) -> list[display.Section]:
    """The answers as filed, with links to the files that were found clean."""
    if dossier.submission is None:
        return []
    made = display.sections(dossier.version.load(), dossier.answers(), language)
    return [_with_links(section, dossier, files) for section in made]


def _with_links(section: display.Section, dossier: Dossier, files: Files) -> display.Section:
    def linked(answer: display.Answer) -> display.Answer:
        lines = tuple(_file_line(line, dossier, files) for line in answer.files)
        rows = tuple(tuple(linked(cell) for cell in row) for row in answer.rows)
        return replace(answer, files=lines, rows=rows)

    return replace(section, answers=tuple(linked(answer) for answer in section.answers))


def _file_line(line: display.FileLine, dossier: Dossier, files: Files) -> display.FileLine:
    file = files.get(line.id)
    if file is None:
        return line
    if not file.may_open:
        return line._replace(state_label=file.get_state_display())
    return line._replace(url=reverse("egov_tracking:file", args=[dossier.reference, file.pk]))
