"""The small addresses around the wizard: start, resume, a file, the wards of a province."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from egov_forms import actions, parts, printing, throttle
from egov_forms.access import is_own, private, refused_by_page, remember
from egov_forms.closed import GONE, closed, gone
from egov_forms.downloads import FileLocked, file_response
from egov_forms.exceptions import FormGone, ServiceClosed
from egov_forms.models.queries import (
    find_draft,
    find_open_service,
    find_submission_of,
)
from egov_forms.rules import units
from egov_forms.summary import Summarised


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft for the service and go to its first step."""
    service = find_open_service(slug)
    if service is None:
        raise Http404
    refusal = refused_by_page(request, service)
    if refusal:
        return refusal
    try:
        started = actions.start_draft(service, get_language() or "")
    except ServiceClosed:
        return closed(request, service, status=409)
    except FormGone:
        return closed(request, service, status=503, reason=str(GONE))
    response = redirect("egov_forms:draft", draft_id=started.draft_id)
    remember(request, response, started.draft_id, started.token)
    return private(response)


class ResumeForm(Summarised):
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the reference")},
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret code"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the secret code")},
    )


@method_decorator(sensitive_post_parameters("secret"), name="dispatch")
class ResumeView(FormView[ResumeForm]):
    """Open a draft or a receipt again by reference and secret, from any device."""

    form_class = ResumeForm
    template_name = "egov_forms/wizard/resume.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return private(super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: ResumeForm) -> HttpResponse:
        allowed = throttle.may_try(self.request)
        resumed = actions.resume(form.cleaned_data["reference"], form.cleaned_data["secret"])
        # The holder of the right secret is let in whatever strangers did from the same address.
        if resumed is None:
            throttle.count_failure(self.request)
            form.add_error(None, _("No form matches this reference and secret code."))
            return self.render_to_response(
                self.get_context_data(form=form), status=200 if allowed else 429
            )
        response = redirect("egov_forms:draft", draft_id=resumed.draft_id)
        remember(self.request, response, resumed.draft_id, resumed.token)
        return response


resume = ResumeView.as_view()


@require_GET
def download(request: HttpRequest, draft_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file of one's own draft or submission, once the scanner called it clean."""
    owner = find_draft(draft_id) or find_submission_of(draft_id)
    if owner is None or not is_own(request, owner):
        return gone(request)
    refusal = refused_by_page(request, owner)
    if refusal:
        return refusal
    attachment = get_object_or_404(owner.attachments.all(), pk=attachment_id)
    try:
        return file_response(attachment)
    except (FileLocked, FileNotFoundError):
        raise Http404 from None


@require_GET
def printable(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to print and fill in by hand; for everybody who may see the page (R5)."""
    service = find_open_service(slug)
    if service is None or service.current_version is None:
        raise Http404
    refusal = refused_by_page(request, service)
    if refusal:
        return refusal
    definition = service.current_version.load()
    language = get_language() or service.language
    context = {
        "service": service,
        "title": definition.title.get(language),
        "reference": parts.form_reference(definition, language),
        "steps": printing.blank_steps(definition, language),
    }
    return render(request, "egov_forms/wizard/printable.html", context)


@require_GET
@cache_control(public=True, max_age=86400)
def wards(request: HttpRequest, province: str) -> JsonResponse:
    """The wards of a province, for the address field's second list: ``[{value, label}]``."""
    language = get_language() or "vi"
    found = [{"value": unit.code, "label": unit.name(language)} for unit in units.wards(province)]
    return JsonResponse({"wards": found})
