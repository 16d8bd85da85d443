"""Registers what the admin shows; nothing is done here."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from egov_tracking.admin.registers import OneStopGroup
from egov_tracking.admin.viewset import DeskViewSet

modeladmin_register(OneStopGroup)


@hooks.register("register_admin_viewset")
def register_desk() -> DeskViewSet:
    return DeskViewSet()
