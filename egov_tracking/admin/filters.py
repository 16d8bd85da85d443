"""What the desk lists: a tab, filters, a search."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_forms.models import Agency, Service
from egov_forms.rules.text import fold
from egov_tracking.admin import duties, finding
from egov_tracking.models import Channel, Dossier, words
from egov_tracking.models.dossiers import AT_HAND, SEEING
from egov_tracking.rules.workflow import Role, Status

WAITING, OPEN, ALL = "waiting", "open", "all"
OVERDUE, TODAY, WEEK = "overdue", "today", "week"
ANY = ("", gettext_lazy("All"))


def tabs(roles: Mapping[int, Role]) -> list[tuple[str, str]]:
    """What waits for the officer comes first; who has no duties has no such tab."""
    waiting = [(WAITING, _("Waiting for me"))] if duties.has_duties(roles) else []
    return [*waiting, (OPEN, _("All open")), (ALL, _("All"))]


def by_name(services: QuerySet[Service]) -> list[tuple[int, str]]:
    """Choices in the order of the names, which is not that of a column."""
    return sorted(((one.pk, str(one)) for one in services), key=lambda pair: fold(pair[1]))


class FilterForm(forms.Form):
    """The bar over the list. Everything may be left empty; what means nothing is ignored."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=finding.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    due = forms.ChoiceField(
        label=gettext_lazy("Due"),
        required=False,
        choices=[
            ANY,
            (OVERDUE, gettext_lazy("Overdue")),
            (TODAY, gettext_lazy("Today")),
            (WEEK, gettext_lazy("Within a week")),
        ],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was filed"),
        required=False,
        choices=[ANY, *((value, capfirst(label)) for value, label in Channel.choices)],
    )
    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)

    def __init__(self, *args: Any, roles: Mapping[int, Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_ids = [pk for pk, role in roles.items() if role & SEEING]
        services = Service.objects.filter(agencies__in=self.agency_ids).distinct()
        self._choose("status", [(one.value, words.status_label(one)) for one in Status])
        self._choose("service", by_name(services))
        if self.has_several_agencies:
            self._choose("agency", [(one.pk, str(one)) for one in self.agencies])
        else:
            del self.fields["agency"]

    @cached_property
    def agencies(self) -> list[Agency]:
        """Those whose dossiers may be listed; read only where they are needed."""
        return list(Agency.objects.filter(pk__in=self.agency_ids))

    @property
    def has_several_agencies(self) -> bool:
        return len(self.agency_ids) > 1

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [ANY, *choices]

    def chosen(self) -> dict[str, str]:
        """The valid choices; an address that somebody changed by hand breaks nothing."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value for name, value in given.items() if name != "q"}

    def search(self) -> str | None:
        """What to search for; None when something was typed that can match nothing."""
        self.is_valid()
        text = finding.clean(self.cleaned_data.get("q", ""))
        return text or (None if self.data.get("q", "").strip() else "")


def limited(dossiers: QuerySet[Dossier], chosen: Mapping[str, str]) -> QuerySet[Dossier]:
    """The dossiers that the filters leave."""
    for name in ("status", "service", "channel"):
        if name in chosen:
            dossiers = dossiers.filter(**{name: int(chosen[name])})
    if "agency" in chosen:
        agency = int(chosen["agency"])
        dossiers = dossiers.filter(Q(agency=agency) | Q(deciding_agency=agency))
    if "due" in chosen:
        dossiers = _due(dossiers, chosen["due"], timezone.now())
    return dossiers


def _due(dossiers: QuerySet[Dossier], when: str, now: dt.datetime) -> QuerySet[Dossier]:
    running = dossiers.filter(finished_at=None, status__in=AT_HAND)
    if when == OVERDUE:
        return running.filter(next_due_at__lt=now)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    days = 1 if when == TODAY else 7
    end = midnight + dt.timedelta(days=days)
    return running.filter(next_due_at__gte=now, next_due_at__lt=end)


def on_tab(
    dossiers: QuerySet[Dossier], tab: str, user: Any, roles: Mapping[int, Role]
) -> QuerySet[Dossier]:
    if tab == ALL:
        return dossiers
    # Said in so many words, so that the database sees that its index of these may be used.
    dossiers = dossiers.filter(status__in=AT_HAND)
    return dossiers.filter(duties.waiting_for(user, roles)) if tab == WAITING else dossiers
