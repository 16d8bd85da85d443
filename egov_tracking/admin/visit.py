"""The one visit: originals compared, fee recorded, result handed over, on one screen."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from egov_forms.rules.definition import Component
from egov_tracking import actions
from egov_tracking.admin.act_forms import money
from egov_tracking.admin.act_forms.base import line
from egov_tracking.admin.act_forms.counter import OriginalsFields
from egov_tracking.admin.acts import FormOfActs
from egov_tracking.models import (
    DeliveryMethod,
    Dossier,
    OriginalCheck,
    Payment,
)

PAID, WAIVED = "paid", "waived"


class VisitForm(OriginalsFields):
    """Three acts in one transaction. Where originals do not match, only that is recorded."""

    act = "hand_over"
    fee = forms.ChoiceField(
        label=gettext_lazy("Fee"),
        widget=forms.RadioSelect,
        choices=[
            (PAID, gettext_lazy("collected now")),
            (WAIVED, gettext_lazy("none is asked")),
        ],
        initial=PAID,
        required=False,
    )
    amount = money.amount(required=False)
    receipt = money.receipt(required=False)
    paid_by = money.method(required=False)
    reason = line(gettext_lazy("Why no fee is asked"), most=4000)
    method = forms.ChoiceField(
        label=gettext_lazy("How the result goes out"),
        choices=DeliveryMethod.choices,
        widget=forms.RadioSelect,
    )
    collector = line(gettext_lazy("Who collects it"))
    collector_paper = line(
        gettext_lazy("Shown paper"),
        help_text=gettext_lazy("For example the receipt, the identity card, an authorisation."),
    )
    tracking = line(gettext_lazy("Tracking number of the post"), most=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].initial = self.dossier.delivery_method
        self.fields["collector"].initial = self.dossier.applicant_name
        self.has_fee = self.dossier.payment_state in money.OPEN_FEE
        if self.has_fee:
            money.propose(self.fields["amount"], self.dossier)
        else:
            for name in ("fee", "amount", "receipt", "paid_by", "reason"):
                del self.fields[name]
        # As on the screen, so that the list of errors goes from top to bottom.
        self.order_fields([one for row in self.paper_rows for one in (row[0].name, row[1].name)])
        self.must_compare = bool(self.papers) and actions.needs_originals(self.dossier)

    def section(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def fee_fields(self) -> list[forms.BoundField]:
        return self.section("fee", "amount", "receipt", "paid_by", "reason")

    @property
    def hand_over_fields(self) -> list[forms.BoundField]:
        return self.section("method", "collector", "collector_paper", "tracking")

    @property
    def all_match(self) -> bool:
        """Whether the hand-over may go on; papers compared earlier count as they were found."""
        seen = {
            **dict(self.dossier.original_checks.values_list("component", "result")),
            **self.originals,
        }
        if not self._are_good(seen):
            return False
        return not self.must_compare or all(one.key in seen for one in self.papers)

    def _are_good(self, seen: dict[str, str]) -> bool:
        """A full online service asks for no original, but none that was shown may differ."""
        good = {OriginalCheck.Result.MATCHES}
        if not self.must_compare:
            good.add(OriginalCheck.Result.MISSING)
        return set(seen.values()) <= good

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.must_compare:
            for one in self.papers:
                if not cleaned.get(f"original_{one.key}"):
                    self._ask_for(one)
        if self.has_fee and self._are_good(self.originals):
            self._check_fee(cleaned)
        return cleaned

    def _ask_for(self, paper: Component) -> None:
        name = paper.name.get(get_language() or self.dossier.language)
        self.add_error(f"original_{paper.key}", _("Say what you saw: %(paper)s") % {"paper": name})

    def _check_fee(self, cleaned: dict[str, Any]) -> None:
        """The acts would refuse one thing at a time; a person reads all of it at once."""
        if cleaned.get("fee") == WAIVED:
            if not cleaned.get("reason"):
                self.add_error("reason", _("Give a reason."))
            return
        if not cleaned.get("amount"):
            self.add_error("amount", _("Enter an amount above zero."))
        if not cleaned.get("receipt"):
            self.add_error("receipt", _("Enter the number of the receipt."))

    @transaction.atomic
    def perform(self) -> Dossier:
        done, version = self.dossier, self.cleaned_data["version"]
        if self.originals:
            done = actions.check_originals(
                done, self.actor, originals=self.originals, notes=self.notes, version=version
            )
            version = done.lock_version
        if not self.all_match:
            return done
        if self.has_fee:
            done = self._settle_fee(done, version)
            version = done.lock_version
        names = ("method", "collector", "collector_paper", "tracking")
        given = {name: self.cleaned_data[name] for name in names}
        given["method"] = DeliveryMethod(given["method"])
        return actions.hand_over(done, self.actor, version=version, **given)

    def _settle_fee(self, dossier: Dossier, version: int) -> Dossier:
        cleaned = self.cleaned_data
        if cleaned.get("fee") == WAIVED:
            return actions.waive_payment(
                dossier, self.actor, reason=cleaned["reason"], version=version
            )
        return actions.record_payment(
            dossier,
            self.actor,
            amount=cleaned["amount"],
            receipt=cleaned["receipt"],
            method=Payment.Method(cleaned["paid_by"] or Payment.Method.CASH),
            version=version,
        )


class VisitView(FormOfActs):
    """The screen of the one visit."""

    act = "hand_over"
    form_class = VisitForm
    template_name = "egov_tracking/desk/visit.html"

    def tell(self, done: Dossier) -> None:
        if done.handed_over_at:
            super().tell(done)
            return
        text = _("The comparison is recorded. The result stays here: not all originals match.")
        messages.warning(self.request, text)
