"""Fees: what is to be paid, what was paid and how (law R47, R48)."""

import datetime as dt

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models.text import TranslatedField
from egov_tracking.models.dossiers import Dossier, PaymentState
from egov_tracking.models.terms import terms_of


class Payment(models.Model):
    """One fee of one dossier, in whole đồng."""

    class State(models.TextChoices):
        DUE = "due", _("to be paid")
        PAID = "paid", _("paid")
        WAIVED = "waived", _("not charged")

    class Stage(models.IntegerChoices):
        """When the fee is collected, as the national code."""

        INTAKE = 1, _("with the filing")
        SUPPLEMENT = 2, _("with the supplement")
        RESULT = 4, _("with the result")

    class Method(models.TextChoices):
        CASH = "cash", _("cash")
        CARD = "card", _("card at the counter")
        TRANSFER = "transfer", _("bank transfer")
        POST = "post", _("through the post")
        NATIONAL_GATEWAY = "national", _("online, national gateway")
        OWN_GATEWAY = "own", _("online, the agency's gateway")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="payments")
    name = TranslatedField(_("fee"))
    amount = models.PositiveBigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.RESULT)
    method = models.CharField(_("how"), max_length=10, choices=Method.choices, blank=True)
    receipt = models.CharField(_("receipt number"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["receipt"], condition=~models.Q(receipt=""), name="egov_payment_receipt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"


def charge(dossier: Dossier, now: dt.datetime) -> list[Payment]:
    """The fees that the answers tell, not saved yet; and the dossier's payment state."""
    charges = [one for one in terms_of(dossier).fees if one.amount != 0]
    known = [one for one in charges if one.amount is not None]
    dossier.payment_state = PaymentState.NONE
    if charges:
        dossier.payment_state = PaymentState.DUE if known else PaymentState.UNDECIDED
    return [
        Payment(dossier=dossier, name=one.fee.name.to_json(), amount=one.amount or 0, asked_at=now)
        for one in known
    ]


def charge_again(dossier: Dossier) -> None:
    """After the answers changed: ask what they tell now, unless money or a waiver is recorded.

    What an officer added stays. The caller saves the dossier.
    """
    opened = dossier.events.get(act="open").at
    rows = dossier.payments.all()
    if any(one.state != Payment.State.DUE for one in rows):
        return
    dossier.payments.filter(asked_at=opened).delete()
    Payment.objects.bulk_create(charge(dossier, opened))
    if dossier.payments.exists():
        dossier.payment_state = PaymentState.DUE


def state_of_payments(dossier: Dossier) -> str:
    """The dossier's payment state after a change of its payments."""
    rows = list(dossier.payments.values_list("state", flat=True))
    states = set(rows)
    if rows and Payment.State.DUE not in states and _is_open(dossier, len(rows)):
        return PaymentState.UNDECIDED
    for state in (Payment.State.DUE, Payment.State.PAID, Payment.State.WAIVED):
        if state in states:
            return PaymentState(state.value)
    return dossier.payment_state


def _is_open(dossier: Dossier, recorded: int) -> bool:
    """Whether a fee whose amount the filing does not tell is neither recorded nor waived yet."""
    charges = [charge for charge in terms_of(dossier).fees if charge.amount != 0]
    known = [charge for charge in charges if charge.amount is not None]
    return len(charges) > len(known) >= recorded
