"""Which agencies' registers somebody keeps."""

from typing import Any, Literal

from django.contrib.auth import get_permission_codename
from django.db.models import Model

from egov_tracking.admin.scope import roles_of
from egov_tracking.rules.workflow import Role


def kept_agencies(user: Any) -> list[int]:
    """The agencies in which the user has the role of administration."""
    return [agency for agency, role in roles_of(user).items() if role & Role.ADMINISTRATION]


def keeps_all(
    user: Any, model: type[Model], *actions: Literal["add", "change", "delete", "view"]
) -> bool:
    """Whether Django's permissions give the user the whole register, for one of these actions.

    Without any named, whether the user may see it all.
    """
    opts = model._meta
    actions = actions or ("add", "change", "delete", "view")
    return any(
        user.has_perm(f"{opts.app_label}.{get_permission_codename(action, opts)}")
        for action in actions
    )
