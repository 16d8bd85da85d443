"""Ask the site's scanner about a file and write its verdict down."""

from django.utils import timezone
from django.utils.module_loading import import_string

from egov_forms import storage
from egov_forms.conf import settings
from egov_forms.models import Attachment, AttachmentState
from egov_forms.scanners.base import Scanner, ScannerUnavailable


def scanner() -> Scanner:
    """The scanner that EGOV_FORMS["SCANNER"] names."""
    made: Scanner = import_string(settings.SCANNER)(**settings.SCANNER_OPTIONS)
    return made


def scan_attachment(attachment: Attachment) -> bool:
    """Whether there is a verdict now; without one the file stays pending for `egov_scan`."""
    try:
        with storage.open_file(attachment.storage_key) as stream:
            verdict = scanner().scan(stream, attachment.size)
    except ScannerUnavailable:
        return False
    attachment.state = AttachmentState(verdict.outcome)
    attachment.detail = verdict.detail[:255]
    attachment.scanned_at = timezone.now()
    attachment.save(update_fields=["state", "detail", "scanned_at"])
    return True
