"""What time does: drafts run out, files are left over, counts of failures are forgotten."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from egov_forms import attaching, storage
from egov_forms.models import Attachment, Draft, FailureCount


def expired_drafts(now: datetime.datetime | None = None) -> QuerySet[Draft]:
    """Drafts past their time, the oldest first."""
    return Draft.objects.filter(expires_at__lt=now or timezone.now()).order_by("expires_at")


def purge_drafts(now: datetime.datetime | None = None, limit: int = 1000) -> int:
    """Delete expired drafts, at most ``limit`` of them, their files after the commit."""
    with transaction.atomic():
        drafts = list(expired_drafts(now).select_for_update()[:limit])
        attaching.drop_files(Attachment.objects.filter(draft__in=drafts))
        Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return len(drafts)


#: How old a stored file must be before it counts as left over: an upload may be under way.
LEFT_OVER = datetime.timedelta(days=1)


def sweep_files(now: datetime.datetime | None = None) -> int:
    """Remove stored files that no row names any more; how many that were (security rule 21)."""
    stored = list(storage.kept_keys((now or timezone.now()) - LEFT_OVER))
    named = set(Attachment.objects.values_list("storage_key", flat=True))
    left_over = [key for key in stored if key not in named]
    storage.remove(left_over)
    return len(left_over)


def forget_failures(now: datetime.datetime | None = None) -> int:
    """Delete the counts of failures of past days; only this hour's are ever asked."""
    old = FailureCount.objects.filter(hour__lt=(now or timezone.now()) - LEFT_OVER)
    deleted, _by_model = old.delete()
    return deleted
