"""What the citizen is asked for again, and the originals compared at the one visit."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models import keys
from egov_tracking.models.dossiers import Dossier

CELL = "answers"
#: In which form a paper is asked for again; the last is no paper.
KINDS = [
    ("photocopy", _("photocopy")),
    ("certified", _("certified copy")),
    ("original", _("original")),
    ("answer", _("answer or correction")),
]


def asked_text(item: Mapping[str, str]) -> str:
    """What is asked for, and in which form."""
    kind = dict(KINDS).get(item.get("kind", ""))
    return f"{item['text']} ({kind})" if kind else item["text"]


class SupplementRequest(models.Model):
    """One request (form 02) and its answer; or, without items, a correction by the citizen.

    ``items`` are ``{key, text, kind, field}``: ``kind`` is original, certified, photocopy or
    answer; ``field`` the key of the form's field asked again, or "". Answers are by item key,
    ``{"text": ..., "files": [attachment ids]}``, and sealed. The submission stays as it was: what
    changed can be seen by laying the two beside each other (law R26). A correction changes the
    submission; its answers are ``{"before": ..., "after": ...}`` by the key of the field.
    """

    class Origin(models.TextChoices):
        OFFICE = "office", _("asked by the office")
        CITIZEN = "citizen", _("corrected by the citizen")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OFFICE)
    items = models.JSONField(default=list)
    reason = models.TextField(_("reason"), blank=True)
    answer_by = models.DateField(_("answer expected by"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    #: The day from which the answer counts, by rule R1.
    received_on = models.DateField(null=True, blank=True)
    sealed = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("request for a supplement")
        verbose_name_plural = _("requests for supplements")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="egov_supplement_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by item key."""
        if not self.sealed:
            return {}
        opened: dict[str, Any] = keys.unseal(self.sealed, row=self._seal_row, field=CELL)
        return opened

    @answers.setter
    def answers(self, value: dict[str, Any]) -> None:
        self.sealed = keys.seal(value, row=self._seal_row, field=CELL)

    @property
    def _seal_row(self) -> str:
        return f"supplement:{self.dossier_id}:{self.number}"


class OriginalCheck(models.Model):
    """One paper of the dossier as compared with its original at the counter."""

    class Result(models.TextChoices):
        MATCHES = "matches", _("matches")
        DIFFERS = "differs", _("does not match")
        MISSING = "missing", _("not brought")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="original_checks")
    component = models.CharField(max_length=64)
    result = models.CharField(max_length=8, choices=Result.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("original compared")
        verbose_name_plural = _("originals compared")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "component"], name="egov_original_once")
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.result}"
