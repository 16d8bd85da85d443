"""Two middlewares of the portal: which language goes on, and what pages may load."""

from collections.abc import Callable
from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils.translation import get_language_from_path


class LanguageOfThePage(LocaleMiddleware):
    """Vietnamese until the citizen chooses; forms go on in the language of the page left.

    Pages carry their language in the address, forms and the look-up do not: for them the choice
    is kept in Django's language cookie. The browser's own languages are not asked, because
    telephones in Viet Nam are often sold with English ones.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        language = get_language_from_path(request.path_info)
        name = settings.LANGUAGE_COOKIE_NAME
        if language and response.status_code == 200 and request.COOKIES.get(name) != language:
            response.set_cookie(name, language, samesite="Lax", secure=request.is_secure())
        return super().process_response(request, response)


class ContentSecurityPolicy:
    """Scripts and styles from the site itself only; Wagtail's editor needs inline ones."""

    PUBLIC: ClassVar = {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    ADMIN: ClassVar = {
        **PUBLIC,
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-ancestors": "'self'",
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):
            # Wagtail draws a preview with a request of its own; the editor's answer carries it.
            return response
        in_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        policy = self.ADMIN if in_admin else self.PUBLIC
        value = "; ".join(f"{directive} {sources}" for directive, sources in policy.items())
        response.setdefault("Content-Security-Policy", value)
        return response
