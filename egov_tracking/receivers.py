"""Where the citizen's side meets the office's: a submission opens a dossier."""

from typing import Any

from django.dispatch import receiver

from egov_forms.models import Submission
from egov_forms.signals import submission_received
from egov_tracking.actions import open_dossier


@receiver(submission_received, dispatch_uid="egov_tracking.open_dossier")
def submission_opens_dossier(sender: Any, submission: Submission, **kwargs: Any) -> None:
    """Inside the submitting transaction: when it fails, nothing was submitted."""
    open_dossier(submission)
