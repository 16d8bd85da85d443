"""Which agencies' registers somebody keeps."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model

from egov_tracking.admin.scope import roles_of
from egov_tracking.rules.workflow import Role


def kept_agencies(user: Any) -> list[int]:
    """The agencies in which the user has the role of administration."""
    return [agency for agency, role in roles_of(user).items() if role & Role.ADMINISTRATION]


def keeps_all(user: Any, model: type[Model]) -> bool:
    """Whether Django's permissions give the user the whole register."""
    opts = model._meta
    actions = ("add", "change", "delete", "view")
    return any(
        user.has_perm(f"{opts.app_label}.{get_permission_codename(action, opts)}")
        for action in actions
    )
