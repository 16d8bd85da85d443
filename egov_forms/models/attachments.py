"""Uploaded files: kept under random keys, opened only when a scanner called them clean."""

import uuid
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models import keys
from egov_forms.models.drafts import Draft
from egov_forms.models.submissions import Submission


class AttachmentState(models.TextChoices):
    PENDING = "pending", _("Waiting for the virus check")
    CLEAN = "clean", _("Checked")
    INFECTED = "infected", _("Refused by the virus check")
    ERROR = "error", _("Could not be checked")


class Attachment(models.Model):
    """One file of one field. It belongs to a draft, then to the submission made from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="attachments")
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, related_name="attachments"
    )
    field_path = models.CharField(max_length=200)
    name = models.CharField(_("file name"), max_length=255)
    # The name that the citizen gave, where the question is sensitive; ``name`` tells nothing then.
    sealed_name = models.JSONField(null=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(max_length=127)
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AttachmentState.choices,
        default=AttachmentState.PENDING,
    )
    detail = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="egov_attachment_pending",
                condition=models.Q(state=AttachmentState.PENDING),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) | models.Q(submission__isnull=True),
                name="egov_attachment_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_open(self) -> bool:
        """Only an explicit verdict opens a file (security rule 14)."""
        return self.state == AttachmentState.CLEAN

    def seal_name(self) -> None:
        """Keep the given name for its citizen and officers only; the caller saves."""
        self.sealed_name = keys.seal(self.name, row=str(self.pk), field="name")
        self.name = f"file{PurePosixPath(self.name).suffix}"

    @property
    def given_name(self) -> str:
        if self.sealed_name is None:
            return self.name
        return str(keys.unseal(self.sealed_name, row=str(self.pk), field="name"))

    def as_answer(self) -> dict[str, Any]:
        """What the file's field holds as its canonical answer."""
        return {
            "id": str(self.pk),
            "name": self.given_name,
            "size": self.size,
            "content_type": self.content_type,
        }
