"""From pending to a verdict. Uploading and submitting never wait for the scanner; a sweep asks
it, again and again while it is down, and tells when a file waits too long (rules 11 and 14)."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils import timezone

from egov_forms.models import Attachment, AttachmentState
from egov_forms.scanners import Scanner, ScannerUnavailable, Verdict, get_scanner
from egov_forms.storage import private_storage

STUCK_AFTER = datetime.timedelta(hours=1)


@dataclass
class Sweep:
    """What one sweep came to; ``stuck`` counts files that wait for more than an hour."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unavailable: str = ""
    stuck: int = 0


def sweep(older_than: datetime.timedelta, limit: int = 1000) -> Sweep:
    """Scan what waits, oldest first; stop at the first sign that the scanner is down."""
    result = Sweep()
    scanner = get_scanner()
    for attachment in _waiting(older_than, limit):
        try:
            verdict = judge(scanner, attachment)
        except ScannerUnavailable as error:
            result.unavailable = str(error) or type(error).__name__
            break
        if settle(attachment, verdict):
            result.outcomes[verdict.outcome] += 1
    pending = Attachment.objects.filter(state=AttachmentState.PENDING)
    result.stuck = pending.filter(created_at__lt=timezone.now() - STUCK_AFTER).count()
    return result


def scan_attachment(attachment: Attachment) -> bool:
    """Scan right after the upload; false when there is no verdict yet and a sweep has to ask."""
    try:
        verdict = judge(get_scanner(), attachment)
    except ScannerUnavailable:
        return False
    settle(attachment, verdict)
    return True


def _waiting(older_than: datetime.timedelta, limit: int) -> Iterator[Attachment]:
    waiting = Attachment.objects.filter(
        state=AttachmentState.PENDING, created_at__lte=timezone.now() - older_than
    )
    return waiting.order_by("created_at")[:limit].iterator(chunk_size=100)


def judge(scanner: Scanner, attachment: Attachment) -> Verdict:
    """Ask the scanner. Content that is gone or changed since its upload is never clean.

    Raises `ScannerUnavailable`, also when the storage can't be reached: both may come back.
    """
    storage = private_storage()
    try:
        if not storage.exists(attachment.storage_key):
            return Verdict.error("missing")
        with storage.open(attachment.storage_key) as stored:
            reader = _Hashing(stored)
            verdict = scanner.scan(reader, attachment.size)
            if verdict.outcome == "clean" and reader.hash_of_all() != attachment.sha256:
                return Verdict.error("changed since its upload")
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error
    return verdict


def settle(attachment: Attachment, verdict: Verdict) -> bool:
    """Write the verdict unless another sweep was faster; scans twice do no harm."""
    attachment.state = AttachmentState(verdict.outcome)
    attachment.detail = verdict.detail[:255]
    attachment.scanned_at = timezone.now()
    waiting = Attachment.objects.filter(pk=attachment.pk, state=AttachmentState.PENDING)
    return bool(
        waiting.update(
            state=attachment.state, detail=attachment.detail, scanned_at=attachment.scanned_at
        )
    )


class _Hashing:
    """A stream that hashes what the scanner reads, and the rest when it did not read all."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        return data

    def hash_of_all(self) -> str:
        while self.read(64 * 1024):
            pass
        return self.digest.hexdigest()
