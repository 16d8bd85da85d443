"""The tables of `egov_tracking`, one file a subject."""

from egov_tracking.models.access import AccessRecord
from egov_tracking.models.calendars import Calendar, CalendarDay
from egov_tracking.models.clocks import Pause
from egov_tracking.models.dossiers import (
    Channel,
    CodeCounter,
    DeliveryMethod,
    DeliveryState,
    Dossier,
    PaymentState,
)
from egov_tracking.models.events import Event
from egov_tracking.models.messages import OutgoingMessage
from egov_tracking.models.officers import Citizen, Membership, System
from egov_tracking.models.payments import Payment
from egov_tracking.models.supplements import OriginalCheck, SupplementRequest
from egov_tracking.models.templates import MessageTemplate

__all__ = [
    "AccessRecord",
    "Calendar",
    "CalendarDay",
    "Channel",
    "Citizen",
    "CodeCounter",
    "DeliveryMethod",
    "DeliveryState",
    "Dossier",
    "Event",
    "Membership",
    "MessageTemplate",
    "OriginalCheck",
    "OutgoingMessage",
    "Pause",
    "Payment",
    "PaymentState",
    "SupplementRequest",
    "System",
]
