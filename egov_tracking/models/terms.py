"""What a dossier's answers mean for its time limit, its fees and the originals to bring."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from egov_forms.evaluation.terms import Terms
from egov_forms.rules.definition import TimeLimit
from egov_tracking.models.dossiers import Dossier
from egov_tracking.rules.deadlines import Limit, Unit


def terms_of(dossier: Dossier) -> Terms:
    """The terms of a dossier under the version and on the day of its filing."""
    day = timezone.localtime(dossier.filed_at).date()
    return Terms(dossier.version.load(), dossier.answers(), day)


def as_limit(limit: TimeLimit) -> Limit:
    """A definition's time limit as the clock takes it."""
    unit = Unit(limit.unit)
    return Limit(
        unit,
        None if unit == Unit.SAME_DAY else Decimal(str(limit.amount)),
        dt.time.fromisoformat(limit.cutoff) if limit.cutoff else None,
    )
