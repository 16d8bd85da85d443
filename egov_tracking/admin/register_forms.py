"""Forms of the registers: an administrator of one agency reaches no other one through them."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from egov_tracking.admin.tenants import keeps_all, kept_agencies
from egov_tracking.models import Calendar, CalendarDay, Membership


class TenantForm(WagtailAdminModelForm):
    """``narrow`` names the field that leads to the agency, and how."""

    narrow = ("agency", "pk")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: type[Model] = self._meta.model
        # Who may only see the whole register still writes as the administrator of an agency.
        action: Any = "change" if self.instance.pk else "add"
        self.is_tenant = self.for_user is not None and not keeps_all(self.for_user, model, action)
        if self.is_tenant:
            name, path = self.narrow
            field: Any = self.fields[name]
            agencies = kept_agencies(self.for_user)
            field.queryset = field.queryset.filter(**{f"{path}__in": agencies})
            field.required = True


class MembershipForm(TenantForm):
    class Meta:
        model = Membership
        fields = ["user", "agency", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        users = get_user_model()._default_manager.filter(is_active=True)
        if self.is_tenant:
            # Nobody gives a right to themselves.
            users = users.exclude(pk=self.for_user.pk)
        field.queryset = users


class CalendarForm(TenantForm):
    class Meta:
        model = Calendar
        fields = [
            "agency",
            "opens",
            "morning_ends",
            "afternoon_starts",
            "closes",
            "cutoff",
            "reply_hours",
            "pause_policy",
            "payment_pauses",
        ]

    def clean_agency(self) -> Any:
        agency = self.cleaned_data["agency"]
        others = Calendar.objects.filter(agency=agency).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is such a calendar already."))
        return agency


class CalendarDayForm(TenantForm):
    narrow = ("calendar", "agency")

    class Meta:
        model = CalendarDay
        fields = ["calendar", "date", "kind", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["calendar"]
        field.queryset = field.queryset.select_related("agency")  # its name is the calendar's
