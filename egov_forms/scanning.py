"""From pending to a verdict. Uploading and submitting never wait for the scanner; a sweep asks
it, again and again while it is down, and tells when a file waits too long (rules 11 and 14)."""

import datetime
import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.core.files import File
from django.utils import timezone

from egov_forms.exceptions import EgovFormsError
from egov_forms.models import Attachment, AttachmentState
from egov_forms.models.text import shortened
from egov_forms.scanners import Scanner, ScannerUnavailable, Verdict, get_scanner
from egov_forms.storage import private_storage

STUCK_AFTER = datetime.timedelta(hours=1)
logger = logging.getLogger(__name__)


class FileUnreadable(EgovFormsError):
    """The storage does not give this one file now; it waits, and others are scanned."""


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
        except FileUnreadable as error:
            logger.error("The stored file %s cannot be read: %s", attachment.storage_key, error)
            result.outcomes["unreadable"] += 1
            continue
        if settle(attachment, verdict):
            result.outcomes[verdict.outcome] += 1
    pending = Attachment.objects.filter(state=AttachmentState.PENDING)
    result.stuck = pending.filter(created_at__lt=timezone.now() - STUCK_AFTER).count()
    return result


def scan_attachment(attachment: Attachment) -> bool:
    """Scan right after the upload; false when there is no verdict yet and a sweep has to ask."""
    try:
        verdict = judge(get_scanner(), attachment)
    except (ScannerUnavailable, FileUnreadable):
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

    Raises `ScannerUnavailable` and `FileUnreadable`: scanner and storage may come back.
    """
    stored = _open(attachment)
    if stored is None:
        return Verdict.error("missing")
    with stored:
        reader = _Hashing(stored)
        try:
            verdict = scanner.scan(reader, attachment.size)
        except OSError as error:
            raise ScannerUnavailable(str(error)) from error
        if verdict.outcome == "clean" and reader.hash_of_all() != attachment.sha256:
            return Verdict.error("changed since its upload")
    return verdict


def _open(attachment: Attachment) -> File | None:  # type: ignore[type-arg]
    """The content, None when there is none any more. Raises `FileUnreadable`."""
    storage = private_storage()
    try:
        if storage.exists(attachment.storage_key):
            return storage.open(attachment.storage_key)
    except FileNotFoundError:
        pass
    except Exception as error:  # OSError, or one of a vendor's own
        raise FileUnreadable(str(error)) from error
    return None


def settle(attachment: Attachment, verdict: Verdict) -> bool:
    """Write the verdict unless another sweep was faster; scans twice do no harm."""
    attachment.state = AttachmentState(verdict.outcome)
    attachment.detail = shortened(verdict.detail, 255)
    attachment.scanned_at = timezone.now()
    waiting = Attachment.objects.filter(pk=attachment.pk, state=AttachmentState.PENDING)
    return bool(
        waiting.update(
            state=attachment.state, detail=attachment.detail, scanned_at=attachment.scanned_at
        )
    )


class _Hashing:
    """A stream that hashes what the scanner reads, and the rest when it did not read all.

    A scanner takes any OSError for its own connection's; the file's is given another type.
    """

    def __init__(self, stream: File | IO[bytes]) -> None:  # type: ignore[type-arg]
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        try:
            data: bytes = self.stream.read(size)
        except Exception as error:
            raise FileUnreadable(str(error)) from error
        self.digest.update(data)
        return data

    def hash_of_all(self) -> str:
        while self.read(64 * 1024):
            pass
        return self.digest.hexdigest()
