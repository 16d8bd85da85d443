"""Between desks and agencies."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egov_forms.models import Agency
from egov_tracking.admin.act_forms.base import ActForm, line, reason
from egov_tracking.models import Membership

DECIDING_ROLES = (Membership.RoleName.PROCESSING, Membership.RoleName.APPROVAL)


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    """Officers by name with their roles, so that it is seen who signs."""

    roles: Mapping[int, list[str]] = {}

    def label_from_instance(self, user: Any) -> str:
        roles = ", ".join(self.roles.get(user.pk, ()))
        return f"{user.get_full_name() or user.get_username()} ({roles})"


class HandOnForm(ActForm):
    act = "hand_on"
    sometimes_needed = ("to", "desk")
    notice = _("To a desk, to an officer, or both.")
    to = OfficerChoice(label=_("Officer"), queryset=None, required=False, empty_label=_("None"))
    desk = line(_("Desk"), most=120)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The citizen does not see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receiving = Q(agency=self.dossier.agency_id, role=Membership.RoleName.RECEPTION)
        deciding = Q(agency=self.dossier.deciding_agency_id, role__in=DECIDING_ROLES)
        members = Membership.objects.filter(receiving | deciding)
        field: Any = self.fields["to"]
        users = get_user_model()._default_manager.filter(is_active=True)
        field.queryset = users.filter(pk__in=members.values("user")).order_by("pk")
        field.roles = defaultdict(list)
        for member in members.order_by("pk"):
            field.roles[member.user_id].append(str(member.get_role_display()))


class TransferForm(ActForm):
    act = "transfer"
    notice = _("The other agency decides from now on, by its own calendar.")
    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose an agency"),
        error_messages={"required": _("Choose an agency.")},
    )
    reason = reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        others = self.dossier.service.agencies.exclude(pk=self.dossier.deciding_agency_id)
        field.queryset = others


class NoteForm(ActForm):
    act = "note"
    text = forms.CharField(
        label=_("Note"),
        help_text=_("For the officers; the citizen does not see it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter a text.")},
    )


FORMS = (HandOnForm, TransferForm, NoteForm)
