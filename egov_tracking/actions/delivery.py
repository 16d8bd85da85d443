"""What the worker does: compose the messages that are due and hand them to a channel."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from egov_forms.models.text import in_language
from egov_tracking.channels import load
from egov_tracking.channels.base import Channel, Letter
from egov_tracking.conf import settings
from egov_tracking.exceptions import ChannelError, NotAllowed, Refused
from egov_tracking.models import MessageTemplate, OutgoingMessage
from egov_tracking.models.lookup_address import lookup_url
from egov_tracking.models.messages import State
from egov_tracking.models.officers import Actor
from egov_tracking.models.words import collect, day, in_charge, moment, money, status_label
from egov_tracking.permissions import may
from egov_tracking.rules import wording

logger = logging.getLogger(__name__)


def send_due(limit: int = 100) -> int:
    """Send up to ``limit`` messages that are due; returns how many were taken.

    Nothing here is inside a transaction: what a channel does can't be undone.
    """
    channels, taken = load(), 0
    # One lease at a time, just before sending: a lease must never run out in a queue.
    while taken < limit and (leased := OutgoingMessage.lease(1)):
        deliver(leased[0], channels)
        taken += 1
    return taken


def deliver(message: OutgoingMessage, channels: list[Channel]) -> None:
    """Hand a leased message to the first channel that reaches its citizen."""
    if message.attempts > settings.MESSAGE_ATTEMPTS:  # its workers died, time and again
        message.mark(State.FAILED, "", message.error or "every worker died while sending it")
        return
    try:
        letter = compose(message)
        channel = next((one for one in channels if one.reaches(letter)), None)
    except Exception as error:  # one message that can't be written must not stop the others
        logger.exception("message %s can't be composed", message.pk)
        message.try_again("", type(error).__name__)
        return
    if channel is None:
        message.mark(State.UNREACHABLE, "", "")
        return
    if message.was_left and not channel.repeatable:
        message.mark(State.UNKNOWN, channel.name, "a worker died while sending it")
        return
    try:
        channel.send(letter)
    except ChannelError as error:
        _cope(message, channel, error)
    except Exception as error:  # a channel's own fault must not stop the others' messages
        logger.exception("message %s failed", message.pk)
        message.try_again(channel.name, type(error).__name__)
    else:
        message.mark_sent(channel.name)


def _cope(message: OutgoingMessage, channel: Channel, error: ChannelError) -> None:
    logger.warning("message %s not sent over %s: %s", message.pk, channel.name, error)
    if error.ambiguous and not channel.repeatable:
        message.mark(State.UNKNOWN, channel.name, str(error))
    elif error.permanent:
        message.mark(State.FAILED, channel.name, str(error))
    else:
        message.try_again(channel.name, str(error))


@transaction.atomic
def settle_message(message: OutgoingMessage, actor: Actor, *, told: bool) -> OutgoingMessage:
    """What was left to people: the officer told the citizen, or it is to be sent once more.

    It changes nothing of the dossier, so it is no move of the table and possible in every status;
    the message itself says who settled it. Raises `NotAllowed` and `Refused`.
    """
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("dossier")
    locked = rows.get(pk=message.pk)
    if not may(actor, "settle", locked.dossier):
        raise NotAllowed("settle")
    if not locked.is_left_to_people:
        raise Refused("message_settled")
    locked.settled_by = actor.get_full_name() or actor.get_username()
    if told:
        locked.state, locked.sent_at = State.TOLD, timezone.now()
    else:
        locked.state, locked.attempts = State.QUEUED, 0
        locked.queued_at = locked.next_attempt_at = timezone.now()
    locked.save()
    return locked


def compose(message: OutgoingMessage) -> Letter:
    """The message in the citizen's language, with the secret, which is stored nowhere."""
    dossier = message.dossier
    with translation.override(dossier.language):
        wording = MessageTemplate.wording(message.kind, dossier.language).fill(values_of(message))
    return Letter(
        id=message.sending_id,
        kind=message.kind,
        email=dossier.applicant_email,
        phone=dossier.applicant_phone,
        subject=wording.subject,
        body=wording.body,
        short=wording.short,
        language=dossier.language,
        reference=dossier.reference,
        code=dossier.code or "",
        status=message.event.to_status,
    )


def values_of(message: OutgoingMessage) -> dict[str, str]:
    """What the placeholders stand for: the facts of the event, not of today."""
    dossier, data = message.dossier, message.event.data or {}
    agency, language = in_charge(dossier, message.event.to_status), dossier.language
    return {
        "agency": in_language(agency.name, language) or agency.code,
        "agency_phone": agency.telephone,
        "agency_address": agency.address,
        "agency_hours": in_language(agency.office_hours, language),
        "service": in_language(dossier.service.name, language),
        "applicant": dossier.applicant_name,
        "reference": dossier.reference,
        "code": dossier.code or dossier.reference,
        # Before acceptance there is no code of the dossier yet.
        "code_label": _("Dossier code") if dossier.code else _("Reference"),
        "secret": dossier.secret,
        "lookup_url": lookup_url(),
        "status": status_label(message.event.to_status),
        "received": day(dossier.received_on),
        "reason": data.get("reason", ""),
        "items": "\n".join(f"- {item}" for item in data.get("items", ())),
        "amount": money(data["amount"]) if data.get("amount") else "",
        "due": _moment(data.get("due_at")),
        "was_due": _moment(data.get("was_due_at")),
        "reply": _moment(data.get("reply_due_at")),
        "appointment": _moment(data.get("appointment_at")),
        "answer_by": _day(data.get("answer_by")),
        "collect": collect(dossier),
        "waiting": _waiting(message.kind, data.get("due_at")),
    }


def _waiting(kind: str, due: str | None) -> str:
    """Whether the time stands still: a dossier whose pauses do not stop it keeps its due date."""
    if kind not in wording.WAITING:
        return ""
    if due:
        return _(wording.RUNS_ON) % {"due": _moment(due)}
    return _(wording.WAITING[kind])


def _moment(value: str | None) -> str:
    return moment(dt.datetime.fromisoformat(value)) if value else ""


def _day(value: str | None) -> str:
    return day(dt.datetime.fromisoformat(value).date()) if value else ""
