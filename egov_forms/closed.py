"""The pages that say why nothing can be filed here, and what to do instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from egov_forms.access import private
from egov_forms.models import Channel, Service
from egov_forms.models.queries import page_of

GONE = _(
    "This form can't be filled in online at the moment, because a part of the portal is missing. "
    "What you have entered so far is kept. Call the agency, or apply at the counter."
)


def gone(request: HttpRequest) -> HttpResponse:
    """For each draft that this browser may not open, whether there is one or not."""
    response = private(render(request, "egov_forms/wizard/gone.html", status=404))
    # With `i18n_patterns` Django's LocaleMiddleware looks for a 404 under the language's prefix,
    # where Wagtail takes every address: the citizen would see a bare "not found" instead.
    request.urlconf = "egov_forms.urls"
    return response


def closed(request: HttpRequest, row: Any, *, status: int, reason: str = "") -> HttpResponse:
    """``row`` is a service or a draft from `models.queries`."""
    service = row if isinstance(row, Service) else row.service
    page = page_of(row)
    national = service.channel == Channel.NATIONAL_PORTAL
    context = {
        "service_name": str(service),
        "service_page_url": page.get_url(request) if page else "",
        "portal_url": service.portal_url if national else "",
        "agencies": list(service.agencies.all()),
        "reason": reason,
    }
    return private(render(request, "egov_forms/wizard/closed.html", context, status=status))
