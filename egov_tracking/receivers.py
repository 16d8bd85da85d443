"""Where the citizen's side meets the office's: a submission opens a dossier."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from egov_forms.exceptions import CorrectionRefused
from egov_forms.models import Submission
from egov_forms.signals import submission_corrected, submission_received
from egov_tracking.actions import correct, open_dossier
from egov_tracking.exceptions import EgovTrackingError
from egov_tracking.models import Citizen, Dossier


@receiver(submission_received, dispatch_uid="egov_tracking.open_dossier")
def submission_opens_dossier(sender: Any, submission: Submission, **kwargs: Any) -> None:
    """Inside the submitting transaction: when it fails, nothing was submitted."""
    open_dossier(submission)


@receiver(submission_corrected, dispatch_uid="egov_tracking.correct_dossier")
def correction_reaches_dossier(
    sender: Any, submission: Submission, before: Any, **kwargs: Any
) -> None:
    """Inside the correcting transaction: where the office was faster, nothing is corrected."""
    citizen = Citizen(submission.reference)
    dossier = Dossier.objects.for_actor(citizen).filter(submission=submission).first()
    if dossier is None:
        return
    try:
        correct(dossier, citizen, before=before)
    except EgovTrackingError as error:
        raise CorrectionRefused(
            _(
                "The office has begun to work on your dossier, so it can't be corrected here any "
                "more. Nothing was sent; what you changed stands below. Call the agency."
            )
        ) from error
