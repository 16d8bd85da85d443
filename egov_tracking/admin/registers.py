"""Registers on wagtail-modeladmin: few rows, edited seldom.

Who keeps them: the site's administrators by Django's permissions, and an officer with the role
of administration for the own agency. Rows of another agency are a 404 for such an officer.
"""

from typing import Any

from django.contrib.admin import RelatedFieldListFilter, display
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from egov_forms.models.text import in_language
from egov_tracking.admin.register_forms import CalendarDayForm, CalendarForm, MembershipForm
from egov_tracking.admin.tenants import keeps_all, kept_agencies
from egov_tracking.models import Calendar, CalendarDay, Membership, MessageTemplate


class AgencyKept(PermissionHelper):
    """Django's permissions for the whole register, administration for the rows of an agency."""

    def user_can_list(self, user: Any) -> bool:
        return bool(super().user_can_list(user) or kept_agencies(user))

    def user_can_create(self, user: Any) -> bool:
        return bool(super().user_can_create(user) or kept_agencies(user))

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return bool(super().user_can_edit_obj(user, obj) or self._keeps(user, obj))

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return bool(super().user_can_delete_obj(user, obj) or self._keeps(user, obj))

    def _keeps(self, user: Any, obj: Any) -> bool:
        return agency_of(obj) in kept_agencies(user) and not _is_own_role(user, obj)


def agency_of(row: Any) -> int | None:
    return row.calendar.agency_id if isinstance(row, CalendarDay) else row.agency_id


def _is_own_role(user: Any, row: Any) -> bool:
    """Nobody gives or takes a right of their own (security rule 6)."""
    return isinstance(row, Membership) and row.user_id == user.pk


class AgencyRegister(ModelAdmin):
    """A register whose rows belong to agencies; ``agency_path`` leads from a row to its agency."""

    permission_helper_class = AgencyKept
    agency_path = "agency"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        if keeps_all(request.user, self.model):
            return rows
        return rows.filter(Q(**{f"{self.agency_path}__in": kept_agencies(request.user)}))

    def _insist(self, request: HttpRequest, pk: str) -> None:
        """modeladmin fetches the row unscoped: here the scope comes first (security rule 4)."""
        get_object_or_404(self.get_queryset(request), pk=unquote(pk))

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        self._insist(request, instance_pk)
        response: HttpResponseBase = super().edit_view(request, instance_pk)
        return response

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        self._insist(request, instance_pk)
        response: HttpResponseBase = super().delete_view(request, instance_pk)
        return response

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        self._insist(request, instance_pk)
        response: HttpResponseBase = super().history_view(request, instance_pk)
        return response


class MembershipAdmin(AgencyRegister):
    model = Membership
    menu_icon = "user"
    menu_label = _("Officers")
    list_display = ("user", "agency", "role")
    list_filter = ("role", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "user__last_name", "user__first_name")
    edit_handler = ObjectList(
        [FieldPanel("user"), FieldPanel("agency"), FieldPanel("role")],
        base_form_class=MembershipForm,
    )


class CalendarAdmin(AgencyRegister):
    model = Calendar
    menu_icon = "time"
    menu_label = _("Office hours")
    list_display = ("__str__", "opens", "closes", "cutoff")
    list_select_related = ("agency",)
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("morning_ends")]),
                    FieldRowPanel([FieldPanel("afternoon_starts"), FieldPanel("closes")]),
                    FieldPanel("cutoff"),
                ],
                heading=_("Office hours"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("reply_hours"),
                    FieldPanel("pause_policy"),
                    FieldPanel("payment_pauses"),
                ],
                heading=_("The clock"),
            ),
        ],
        base_form_class=CalendarForm,
    )


class KeptCalendars(RelatedFieldListFilter):
    """Offers the calendars that the user keeps, all of them in one query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = Calendar.objects.select_related("agency")
        if not keeps_all(request.user, CalendarDay):
            rows = rows.filter(agency__in=kept_agencies(request.user))
        return [(row.pk, str(row)) for row in rows]


class CalendarDayAdmin(AgencyRegister):
    """Days off and worked Saturdays; `manage.py egov_calendar` fills in a year."""

    model = CalendarDay
    agency_path = "calendar__agency"
    menu_icon = "calendar-alt"
    menu_label = _("Special days")
    list_display = ("date", "kind", "day", "calendar")
    list_filter = ("kind", "date", ("calendar", KeptCalendars))
    list_select_related = ("calendar", "calendar__agency")
    ordering = ("-date",)

    @display(description=_("name"))
    def day(self, row: CalendarDay) -> str:
        return in_language(row.name)

    def index_view(self, request: HttpRequest) -> HttpResponseBase:
        for year, names in Calendar.missing(timezone.localdate()).items():
            text = gettext("No days off are entered for %(year)s: %(calendars)s.")
            messages.warning(request, text % {"year": year, "calendars": ", ".join(names)})
        response: HttpResponseBase = super().index_view(request)
        return response

    edit_handler = ObjectList(
        [
            FieldPanel("calendar"),
            FieldPanel("date"),
            FieldPanel("kind"),
            FieldPanel("name"),
        ],
        base_form_class=CalendarDayForm,
    )


class MessageTemplateAdmin(ModelAdmin):
    """Texts of the whole site instead of the shipped ones; by Django's permissions only."""

    model = MessageTemplate
    menu_icon = "mail"
    menu_label = _("Texts of messages")
    list_display = ("kind", "language", "subject")
    list_filter = ("kind", "language")
    search_fields = ("subject", "body")
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        FieldPanel("subject"),
        FieldPanel("short"),
        FieldPanel("body"),
    ]


class OneStopGroup(ModelAdminGroup):
    menu_label = _("One-stop counter")
    menu_icon = "group"
    menu_order = 260
    items = (MembershipAdmin, CalendarAdmin, CalendarDayAdmin, MessageTemplateAdmin)
