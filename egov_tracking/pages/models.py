"""Concrete page types, for a site that brings none of its own."""

from typing import Any

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from egov_tracking.models.mixins import DossierLookupPageMixin

Page: Any = swapper.load_model("wagtailcore", "Page", require_ready=False)
PAGE = swapper.get_model_name("wagtailcore", "Page")


class DossierLookupPage(DossierLookupPageMixin, Page):
    """Where citizens look their dossiers up."""

    page_ptr = models.OneToOneField(PAGE, models.CASCADE, parent_link=True, primary_key=True)
    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("dossier look-up")
        verbose_name_plural = _("dossier look-ups")
