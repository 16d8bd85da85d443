"""A dossier on paper, opened at the counter."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from egov_forms.fields import phone
from egov_forms.models import Agency, Service
from egov_forms.models.text import languages, main_language
from egov_forms.rules.text import TextError, clean_name
from egov_forms.summary import Summarised
from egov_tracking import actions
from egov_tracking.admin.act_forms.base import line
from egov_tracking.admin.explaining import explain
from egov_tracking.admin.filters import by_name
from egov_tracking.admin.scope import DeskPage, Scope, address
from egov_tracking.exceptions import EgovTrackingError, Refused
from egov_tracking.models import Channel, Dossier, words
from egov_tracking.rules.workflow import Role

#: How far a clock beside ours may be ahead.
SKEW = dt.timedelta(minutes=5)


class IntakeForm(Summarised):
    """Only services and agencies of the officer's own counters can be chosen."""

    anchor = None

    #: Of one showing of the form: pressed twice, it opens one dossier.
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    agency: Any = forms.ModelChoiceField(
        label=gettext_lazy("Receiving agency"), queryset=None, empty_label=None
    )
    service: Any = forms.ModelChoiceField(
        label=gettext_lazy("Service"),
        queryset=None,
        error_messages={"required": gettext_lazy("Choose a service.")},
    )
    channel = forms.TypedChoiceField(
        label=gettext_lazy("How it was filed"),
        coerce=int,
        choices=[(int(one), one.label) for one in (Channel.COUNTER, Channel.POST)],
        initial=int(Channel.COUNTER),
    )
    filed_at = forms.DateTimeField(
        label=gettext_lazy("Time of filing"),
        help_text=gettext_lazy("Leave empty for now. The clock counts from here."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    applicant_name = line(
        gettext_lazy("Name of the applicant"), gettext_lazy("Enter the name of the applicant.")
    )
    applicant_phone = line(gettext_lazy("Telephone"), most=32)
    applicant_email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Messages about the dossier go there."),
    )
    applicant_address = line(gettext_lazy("Address"))

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the citizen"),
        help_text=gettext_lazy("Letters about the dossier are written in it."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, roles: dict[int, Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counters = [pk for pk, role in roles.items() if role & Role.RECEPTION]
        agencies = Agency.objects.filter(pk__in=counters)
        services = Service.objects.filter(agencies__in=counters, current_version__isnull=False)
        for name, rows in (("agency", agencies), ("service", services.distinct())):
            field: Any = self.fields[name]
            field.queryset = rows
        field.choices = [("", _("Choose a service")), *by_name(field.queryset)]
        language: Any = self.fields["language"]
        language.choices, language.initial = languages(), main_language()
        if len(languages()) == 1:
            language.widget = forms.HiddenInput()
        if len(counters) == 1:
            self.fields["agency"].initial = counters[0]

    def clean_filed_at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["filed_at"]
        if moment and moment > timezone.now() + SKEW:
            raise forms.ValidationError(_("This time has not come yet."))
        return moment

    def clean_applicant_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["applicant_name"])
        except TextError as error:
            code = "name_invisible" if error.code == "invisible" else "text_invalid"
            raise forms.ValidationError(words.refusal(Refused(code))) from None

    def clean_applicant_phone(self) -> str:
        return phone.normalise(self.cleaned_data["applicant_phone"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        service, agency = cleaned.get("service"), cleaned.get("agency")
        if service and agency:
            mine: Any = self.fields["agency"]
            offering = list(mine.queryset.filter(services=service))
            if agency not in offering:
                self.add_error("service", _not_offered(offering))
        return cleaned


def _not_offered(offering: list[Agency]) -> str:
    text = _(
        "This agency does not offer the service. At your counters it is offered by: %(names)s."
    )
    return text % {"names": ", ".join(map(str, offering))}


class IntakeView(DeskPage):
    """Same clock, same papers, same code as a dossier that was filed online."""

    scope = Scope.RECEPTION
    needs = Role.RECEPTION
    template_name = "egov_tracking/desk/intake.html"
    page_title = gettext_lazy("Paper dossier")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._shown(IntakeForm(roles=self.roles))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = IntakeForm(request.POST, roles=self.roles)
        if form.is_valid():
            try:
                return self._opened(self._open(form))
            except EgovTrackingError as error:
                form.add_error(None, explain(error))
        return self._shown(form, 422)

    def _open(self, form: IntakeForm) -> Dossier:
        given = {**form.cleaned_data, "channel": Channel(form.cleaned_data["channel"])}
        return actions.open_paper_dossier(actor=self.request.user, **given)

    def _opened(self, dossier: Dossier) -> HttpResponseBase:
        text = _("The dossier %(dossier)s is open. Give the citizen the slip.")
        messages.success(
            self.request,
            text % {"dossier": dossier},
            buttons=[messages.button(address("slip", dossier.pk), _("Show the slip"))],
        )
        return redirect(address("dossier", dossier.pk))

    def _shown(self, form: IntakeForm, status: int = 200) -> HttpResponseBase:
        context = self.get_context_data(form=form, back_url=address("index"))
        return self.render_to_response(context, status=status)
