"""Where citizens look their dossiers up: the site's own page, found where no setting names it."""

from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from egov_tracking.conf import settings
from egov_tracking.models.mixins import DossierLookupPageMixin


def lookup_page() -> Any:
    """The live look-up page in the active language, else one in another; None without one."""
    language = get_language()
    found: list[Any] = []
    for model in apps.get_models():
        if issubclass(model, DossierLookupPageMixin):
            found += model.objects.live().select_related("locale")
    found.sort(key=lambda page: (page.locale.language_code != language, page.pk))
    return next((page for page in found if page.get_url()), None)


def lookup_url() -> str:
    """Its whole address, for letters."""
    if settings.LOOKUP_URL:
        return str(settings.LOOKUP_URL)
    if page := lookup_page():
        return str(page.full_url)
    site = Site.objects.filter(is_default_site=True).first()
    return f"{site.root_url}{reverse('egov_tracking:lookup')}" if site else ""
