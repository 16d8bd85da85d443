"""Opening, accepting and refusing a dossier."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from egov_forms.models import Agency, Draft, Service, ServiceVersion, Submission
from egov_forms.models.text import main_language
from egov_tracking.actions.base import Act, acting, optional, read_clock, required, write
from egov_tracking.conf import settings
from egov_tracking.exceptions import NotAllowed, Refused
from egov_tracking.models import (
    Calendar,
    Channel,
    Citizen,
    CodeCounter,
    Dossier,
    Membership,
    Payment,
    payments,
)
from egov_tracking.models.officers import Actor
from egov_tracking.models.terms import as_limit, terms_of
from egov_tracking.rules.codes import mint
from egov_tracking.rules.deadlines import Limit, PausePolicy
from egov_tracking.rules.workflow import Role

#: How far a paper's filing may lie before its entry, and how far two clocks may differ.
OLDEST_PAPER = dt.timedelta(days=366)
SKEW = dt.timedelta(minutes=5)


# Inside the transaction that submits it needs no savepoint: when it fails, all is undone.
@transaction.atomic(savepoint=False)
def open_dossier(submission: Submission, *, now: dt.datetime | None = None) -> Dossier:
    """The dossier of a submission, at status 1; again gives the same one."""
    known = Dossier.unscoped.filter(submission=submission).first()
    if known:
        return known
    dossier = Dossier(
        submission=submission,
        reference=submission.reference,
        key_id=submission.key_id,
        generation=submission.generation,
        agency=submission.agency,
        deciding_agency=submission.agency,
        service=submission.service,
        version=submission.version,
        channel=Channel.ONLINE,
        language=submission.language,
        filed_at=submission.submitted_at,
    )
    dossier.read_submission()
    _open(dossier, Citizen(submission.reference), now or submission.submitted_at)
    return dossier


def open_paper_dossier(
    *,
    actor: Actor,
    service: Service,
    agency: Agency,
    applicant_name: str,
    applicant_phone: str = "",
    applicant_email: str = "",
    applicant_address: str = "",
    channel: Channel = Channel.COUNTER,
    language: str = "",
    filed_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """A dossier on paper, from the counter or by post, with a reference and secret of its own.

    Same clock, same papers, same codes as one filed online. ``language`` is the citizen's, for
    letters: the site's own when it is left out. What has the same ``once`` gives the same dossier
    again, also from two processes at a time. Raises `NotAllowed`, `Refused`.
    """
    now = now or timezone.now()
    version = _insist_on_intake(actor, service, agency, filed_at, now)
    dossier = Dossier(
        agency=agency,
        deciding_agency=agency,
        service=service,
        version=version,
        channel=channel,
        language=language or main_language(),
        applicant_name=required(applicant_name, "applicant", name=True),
        applicant_phone=optional(applicant_phone, line=True, most=32),
        applicant_email=optional(applicant_email, line=True, most=254),
        applicant_address=optional(applicant_address, line=True),
        filed_at=filed_at or now,
        opened_once=once,
    )
    return _open_once(dossier, actor, now)


def _insist_on_intake(
    actor: Actor, service: Service, agency: Agency, filed_at: dt.datetime | None, now: dt.datetime
) -> ServiceVersion:
    """What the agency takes on paper now, and from whom; else `NotAllowed` or `Refused`."""
    if not Membership.roles(actor).get(agency.pk, Role(0)) & Role.RECEPTION:
        raise NotAllowed("open")
    if service.current_version is None:
        raise Refused("no_version")
    if not service.agencies.filter(pk=agency.pk).exists():
        raise Refused("foreign_agency", agency=str(agency))
    if filed_at and filed_at > now + SKEW:
        raise Refused("filed_in_future")
    if filed_at and filed_at < now - OLDEST_PAPER:
        raise Refused("filed_too_long_ago")
    return service.current_version


def _open_once(dossier: Dossier, actor: Actor, now: dt.datetime) -> Dossier:
    """Open it, or give the one of the same ``opened_once``, unless that is another filing's."""
    dossier.new_free_pair()
    try:
        with transaction.atomic():
            _open(dossier, actor, now)
    except IntegrityError:
        once = dossier.opened_once
        known = Dossier.unscoped.filter(opened_once=once).first() if once else None
        if known is None:
            raise
        return _insist_on_same(known, dossier)
    return dossier


def _insist_on_same(known: Dossier, dossier: Dossier) -> Dossier:
    """Refuse another filing under a form that was sent before (security rule 9)."""
    same = ("agency_id", "service_id", "applicant_name", "applicant_phone", "applicant_address")
    if any(getattr(known, name) != getattr(dossier, name) for name in same):
        raise Refused("opened_before")
    return known


def _open(dossier: Dossier, actor: Actor, now: dt.datetime) -> None:
    calendar = Calendar.of(dossier.deciding_agency_id)
    dossier.complete_at = dossier.filed_at
    dossier.reply_due_at = calendar.office().add_hours(dossier.filed_at, calendar.reply_hours)
    dossier.pause_policy = calendar.pause_policy
    dossier.lock_version = 1
    fees = payments.charge(dossier, now)
    dossier.save(force_insert=True)
    Payment.objects.bulk_create(fees)
    data = {"reply_due_at": dossier.reply_due_at, "channel": int(dossier.channel)}
    write(dossier, actor, "open", now, None, data, "received")


def accept(
    dossier: Dossier,
    actor: Actor,
    *,
    limit: Limit | None = None,
    pause_policy: PausePolicy | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 2: mint the code and start the clock on the day that rule R1 gives.

    Without ``limit`` the service's own applies, where the answers decide which
    (`egov_forms.evaluation.limits`); else it is `Refused`.
    """
    with acting("accept", dossier, actor, version=version, now=now) as act:
        start_clock(act, limit, pause_policy)
    return act.dossier


def start_clock(act: Act, limit: Limit | None, pause_policy: PausePolicy | None = None) -> None:
    """Acceptance itself; a payment before intake leads here too."""
    dossier = act.dossier
    if limit is None:
        fitting = terms_of(dossier).time_limit
        if fitting is None:
            raise Refused("no_time_limit")
        limit = as_limit(fitting)
    dossier.limit_unit = limit.unit.value
    dossier.limit_amount, dossier.limit_cutoff = limit.amount, limit.cutoff
    if pause_policy:
        dossier.pause_policy = pause_policy.value
    dossier.accepted_at = act.now
    act.message = "accepted"
    dossier.received_on = act.office.receipt_day(dossier.complete_at)
    number = CodeCounter.next(dossier.agency, dossier.received_on)
    dossier.code = mint(dossier.agency.code, dossier.received_on, number, settings.SEQUENCE_DIGITS)
    read_clock(act)
    act.data |= {
        "code": dossier.code,
        "received_on": dossier.received_on,
        "limit": limit_data(limit),
        "pause_policy": dossier.pause_policy,
    }


def limit_data(limit: Limit) -> dict[str, Any]:
    amount: Decimal | None = limit.amount
    return {"unit": limit.unit.value, "amount": amount, "cutoff": limit.cutoff}


def refuse(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 3, with a reason (form 03)."""
    with acting("refuse", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason)
    return act.dossier


def reissue_secret(
    dossier: Dossier,
    actor: Actor,
    *,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Void the secret and give another, after the counter has seen who asks."""
    with transaction.atomic():
        same = _same_pair(dossier)
        for rows in same:  # before the dossier's own row, as a correction does
            list(rows.select_for_update(of=("self",)))
        with acting("reissue_secret", dossier, actor, version=version, now=now) as act:
            act.dossier.generation += 1
            act.dossier.token_digest = ""
            for rows in same:
                rows.update(generation=act.dossier.generation, token_digest="")
    return act.dossier


def _same_pair(dossier: Dossier) -> tuple[QuerySet[Any], ...]:
    """The other rows that one secret opens: a correction that was begun, and the filing."""
    filed = dossier.submission_id
    if filed is None:
        return ()
    return Draft.objects.filter(corrects=filed), Submission.objects.filter(pk=filed)
