"""Who looked at whose answers (security rule 6)."""

from collections.abc import Iterable

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_tracking.models.dossiers import Dossier
from egov_tracking.models.officers import Actor


class AccessRecord(models.Model):
    """One look by one officer: ``right`` is read, unmask, download or export."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="accesses")
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    user_name = models.TextField(_("by"))
    right = models.CharField(_("right"), max_length=20)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_name} {self.right} {self.dossier_id}"

    @classmethod
    def record(cls, user: Actor, right: str, dossiers: Iterable[Dossier]) -> None:
        """Note that the user used this right on these dossiers."""
        name = user.get_full_name() or user.get_username()
        AccessRecord.objects.bulk_create(
            AccessRecord(dossier=dossier, user=user, user_name=name, right=right)
            for dossier in dossiers
        )
