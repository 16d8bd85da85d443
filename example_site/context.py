"""What every template of the portal gets."""

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

MENU_SECONDS = 60


def portal(request: HttpRequest) -> dict[str, object]:
    """The site's name, the address of its home page, and the menu."""
    language = get_language()
    return {
        "egov_site_name": settings.WAGTAIL_SITE_NAME if language == "vi" else "Sample portal",
        "home_url": f"/{language}/",
        "menu": SimpleLazyObject(lambda: _menu(request, language or "")),
    }


def _menu(request: HttpRequest, language: str) -> list[tuple[str, str]]:
    """(title, address) of the pages that editors put in the menu; kept for a minute."""
    key = f"menu-{language}"
    return cache.get_or_set(key, lambda: list(_pages(request, language)), MENU_SECONDS) or []


def _pages(request: HttpRequest, language: str) -> Iterator[tuple[str, str]]:
    site = Site.find_for_request(request)
    locale = Locale.objects.filter(language_code=language).first()
    home = site.root_page.get_translation_or_none(locale) if site and locale else None
    if home:
        pages: list[Page] = home.get_children().live().public().in_menu()
        yield from ((page.title, page.get_url(request)) for page in pages)
