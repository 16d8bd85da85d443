"""Who acts: officers by their memberships, citizens, and the system itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models import Agency
from egov_tracking.rules.workflow import Role


@dataclass(frozen=True)
class Citizen:
    """The citizen of the one dossier with this reference, after its secret was checked."""

    reference: str

    def __str__(self) -> str:
        return "citizen"


@dataclass(frozen=True)
class System:
    """What happens by itself, such as a payment that a gateway reports."""

    def __str__(self) -> str:
        return "system"


#: What counts where a dossier is decided; reception counts where it was received.
DECIDING = Role.PROCESSING | Role.APPROVAL
NOWHERE = Role(0)


def roles_at(roles: Mapping[int, Role], received: int, decided: int) -> Role:
    """The roles that hold on a dossier, of those by agency; other roles count in both agencies."""
    return roles.get(received, NOWHERE) & ~DECIDING | roles.get(decided, NOWHERE) & ~Role.RECEPTION


def reach(roles: Mapping[int, Role], right: Role) -> models.Q:
    """The dossiers on which `roles_at` gives one of the roles in ``right``."""
    received = [pk for pk, role in roles.items() if role & right & ~DECIDING]
    decided = [pk for pk, role in roles.items() if role & right & ~Role.RECEPTION]
    return models.Q(agency__in=received) | models.Q(deciding_agency__in=decided)


#: A user of the site, a `Citizen` or the `System`. The user model is the site's own.
Actor = Any


class Membership(models.Model):
    """One role of one user in one agency; several rows give several roles.

    A superuser has no role by being one: who may sign in to the admin has no right to answers.
    """

    class RoleName(models.TextChoices):
        RECEPTION = "reception", _("Reception and results")
        PROCESSING = "processing", _("Processing")
        APPROVAL = "approval", _("Approval")
        READING = "reading", _("Reading")
        ADMINISTRATION = "administration", _("Administration")
        AUDIT = "audit", _("Audit")

    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="egov_memberships",
        verbose_name=_("user"),
    )
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="memberships", verbose_name=_("agency")
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleName.choices)

    class Meta:
        verbose_name = _("officer's role")
        verbose_name_plural = _("officers' roles")
        ordering = ["agency", "user", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="egov_membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency}"

    @classmethod
    def roles(cls, user: Actor) -> dict[int, Role]:
        """``{agency id: roles}``; empty for a user who is not active or not signed in."""
        if not getattr(user, "is_active", False) or user.pk is None:
            return {}
        roles: dict[int, Role] = {}
        for agency_id, name in cls.objects.filter(user=user).values_list("agency_id", "role"):
            roles[agency_id] = roles.get(agency_id, Role(0)) | Role[name.upper()]
        return roles
