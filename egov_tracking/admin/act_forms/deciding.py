"""Processing and deciding."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_tracking.admin.act_forms.base import ActForm, document, line, reason
from egov_tracking.admin.originals import differing
from egov_tracking.models.clocks import office_of


class StartForm(ActForm):
    act = "start_processing"


class ResumeForm(ActForm):
    act = "resume"
    notice = _("The time limit runs again from today.")


class SuspendForm(ActForm):
    act = "suspend"
    notice = _("The time limit stands still until you go on. The citizen gets a message.")
    reason = reason()
    document = document()


class StopForm(ActForm):
    act = "stop"
    is_serious = True
    notice = _("No result will come from this dossier. The citizen gets a message.")
    reason = reason()
    document = document()


class ReopenForm(ActForm):
    act = "reopen"
    reason = reason()
    document = document()


class WarnedForm(ActForm):
    """Tells whoever signs what the counter found, also before a result was sent back."""

    @property
    def warning(self) -> str:
        return differing(self.dossier)


class FinishForm(WarnedForm):
    act = "finish"
    notice = _("The time limit ends now, and the citizen is told that the result is ready.")
    document = line(_("Number of the result"), _("Give the number or the name of the document."))


class SendBackForm(WarnedForm):
    act = "send_back"
    notice = _(
        "The originals have to be compared again; the history keeps what was found. "
        "The time limit runs again."
    )
    reason = reason()


class ApologiseForm(ActForm):
    act = "apologise"
    notice = _(
        "A letter of apology with a new date goes to the citizen. It can be sent once only, and "
        "the dossier still counts as late after the old date."
    )
    reason = reason()
    appointment = forms.DateField(
        label=_("New date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Until the office closes on this day."),
        error_messages={"required": _("Enter the new date.")},
    )

    def given(self) -> dict[str, Any]:
        given = super().given()
        day: dt.date = given["appointment"]
        office = office_of(self.dossier)
        return {**given, "appointment": office.at(day, office.closes)}


class AskWithdrawalForm(ActForm):
    act = "ask_withdrawal"
    notice = _("Only when the citizen asks for it at the counter.")
    reason = reason()


class GrantWithdrawalForm(ActForm):
    act = "grant_withdrawal"
    function = "decide_withdrawal"
    is_serious = True
    notice = _("The dossier is stopped. The citizen gets a message.")
    reason = reason()
    document = document()

    def given(self) -> dict[str, Any]:
        return {**super().given(), "granted": True}


class RejectWithdrawalForm(ActForm):
    act = "reject_withdrawal"
    function = "decide_withdrawal"
    notice = _("The dossier goes on where it was. The citizen gets a message with the reason.")
    reason = reason()

    def given(self) -> dict[str, Any]:
        return {**super().given(), "granted": False}


FORMS = (
    StartForm,
    ResumeForm,
    SuspendForm,
    StopForm,
    ReopenForm,
    FinishForm,
    SendBackForm,
    ApologiseForm,
    AskWithdrawalForm,
    GrantWithdrawalForm,
    RejectWithdrawalForm,
)
