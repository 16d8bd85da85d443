"""The clock of a dossier: its pauses as rows, read with the calendar of the deciding agency."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_tracking.models.calendars import Calendar
from egov_tracking.models.dossiers import Dossier
from egov_tracking.rules import deadlines
from egov_tracking.rules.office import Office


class Pause(models.Model):
    """A time in which an accepted dossier waits. At most one is open."""

    class Reason(models.TextChoices):
        SUPPLEMENT = "supplement", _("waiting for the supplement")
        PAYMENT = "payment", _("waiting for the payment")
        SUSPENDED = "suspended", _("suspended by decision")
        STOPPED = "stopped", _("stopped, then reopened")
        RETURNED = "returned", _("sent back from the counter")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=models.Q(ended_at__isnull=True),
                name="egov_one_open_pause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.reason}"


def office_of(dossier: Dossier) -> Office:
    return Calendar.of(dossier.deciding_agency_id).office()


def clock_of(dossier: Dossier, office: Office | None = None) -> deadlines.Clock | None:
    """The clock with its ledger; None before acceptance."""
    limit = dossier.limit
    if limit is None:
        return None
    pauses = [
        deadlines.Pause(pause.started_at, pause.ended_at, pause.reason)
        for pause in dossier.pauses.all()
    ]
    policy = deadlines.PausePolicy(dossier.pause_policy)
    return deadlines.read(dossier.complete_at, limit, office or office_of(dossier), pauses, policy)


def suspend(dossier: Dossier, reason: Pause.Reason, now: dt.datetime) -> None:
    """Stop the clock; the caller saves the dossier."""
    Pause.objects.create(dossier=dossier, started_at=now, reason=reason)
    dossier.paused_at = now


def resume(dossier: Dossier, now: dt.datetime) -> None:
    """Let the clock run again, if it stands; the caller saves the dossier."""
    if dossier.paused_at is not None:
        dossier.pauses.filter(ended_at__isnull=True).update(ended_at=now)
        dossier.paused_at = None


def skip_since_end(dossier: Dossier, reason: Pause.Reason, now: dt.datetime) -> None:
    """Count the time since the dossier had ended as a pause, and let it run again."""
    if dossier.paused_at is None and dossier.finished_at is not None:
        Pause.objects.create(
            dossier=dossier, started_at=dossier.finished_at, ended_at=now, reason=reason
        )
    resume(dossier, now)
    dossier.finished_at = None
    dossier.outcome, dossier.late_working_days = "", 0
