"""Registers what the admin shows; nothing is done here."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail_modeladmin.options import modeladmin_register

from egov_tracking.admin import duties
from egov_tracking.admin.home import WaitingPanel
from egov_tracking.admin.registers import OneStopGroup
from egov_tracking.admin.scope import roles_of
from egov_tracking.admin.viewset import DeskViewSet

modeladmin_register(OneStopGroup)


@hooks.register("construct_homepage_panels")
def show_waiting(request: HttpRequest, panels: list[Component]) -> None:
    """What waits stands first, for those who have duties."""
    if duties.has_duties(roles_of(request.user)):
        panels.append(WaitingPanel())


@hooks.register("register_admin_viewset")
def register_desk() -> DeskViewSet:
    return DeskViewSet()
