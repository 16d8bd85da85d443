"""How a browser proves that a draft or a submission is its own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from egov_forms.models import Draft, Submission
from egov_forms.models.drafts import token_matches
from egov_forms.models.queries import page_of


def cookie_name(draft_id: Any) -> str:
    return f"egov_draft_{UUID(str(draft_id)).hex}"


def draft_path(draft_id: Any) -> str:
    return reverse("egov_forms:draft", args=[draft_id])


def remember(request: HttpRequest, response: HttpResponse, draft_id: Any, token: str) -> None:
    """Put the token in a cookie that the browser sends to this draft's addresses only."""
    response.set_cookie(
        cookie_name(draft_id),
        token,
        path=draft_path(draft_id),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        max_age=None,
    )


def is_own(request: HttpRequest, row: Draft | Submission) -> bool:
    draft_id = row.draft_id if isinstance(row, Submission) else row.pk
    return token_matches(row.token_digest, request.COOKIES.get(cookie_name(draft_id)))


def refused_by_page(request: HttpRequest, row: Any) -> HttpResponse | None:
    """Where to send somebody who may not see the service's page; usually None.

    The page itself asks for the password or the sign-in. ``row`` comes from `models.queries`.
    """
    if not row.restricted:
        return None
    page = page_of(row)
    accepted = (one.accept_request(request) for one in page.get_view_restrictions())
    return None if all(accepted) else redirect(page.get_url(request) or "/")


def private(response: HttpResponse) -> HttpResponse:
    """Headers of every page that shows answers: kept nowhere, told to nobody, framed by none."""
    response["Cache-Control"] = "no-store, private"
    # With "no-referrer" browsers send "Origin: null" and every form is refused as forged.
    response["Referrer-Policy"] = "same-origin"
    response["X-Frame-Options"] = "DENY"
    response["X-Robots-Tag"] = "noindex"
    return response
