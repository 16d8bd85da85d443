"""What was submitted: frozen answers under a frozen version."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models.agencies import Agency
from egov_forms.models.answers import KeyedByReference, SealedAnswers
from egov_forms.models.catalogue import Service, ServiceVersion


class Submission(KeyedByReference, SealedAnswers):
    """One filing. ``draft_id`` is unique, so submitting a draft twice gives the same row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft_id = models.UUIDField(unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="submissions")
    version = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="submissions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="submissions")
    language = models.CharField(max_length=20)
    submitted_at = models.DateTimeField(_("submitted"), db_index=True)
    applicant_name = models.CharField(_("applicant"), max_length=255, blank=True)
    applicant_phone = models.CharField(_("telephone"), max_length=32, blank=True)
    applicant_email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.reference

    @property
    def seal_row(self) -> str:
        # The cells are moved over from the draft as they are.
        return str(self.draft_id)


class SubmissionColumn(models.Model):
    """A non-sensitive answer that the editor shows in lists, ready to be filtered."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="columns")
    key = models.CharField(max_length=64)
    text = models.CharField(max_length=255)
    folded = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "key"], name="egov_column_once")
        ]
        indexes = [models.Index(fields=["key", "folded"], name="egov_column_folded")]

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"


class SubmissionIdentity(models.Model):
    """A keyed digest of an identity number, for equality search (security rule 20)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="identities")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "key", "digest"], name="egov_identity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.key}"
