"""Counts of failed attempts to open something with a wrong secret (security rule 3)."""

import datetime

from django.db import models
from django.db.models import F
from django.utils import timezone


class FailureCount(models.Model):
    """Failures under one key in one hour. A success writes nothing here."""

    key = models.CharField(max_length=80)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="egov_failures_once")]
        indexes = [models.Index(fields=["hour"], name="egov_failures_hour")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"

    @classmethod
    def add(cls, *keys: str) -> None:
        """Count one failure under each key; concurrent failures are all counted."""
        hour = this_hour()
        FailureCount.objects.bulk_create(
            [FailureCount(key=key, hour=hour) for key in keys], ignore_conflicts=True
        )
        cls.objects.filter(key__in=keys, hour=hour).update(count=F("count") + 1)

    @classmethod
    def of(cls, *keys: str) -> dict[str, int]:
        """This hour's counts, in one query."""
        rows = cls.objects.filter(key__in=keys, hour=this_hour())
        return {**dict.fromkeys(keys, 0), **dict(rows.values_list("key", "count"))}


def this_hour() -> datetime.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
