"""Registers what the admin shows; nothing is done here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from egov_forms.admin.condition_texts import condition_texts
from egov_forms.admin.notes import tell_what_is_doubtful
from egov_forms.admin.refusals import refuse_bulk_publishing, refuse_copying
from egov_forms.admin.registers import EgovFormsGroup
from egov_forms.admin.scripts import form_scripts

modeladmin_register(EgovFormsGroup)
hooks.register("insert_editor_js", condition_texts)
hooks.register("insert_editor_js", form_scripts)
hooks.register("after_publish_page", tell_what_is_doubtful)
hooks.register("before_bulk_action", refuse_bulk_publishing)
hooks.register("before_copy_page", refuse_copying)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(
        "egov_forms.publish_refused",
        _("Refuse publication"),
        _("The service was not published: something required is missing"),
    )
