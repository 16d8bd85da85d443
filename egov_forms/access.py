"""How a browser proves that a draft or a submission is its own, and what of it is told to whom."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from egov_forms.models import Draft, Submission
from egov_forms.models.drafts import issued_at, token_matches
from egov_forms.models.queries import page_of

Response = TypeVar("Response", bound=HttpResponseBase)
Viewed = TypeVar("Viewed", bound=Callable[..., Any])
#: After this a browser needs reference and secret again (security rule 19).
CONFIRMATION_OPEN = datetime.timedelta(days=7)


def cookie_name(draft_id: Any) -> str:
    # Django leaves cookies with "token" in their name out of its error reports.
    return f"egov_draft_token_{UUID(str(draft_id)).hex}"


def remember(request: HttpRequest, response: HttpResponse, draft_id: Any, token: str) -> None:
    """Put the token in a cookie that the browser sends to this draft's addresses only."""
    keep(request, response, cookie_name(draft_id), token, "egov_forms:draft", draft_id)


def is_own(request: HttpRequest, row: Draft | Submission) -> bool:
    draft_id = row.draft_id if isinstance(row, Submission) else row.pk
    tokens = kept(request, cookie_name(draft_id))
    mine = (token for token in tokens if token_matches(row.token_digest, token))
    return any(not _is_over(row, token) for token in mine)


def _is_over(row: Draft | Submission, token: str) -> bool:
    """A draft ends by itself; a confirmation is closed some days after it was made or opened."""
    if isinstance(row, Draft):
        return False
    since = max(row.submitted_at, issued_at(token) or row.submitted_at)
    return timezone.now() - since > CONFIRMATION_OPEN


def keep(
    request: HttpRequest,
    response: HttpResponse,
    name: str,
    value: str,
    view: str,
    key: Any,
    max_age: int | None = None,
) -> None:
    """A cookie for the address of ``view`` with ``key`` and what lies below it.

    Where a site puts its language into addresses (`i18n_patterns`) it is one cookie an address,
    so that who changes the language stays in.
    """
    for number, path in enumerate(_paths(view, key)):
        response.set_cookie(
            f"{name}_{number}" if number else name,
            value,
            path=path,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
            max_age=max_age,
        )


def forget(request: HttpRequest, response: HttpResponse, name: str, view: str, key: Any) -> None:
    """Delete what `keep` left."""
    for number, path in enumerate(_paths(view, key)):
        response.delete_cookie(f"{name}_{number}" if number else name, path=path, samesite="Lax")


def kept(request: HttpRequest, name: str) -> list[str]:
    """The values that `keep` left for the address of this request."""
    return [
        value
        for found, value in request.COOKIES.items()
        if found == name or found.startswith(f"{name}_")
    ]


def _paths(view: str, key: Any) -> list[str]:
    paths = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            paths.append(reverse(view, args=[key]))
    return list(dict.fromkeys(paths))


def refused_by_page(request: HttpRequest, row: Any) -> HttpResponse | None:
    """Where to send somebody who may not see the service's page; usually None.

    The page itself asks for the password or the sign-in. ``row`` comes from `models.queries`.
    """
    if not row.restricted:
        return None
    page = page_of(row)
    accepted = (one.accept_request(request) for one in page.get_view_restrictions())
    return None if all(accepted) else redirect(page.get_url(request) or "/")


def private(response: Response) -> Response:
    """Headers of every page that shows answers: kept nowhere, told to nobody, framed by none."""
    response["Cache-Control"] = "no-store, private"
    # With "no-referrer" browsers send "Origin: null" and every form is refused as forged.
    response["Referrer-Policy"] = "same-origin"
    response["X-Frame-Options"] = "DENY"
    response["X-Robots-Tag"] = "noindex"
    return response


def untold(view: Viewed) -> Viewed:
    """Nothing that was sent to the view stands in an error report, which goes out by mail
    (security rule 20): no answer, and no name of a file, for which Django has no decorator."""

    @wraps(view)
    @sensitive_post_parameters()
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except Exception:
            with suppress(Exception):  # what was sent may be what can't be read
                request.FILES.clear()
            raise

    return cast(Viewed, wrapped)
