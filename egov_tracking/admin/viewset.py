"""The desk's addresses and its place in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from egov_tracking.admin.acts import ActView
from egov_tracking.admin.bulk import BulkView
from egov_tracking.admin.desk import DeskView
from egov_tracking.admin.dossier_views import (
    DossierView,
    FileView,
    MessageView,
    SlipView,
    UnmaskView,
)
from egov_tracking.admin.intake import IntakeView
from egov_tracking.admin.scope import NAMESPACE, roles_of
from egov_tracking.admin.visit import VisitView
from egov_tracking.models.dossiers import SEEING


class DeskMenuItem(MenuItem):
    """Seen by those who may see dossiers; being a superuser gives no such right."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(role & SEEING for role in roles_of(request.user).values())


class DeskViewSet(ViewSet):
    name = NAMESPACE
    url_prefix = "egov/dossiers"
    icon = "clipboard-list"
    menu_label = _("Dossiers")
    menu_name = "egov-dossiers"
    menu_order = 90
    add_to_admin_menu = True
    menu_item_class = DeskMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        one: dict[str, Any] = {
            "<int:pk>/": (DossierView, "dossier"),
            "<int:pk>/unmask/": (UnmaskView, "unmask"),
            "<int:pk>/visit/": (VisitView, "visit"),
            "<int:pk>/slip/": (SlipView, "slip"),
            "<int:pk>/files/<uuid:file>/": (FileView, "file"),
            "<int:pk>/messages/<uuid:message>/": (MessageView, "message"),
            "<int:pk>/acts/<slug:act>/": (ActView, "act"),
        }
        several = {
            "": (DeskView, "index"),
            "several/": (BulkView, "bulk"),
            "paper/": (IntakeView, "intake"),
        }
        return [
            path(route, view.as_view(), name=name)
            for route, (view, name) in {**several, **one}.items()
        ]
