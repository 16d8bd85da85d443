"""The buttons that leave a step without judging it: later, back, another language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import translate_url

LATER, BACK, LANGUAGE = "egov-later", "egov-back", "egov-language"


def is_leaving(request: HttpRequest) -> bool:
    return any(name in request.POST for name in (LATER, BACK, LANGUAGE))


def language_of(request: HttpRequest) -> str:
    """The language that was chosen; "" for none of the site's."""
    chosen = request.POST.get(LANGUAGE, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def in_language(url: str, language: str) -> HttpResponseRedirect:
    """To the page in this language, which is remembered as by Django's own `set_language`."""
    response = HttpResponseRedirect(translate_url(url, language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
