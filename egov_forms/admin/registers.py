"""Registers on wagtail-modeladmin: few rows, edited seldom."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView

from egov_forms.admin.forms import AgencyForm
from egov_forms.models import Agency, ChoiceList, Publication, Service
from egov_forms.models.publishing import left_without_receiver
from egov_forms.parts import SERVICE_LEVELS

#: How sure a choice list is; the column holds the code of the interchange format.
CERTAINTIES = {"known": _("Known"), "approximate": _("Approximate")}


class ReadOnly(PermissionHelper):
    """A register that only the software writes."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class AgencyDeleteView(DeleteView):
    """Refuses while a live service would be left with nobody who receives its filings."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pages = left_without_receiver(self.instance)
        if not pages:
            return super().post(request, *args, **kwargs)
        text = _("%(agency)s can't be deleted: without it nobody receives %(services)s.")
        names = ", ".join(str(page.service) for page in pages)
        messages.error(request, text % {"agency": self.instance, "services": names})
        return redirect(self.edit_url)


class AgencyAdmin(ModelAdmin):
    model = Agency
    delete_view_class = AgencyDeleteView
    menu_label = _("Agencies")
    menu_icon = "group"
    list_display = ("code", "__str__", "telephone", "is_default")
    search_fields = ("code", "name", "address")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("code"), FieldPanel("name"), FieldPanel("letterhead")],
                heading=_("Name"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldPanel("office_hours"),
                    FieldPanel("telephone"),
                    FieldPanel("email"),
                ],
                heading=_("Where, when, and whom to call"),
            ),
            MultiFieldPanel([FieldPanel("area"), FieldPanel("is_default")], heading=_("Receives")),
        ],
        base_form_class=AgencyForm,
    )


class ChoiceListAdmin(ModelAdmin):
    model = ChoiceList
    menu_label = _("Choice lists")
    menu_icon = "list-ul"
    list_display = ("name", "certainty")
    search_fields = ("name",)

    @display(description=_("status"), ordering="status")
    def certainty(self, row: ChoiceList) -> str:
        return str(CERTAINTIES.get(row.status, row.status))


class LevelFilter(SimpleListFilter):
    """The level of service in words; the column holds the code of the interchange format."""

    title = _("level of service")
    parameter_name = "service_level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SERVICE_LEVELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> QuerySet[Service]:
        return queryset.filter(service_level=self.value()) if self.value() else queryset


class ServiceAdmin(ModelAdmin):
    """Made by pages and imports; here to look up versions and codes."""

    model = Service
    menu_label = _("Services")
    menu_icon = "clipboard-list"
    list_display = ("code", "__str__", "level", "channel")
    list_filter = (LevelFilter, "channel")
    search_fields = ("slug", "code", "search_text")
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    inspect_view_fields = ["slug", "code", "name", "channel", "current_version"]

    @display(description=_("level of service"), ordering="service_level")
    def level(self, service: Service) -> str:
        return str(SERVICE_LEVELS.get(service.service_level, service.service_level))


class PublicationAdmin(ModelAdmin):
    """Who published what, when."""

    model = Publication
    menu_label = _("Publications")
    menu_icon = "history"
    list_display = ("published_at", "of_service", "of_version", "published_by")
    list_select_related = True
    permission_helper_class = ReadOnly
    inspect_view_enabled = True

    @display(description=_("service"), ordering="service__slug")
    def of_service(self, row: Publication) -> str:
        return str(row.service)

    @display(description=_("version"))
    def of_version(self, row: Publication) -> str:
        return row.version.digest[:12]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("service", "version", "published_by")


class EgovFormsGroup(ModelAdminGroup):
    menu_label = _("Online services")
    menu_icon = "form"
    menu_order = 250
    items = (ServiceAdmin, AgencyAdmin, ChoiceListAdmin, PublicationAdmin)
