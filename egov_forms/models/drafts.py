"""A half-filled form: one row a start, never a session."""

import datetime
import hashlib
import secrets as randomness
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from egov_forms.conf import settings
from egov_forms.models import keys
from egov_forms.models.answers import TYPED, KeyedByReference, SealedAnswers
from egov_forms.models.catalogue import Service, ServiceVersion

TOKEN_BYTES = 32


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """The bearer token of one browser, kept in a cookie whose path is the draft's own.

    It ends in its time, which the digest covers.
    """
    return f"{randomness.token_urlsafe(TOKEN_BYTES)}.{int(timezone.now().timestamp())}"


def issued_at(token: str) -> datetime.datetime | None:
    """When a token that matches its digest was made; None for one of before times were kept."""
    seconds = token.rpartition(".")[2]
    is_time = "." in token and seconds.isascii() and seconds.isdecimal()
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC) if is_time else None


def token_matches(digest: str, token: str | None) -> bool:
    return bool(digest and token) and constant_time_compare(digest, token_digest(token or ""))


def expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=settings.DRAFT_DAYS)


class Draft(KeyedByReference, SealedAnswers):
    """Answers on their way. ``done`` lists the keys of steps that were accepted.

    A draft that ``corrects`` a submission has the submission's ``draft_id`` for its id and the
    same reference and secret, so address, cookie and seals stay as they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="drafts")
    version = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="drafts")
    corrects = models.OneToOneField(
        "egov_forms.Submission", models.CASCADE, null=True, related_name="correction"
    )
    language = models.CharField(max_length=20)
    done = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=expiry, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.reference

    @property
    def typed(self) -> dict[str, dict[str, Any]]:
        """Raw strings of steps that are not yet valid, by step: sealed whole."""
        cell = self.sealed.get(TYPED)
        return keys.unseal(cell, row=self.seal_row, field=TYPED) if cell else {}

    @typed.setter
    def typed(self, value: dict[str, dict[str, Any]]) -> None:
        self.sealed.pop(TYPED, None)
        if value:
            self.sealed[TYPED] = keys.seal(value, row=self.seal_row, field=TYPED)
