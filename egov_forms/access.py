"""How a browser proves that a draft or a submission is its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.wagtail_hooks import check_view_restrictions

from egov_forms.models import Draft, Submission
from egov_forms.models.drafts import token_matches
from egov_forms.models.queries import page_of

COOKIE = "egov_draft"


def draft_path(draft_id: Any) -> str:
    return reverse("egov_forms:draft", args=[draft_id])


def remember(request: HttpRequest, response: HttpResponse, draft_id: Any, token: str) -> None:
    """Put the token in a cookie that the browser sends to this draft's addresses only."""
    response.set_cookie(
        COOKIE,
        token,
        path=draft_path(draft_id),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        max_age=None,
    )


def is_own(request: HttpRequest, row: Draft | Submission) -> bool:
    return token_matches(row.token_digest, request.COOKIES.get(COOKIE))


def refused_by_page(request: HttpRequest, row: Any) -> HttpResponse | None:
    """What Wagtail answers to somebody who may not see the service's page; usually None.

    ``row`` comes from `models.queries.with_page`.
    """
    if not row.restricted:
        return None
    page = page_of(row)
    answer: HttpResponse | None = check_view_restrictions(page, request, [], {})
    return answer


def private(response: HttpResponse) -> HttpResponse:
    """Headers of every page that shows answers: kept nowhere, told to nobody, framed by none."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Frame-Options"] = "DENY"
    response["X-Robots-Tag"] = "noindex"
    return response
