"""Whose dossiers a view reaches. Every view of the desk says so and can't forget to ask.

A dossier comes only from the manager that demands the actor (security rule 4): a foreign one is a
404 before anything else is looked at, also for one who has no membership at all.
"""

from enum import Enum
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from egov_forms.access import private, untold
from egov_tracking.models import Dossier, Membership
from egov_tracking.models.dossiers import SEEING
from egov_tracking.rules.workflow import Role

NAMESPACE = "egov_desk"
#: Where a request's user keeps the roles that were read.
KNOWN = "_egov_roles"


class Scope(Enum):
    """What limits the dossiers of a view."""

    OWN_AGENCIES = "lists only what the actor's memberships show"
    ONE_DOSSIER = "fetches one dossier through the actor's memberships"
    RECEPTION = "opens dossiers only for agencies where the actor receives"


def roles_of(user: Any) -> dict[int, Role]:
    """The roles by agency, read once a request: for what is shown. Acts read their own."""
    known: dict[int, Role] | None = getattr(user, KNOWN, None)
    if known is None:
        known = Membership.roles(user)
        setattr(user, KNOWN, known)
    return known


def address(name: str, *args: Any) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


class Scoped:
    """What all views of the desk share: a declared scope, the actor's roles, private answers."""

    scope: ClassVar[Scope]
    #: Who may open the view at all, in some agency.
    needs: ClassVar[Role] = SEEING
    request: HttpRequest

    @cached_property
    def roles(self) -> dict[int, Role]:
        """The actor's roles by agency."""
        return roles_of(self.request.user)

    def dossiers(self) -> QuerySet[Dossier]:
        return Dossier.objects.for_actor(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(role & self.needs for role in self.roles.values()):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return private(response)


@method_decorator(untold, name="setup")  # which comes first, and asks the database
@method_decorator(untold, name="dispatch")
class DeskPage(Scoped, WagtailAdminTemplateMixin, View):
    """A page of the desk in the admin's frame; ``template_name`` and ``page_title`` are its own."""

    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Dossiers")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home, desk = self.breadcrumbs_items
        items = [home, {**desk, "url": address("index")}, *self.trail()]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[dict[str, Any]]:
        """What stands between the desk and this page."""
        return []


class DossierPage(DeskPage):
    """A page about one dossier, which is ``self.dossier``."""

    scope = Scope.ONE_DOSSIER
    related = ("agency", "deciding_agency", "service", "version", "submission", "assignee")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.dossier: Dossier = self.fetch()

    def fetch(self) -> Dossier:
        """The dossier as it stands now; a 404 when it is none of the actor's."""
        rows = self.dossiers().select_related(*self.related)
        found: Dossier = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": address("dossier", self.dossier.pk), "label": str(self.dossier)}]
