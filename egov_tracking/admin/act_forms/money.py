"""Fees: asking, recording, asking for none."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egov_tracking.admin.act_forms.acceptance import LimitFields
from egov_tracking.admin.act_forms.base import ActForm, line, reason
from egov_tracking.models import Dossier, Payment, PaymentState, words
from egov_tracking.models.terms import terms_of
from egov_tracking.rules.workflow import Status

MOST = 10**12
#: Where somebody has still to say or to take what is paid.
OPEN_FEE = (PaymentState.DUE, PaymentState.UNDECIDED)


def amount(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Amount in đồng"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter an amount above zero.")},
        **options,
    )


def method(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How it was paid"), choices=Payment.Method.choices, **options)


def receipt(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Number of the receipt"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the number of the receipt.")},
        **options,
    )


def propose(field: forms.Field, dossier: Dossier) -> None:
    """Say beside the amount what the form came to; fill it in where nothing else is known."""
    field.initial = words.amount_due(dossier) or None
    if dossier.payment_state not in OPEN_FEE:
        return
    sums = terms_of(dossier).sums
    if sums:
        told = words.form_sums(dossier)
        field.help_text = gettext("The form came to: %(sums)s.") % {"sums": told}
    if field.initial is None and len(sums) == 1:
        field.initial = sums[0][1]


class NamedFee(ActForm):
    amount = amount()
    name = line(
        _("What for"), help_text=_("Leave empty for “fee”. The citizen reads this."), most=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propose(self.fields["amount"], self.dossier)
        if self.dossier.payment_state == PaymentState.DUE:
            self.fields["amount"].initial = None  # what is due was asked for already

    def given(self) -> dict[str, Any]:
        given = super().given()
        name = given.pop("name")
        return {**given, "name": {self.dossier.language: name}} if name else given


class RequestPaymentForm(NamedFee):
    act = "request_payment"
    notice = _("The office goes on when this is paid. The citizen gets a message.")


class AddFeeForm(NamedFee):
    act = "add_fee"
    notice = _("It is to be paid with the result; the office goes on.")


class MovesOn(LimitFields):
    """A payment that accepts the dossier needs a time limit where the service has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.dossier.status == Status.AWAITING_PAYMENT and not self.dossier.is_accepted
        if not first or terms_of(self.dossier).time_limit is not None:
            for name in ("limit", "amount_of_days", "unit"):
                del self.fields[name]


class RecordPaymentForm(MovesOn):
    act = "record_payment"
    amount = amount()
    receipt = receipt()
    method = method()
    field_order = ("amount", "receipt", "method")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propose(self.fields["amount"], self.dossier)


class WaivePaymentForm(MovesOn):
    act = "waive_payment"
    notice = _("Nothing is collected for this dossier any more.")
    reason = reason(help_text=_("For example an exemption, and by which rule."))
    field_order = ("reason",)


FORMS = (RequestPaymentForm, RecordPaymentForm, WaivePaymentForm, AddFeeForm)
