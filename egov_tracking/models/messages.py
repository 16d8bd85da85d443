"""The outbox: messages written in the business transaction and sent later by a worker."""

import datetime as dt
import uuid

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from egov_tracking.conf import settings
from egov_tracking.models.dossiers import Dossier
from egov_tracking.models.events import Event
from egov_tracking.models.templates import kinds

FIRST_WAIT = dt.timedelta(seconds=30)
FAILED_FOR = dt.timedelta(days=7)
LONGEST_WAIT = dt.timedelta(hours=6)


class State(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("may have been sent, look after it")
    FAILED = "failed", _("could not be sent")
    UNREACHABLE = "unreachable", _("no address, tell the citizen yourself")
    TOLD = "told", _("told by telephone or in person")


#: What only a person can settle.
LEFT_TO_PEOPLE = (State.UNKNOWN, State.FAILED, State.UNREACHABLE)


class OutgoingMessage(models.Model):
    """One message to one citizen. It holds no text: that is composed when it is sent.

    ``attempts`` is raised before the hand-over, so that a worker that dies leaves a trace.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="messages")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    kind = models.CharField(_("message"), max_length=24, choices=kinds)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    channel = models.CharField(_("channel"), max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued"))
    next_attempt_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    settled_by = models.TextField(_("settled by"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at"]
        constraints = [models.UniqueConstraint(fields=["event", "kind"], name="egov_message_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="egov_message_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dossier_id}"

    @classmethod
    def lease(cls, limit: int) -> list["OutgoingMessage"]:
        """Take up to ``limit`` messages that are due, or whose worker never came back.

        The clock is the database's, because workers' clocks differ. The attempt is on record
        once this returns. ``was_left`` tells that an earlier worker may have sent it.
        """
        with transaction.atomic():
            waiting = OutgoingMessage.objects.filter(
                models.Q(state=State.QUEUED, next_attempt_at__lte=Now())
                | models.Q(state=State.SENDING, lease_until__lt=Now())
            ).order_by("next_attempt_at")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True)
            taken = list(waiting[:limit])
            for message in taken:
                message.was_left = message.state == State.SENDING
                message.state = State.SENDING
                message.attempts += 1
            lease = dt.timedelta(seconds=settings.MESSAGE_LEASE)
            OutgoingMessage.objects.filter(pk__in=[message.pk for message in taken]).update(
                state=State.SENDING,
                attempts=models.F("attempts") + 1,
                lease_until=Now() + lease,
            )
        return taken

    @property
    def sending_id(self) -> str:
        """The Message-ID and the provider's key: the same at every attempt, another once an
        officer sends it again. A key that a provider knows, it answers without sending."""
        return str(uuid.uuid5(self.pk, self.queued_at.astimezone(dt.UTC).isoformat()))

    @property
    def is_left_to_people(self) -> bool:
        return self.state in LEFT_TO_PEOPLE

    was_left = False

    def mark_sent(self, channel: str) -> None:
        self._finish(state=State.SENT, channel=channel, sent_at=Now(), error="")

    def mark(self, state: State, channel: str, error: str) -> None:
        """Leave it to people, with the reason."""
        self._finish(state=state, channel=channel, error=error)

    def try_again(self, channel: str, error: str) -> None:
        """Queue it for later: 30 seconds, then twice as long each time, up to six hours."""
        if self.attempts >= settings.MESSAGE_ATTEMPTS:
            self.mark(State.FAILED, channel, error)
            return
        wait = min(FIRST_WAIT * 2 ** min(self.attempts - 1, 20), LONGEST_WAIT)
        self._finish(state=State.QUEUED, channel=channel, error=error, next_attempt_at=Now() + wait)

    def _finish(self, **changes: object) -> None:
        # Every lease raises `attempts`: another number means that another worker has it now.
        held = OutgoingMessage.objects.filter(
            pk=self.pk, state=State.SENDING, attempts=self.attempts
        )
        if held.update(lease_until=None, **changes):
            self.state = str(changes["state"])

    @classmethod
    def stuck(cls, age: dt.timedelta = dt.timedelta(hours=1)) -> models.QuerySet["OutgoingMessage"]:
        """What has not left ``age`` after it was queued, and what waits for people: an alarm.

        The latter for a week, unless an officer settles it.
        """
        failed = models.Q(state__in=[State.UNKNOWN, State.FAILED])
        return cls.objects.filter(
            failed & models.Q(queued_at__gte=Now() - FAILED_FOR)
            | models.Q(state__in=[State.QUEUED, State.SENDING], queued_at__lt=Now() - age)
        )
