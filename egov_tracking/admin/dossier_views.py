"""The working page of one dossier, its files, its hidden numbers and the citizen's slip."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from egov_forms.downloads import FileLocked, file_response
from egov_forms.models.text import in_language
from egov_tracking import lookup
from egov_tracking.actions import settle_message
from egov_tracking.admin import working_page
from egov_tracking.admin.scope import DossierPage, address
from egov_tracking.exceptions import NotAllowed, Refused
from egov_tracking.models import AccessRecord, words
from egov_tracking.permissions import demand, may
from egov_tracking.rules.workflow import BY_NAME


class DossierView(DossierPage):
    """Who may not read answers (an auditor) sees history and clock without them."""

    template_name = "egov_tracking/desk/dossier.html"
    unmasked = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may(request.user, "read", self.dossier):
            demand(request.user, "read", self.dossier)
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return str(self.dossier)

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = working_page.context(
            self.dossier, self.request.user, self.roles, unmasked=self.unmasked
        )
        return {**context, **shown}


class UnmaskView(DossierView):
    """The same page with identity numbers in full: asked for by a button, and written down."""

    unmasked = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            demand(request.user, "unmask", self.dossier)
        except NotAllowed:
            raise PermissionDenied from None
        return self.render_to_response(self.get_context_data())


class FileView(DossierPage):
    """One file of the dossier, through the dossier; written down, and only when clean."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.dossier.submission is None:
            raise Http404
        file = get_object_or_404(self.dossier.submission.attachments, pk=kwargs["file"])
        try:
            demand(request.user, "download", self.dossier)
            return file_response(file)
        except NotAllowed:
            raise PermissionDenied from None
        except (FileLocked, FileNotFoundError):
            raise Http404 from None


class MessageView(DossierPage):
    """Settle a message that was left to people."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        message = get_object_or_404(self.dossier.messages, pk=kwargs["message"])
        told, again = ("told" in request.POST), ("again" in request.POST)
        if told == again:  # no button of ours
            return HttpResponseBadRequest()
        try:
            settled = settle_message(message, request.user, told=told)
        except NotAllowed:
            raise PermissionDenied from None
        except Refused as refusal:
            messages.error(request, words.refusal(refusal))
        else:
            text = _("%(message)s: %(state)s.") % {
                "message": settled.get_kind_display(),
                "state": settled.get_state_display(),
            }
            messages.success(request, text)
        return redirect(address("dossier", self.dossier.pk))


class SlipView(DossierPage):
    """Reference and secret for the citizen at the counter; whoever may void it may see it.

    Not once the dossier is closed: then no paper has a reason to carry the secret.
    """

    template_name = "egov_tracking/desk/slip.html"
    page_title = gettext_lazy("Slip for the citizen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, "reissue_secret", self.dossier):
            raise PermissionDenied
        if not BY_NAME["reissue_secret"].allows(self.dossier.state):
            messages.error(request, _("The dossier is closed: there is no slip any more."))
            return redirect(address("dossier", self.dossier.pk))
        AccessRecord.record(request.user, "secret", [self.dossier])
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        dossier = self.dossier
        return {
            **context,
            "dossier": dossier,
            "service_name": in_language(dossier.service.name),
            "agency": dossier.agency,
            "agency_name": in_language(dossier.agency.name),
            "filed": words.moment(dossier.filed_at),
            "reply": words.moment(dossier.reply_due_at) if not dossier.is_accepted else "",
            "due": words.moment(dossier.expected_at),
            "lookup_url": self.request.build_absolute_uri(lookup.address()),
            "back_url": address("dossier", dossier.pk),
            "title": _("Keep this slip"),
        }
