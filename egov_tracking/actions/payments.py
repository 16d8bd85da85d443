"""Asking for a fee, recording it, or asking for none."""

import datetime as dt
from typing import Any

from egov_forms.models import Agency
from egov_tracking.actions.base import Act, acting
from egov_tracking.actions.intake import start_clock
from egov_tracking.exceptions import Refused
from egov_tracking.models import Dossier, Payment, PaymentState
from egov_tracking.models.officers import Actor
from egov_tracking.models.payments import state_of_payments
from egov_tracking.models.words import money
from egov_tracking.rules.deadlines import Limit
from egov_tracking.rules.workflow import Status

FEE = {"vi": "Phí, lệ phí", "en": "Fee"}


def request_payment(
    dossier: Dossier,
    actor: Actor,
    *,
    amount: int,
    name: dict[str, str] | None = None,
    stage: Payment.Stage = Payment.Stage.INTAKE,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 6: the office goes on when this is paid. A fee of nothing is refused (law R47)."""
    with acting("request_payment", dossier, actor, version=version, now=now) as act:
        _add(act, amount, name, stage)
        act.data["amount"] = _total(_due(act.dossier))
    return act.dossier


def add_fee(
    dossier: Dossier,
    actor: Actor,
    *,
    amount: int,
    name: dict[str, str] | None = None,
    stage: Payment.Stage = Payment.Stage.RESULT,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """A fee to be paid with the result: a state of the payment, not of the dossier."""
    with acting("add_fee", dossier, actor, version=version, now=now) as act:
        _add(act, amount, name, stage)
        act.data["amount"] = amount
    return act.dossier


def _add(act: Act, amount: int, name: dict[str, str] | None, stage: Payment.Stage) -> None:
    if amount <= 0:
        raise Refused("amount_missing")
    Payment.objects.create(
        dossier=act.dossier, name=name or FEE, amount=amount, stage=stage, asked_at=act.now
    )
    act.dossier.payment_state = PaymentState.DUE


def record_payment(
    dossier: Dossier,
    actor: Actor,
    *,
    amount: int,
    receipt: str,
    method: Payment.Method = Payment.Method.CASH,
    payment: int | None = None,
    name: dict[str, str] | None = None,
    limit: Limit | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Record money received: for one payment (its id), else for all that is due.

    Where nothing was asked, the amount is recorded as a fee of its own. At status 6 the last
    payment moves the dossier on; one that was not accepted yet is accepted by it, with ``limit``
    as in `accept`.
    """
    with acting("record_payment", dossier, actor, version=version, now=now) as act:
        if amount <= 0:
            raise Refused("amount_missing")
        act.take(receipt=receipt)
        receipt = act.data["receipt"]
        _insist_on_new_receipt(act.dossier, receipt)
        due = _due(act.dossier, payment)
        if due and _total(due) != amount:
            raise Refused("amount_differs", due=money(_total(due)), paid=money(amount))
        if not due and payment is not None:
            raise Refused("nothing_due")
        if not due:
            _add(act, amount, name, Payment.Stage.RESULT)
            due = _due(act.dossier)
        _settle(act, due, state=Payment.State.PAID, receipt=receipt, method=method)
        act.data |= {"amount": amount, "method": str(method)}
        _accept_if_first(act, limit)
    return act.dossier


def _insist_on_new_receipt(dossier: Dossier, receipt: str) -> None:
    """One receipt of an agency is for one dossier; its row is the lock that two counters share."""
    Agency.objects.select_for_update(no_key=True).get(pk=dossier.agency_id)
    used = Payment.objects.filter(dossier__agency=dossier.agency_id, receipt=receipt)
    if other := used.select_related("dossier").first():
        raise Refused("receipt_used", receipt=receipt, dossier=str(other.dossier))


def waive_payment(
    dossier: Dossier,
    actor: Actor,
    *,
    reason: str,
    payment: int | None = None,
    limit: Limit | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Ask for no fee, with the reason: exempt, or nothing is due in this case."""
    with acting("waive_payment", dossier, actor, version=version, now=now) as act:
        act.take(reason=reason)
        due = _due(act.dossier, payment)
        if not due and act.dossier.payment_state != PaymentState.UNDECIDED:
            raise Refused("nothing_due")
        if not due:
            # A row of its own, so that the fee which was not known is seen to be decided.
            due = [_waivable(act)]
        _settle(act, due, state=Payment.State.WAIVED, reason=act.data["reason"])
        act.data["amount"] = _total(due)
        _accept_if_first(act, limit)
    return act.dossier


def _waivable(act: Act) -> Payment:
    return Payment.objects.create(dossier=act.dossier, name=FEE, amount=0, asked_at=act.now)


def _due(dossier: Dossier, payment: int | None = None) -> list[Payment]:
    due = dossier.payments.filter(state=Payment.State.DUE)
    return list(due.filter(pk=payment) if payment is not None else due)


def _total(payments: list[Payment]) -> int:
    return sum(payment.amount for payment in payments)


def _settle(act: Act, payments: list[Payment], **changes: Any) -> None:
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(
        settled_at=act.now, settled_by=act.user, **changes
    )
    act.dossier.payment_state = state_of_payments(act.dossier)


def _accept_if_first(act: Act, limit: Limit | None) -> None:
    if act.target is Status.ACCEPTED and not act.dossier.is_accepted:
        # The clock starts on a full dossier, and it is full now that the fee is there.
        act.dossier.complete_at = act.now
        start_clock(act, limit)


__all__ = ["add_fee", "record_payment", "request_payment", "waive_payment"]
