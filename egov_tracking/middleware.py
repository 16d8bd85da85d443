"""Officers sign in again after a day's work, however busy they were (security rule 19)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY, logout, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from egov_tracking.conf import settings

SIGNED_IN = "egov_signed_in_at"
#: How far the clocks of two machines may differ; a later time is none of ours (rule 22).
SKEW = dt.timedelta(minutes=5)


@receiver(user_logged_in, dispatch_uid="egov_tracking.signed_in")
def note_time(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """The time of signing in, in the session that Django has just renewed."""
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN] = timezone.now().timestamp()


class SessionLimit:
    """Ends the session of a signed-in user ``SESSION_HOURS`` after signing in.

    It stands after Django's AuthenticationMiddleware. A session from before it was installed
    counts from its next request. How long a session may idle is `SESSION_COOKIE_AGE`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session and _is_over(request.session):
            logout(request)
        return self.get_response(request)


def _is_over(session: Any) -> bool:
    now = timezone.now()
    since = session.setdefault(SIGNED_IN, now.timestamp())
    try:
        begun = dt.datetime.fromtimestamp(since, dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return True
    return begun > now + SKEW or now - begun >= dt.timedelta(hours=settings.SESSION_HOURS)
