"""Page types of the portal itself."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from egov_forms.models import Agency
from egov_forms.models.text import in_language
from egov_forms.pages.models import ServiceIndexPage, ServicePage
from egov_forms.rules.text import fold
from example_site.home.letters import letters


class HomePage(Page):
    """The front door: search, the two things that most people come for, and the services."""

    lead = models.CharField(_("lead"), max_length=255, blank=True)
    body = RichTextField(_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "translations": self.get_translations().live().select_related("locale"),
            "catalogue": ServiceIndexPage.objects.child_of(self).live().first(),
            "fields": self.services_by_field(),
            "agencies": list(Agency.objects.order_by("code")),
        }

    def services_by_field(self) -> list[tuple[str, list[ServicePage]]]:
        """(name of the field, its services), both in the order of the alphabet."""
        pages = ServicePage.objects.descendant_of(self).live().public().select_related("service")
        found: dict[str, list[ServicePage]] = {}
        for page in sorted(pages, key=lambda page: fold(page.title)):
            found.setdefault(in_language(page.service.field), []).append(page)
        return sorted(found.items(), key=lambda pair: fold(pair[0]))


class MailboxPage(Page):
    """Shows the letters that the trial wrote into its mail folder; not for a real site."""

    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("test mailbox")
        verbose_name_plural = _("test mailboxes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        q = request.GET.get("q", "")
        found = Paginator(letters(settings.EMAIL_FILE_PATH, q), 20).get_page(request.GET.get("p"))
        return {
            **context,
            "translations": self.get_translations().live().select_related("locale"),
            "q": q,
            "letters": found,
            "pages": found.paginator.get_elided_page_range(found.number),
            "page_query": f"{urlencode({'q': q})}&" if q else "",
        }
