"""The tables of `egov_forms`, one file a subject."""

from egov_forms.models.agencies import Agency, AgencyArea
from egov_forms.models.answers import KeyedByReference, SealedAnswers
from egov_forms.models.attachments import Attachment, AttachmentState
from egov_forms.models.catalogue import (
    Channel,
    ChoiceList,
    Publication,
    Service,
    ServiceVersion,
)
from egov_forms.models.drafts import Draft
from egov_forms.models.failures import FailureCount
from egov_forms.models.submissions import Submission, SubmissionColumn, SubmissionIdentity

__all__ = [
    "Agency",
    "AgencyArea",
    "Attachment",
    "AttachmentState",
    "Channel",
    "ChoiceList",
    "Draft",
    "FailureCount",
    "KeyedByReference",
    "Publication",
    "SealedAnswers",
    "Service",
    "ServiceVersion",
    "Submission",
    "SubmissionColumn",
    "SubmissionIdentity",
]
