"""Concrete page types, for a site that brings none of its own."""

from typing import Any

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField

from egov_forms.models.mixins import ServiceIndexPageMixin, ServicePageMixin

Page: Any = swapper.load_model("wagtailcore", "Page", require_ready=False)
PAGE = swapper.get_model_name("wagtailcore", "Page")


class ServiceIndexPage(ServiceIndexPageMixin, Page):
    """The catalogue of services."""

    page_ptr = models.OneToOneField(PAGE, models.CASCADE, parent_link=True, primary_key=True)
    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["egov_forms_pages.ServicePage"]

    class Meta:
        verbose_name = _("catalogue of services")
        verbose_name_plural = _("catalogues of services")


class ServicePage(ServicePageMixin, Page):
    """One service: what the law says about it, and its form."""

    page_ptr = models.OneToOneField(PAGE, models.CASCADE, parent_link=True, primary_key=True)
    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Page")),
            *ServicePageMixin.service_tabs,
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
    parent_page_types = ["egov_forms_pages.ServiceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("service page")
        verbose_name_plural = _("service pages")
