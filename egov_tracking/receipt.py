"""What the office adds to a citizen's confirmation (the hook `egov_forms_receipt`)."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail import hooks

from egov_forms.models import Submission
from egov_forms.receipt import HOOK
from egov_tracking import lookup
from egov_tracking.models import Calendar, Citizen, Dossier, words


@hooks.register(HOOK)
def receipt_lines(submission: Submission) -> dict[str, Any]:
    """The official day of reception, what happens next, and where to follow it."""
    dossiers = Dossier.objects.for_actor(Citizen(submission.reference)).select_related("agency")
    dossier = dossiers.first()
    if dossier is None:
        return {}
    office = Calendar.of(dossier.agency_id).office()
    plain = words.plain_words(dossier)
    corrected = dossier.events.filter(act="correct").last()
    follow = _("You can follow every step with your reference and secret code.")
    return {
        "received_on": words.day(office.receipt_day(dossier.filed_at)),
        "is_accepted": dossier.is_accepted,
        "corrected_at": words.moment(corrected.at) if corrected else "",
        "lookup_url": lookup.address(),
        "what_next": [plain.who, plain.next, plain.when, follow, plain.call],
    }
