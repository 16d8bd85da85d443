"""The case in the office: one row from filing to the result."""

import datetime as dt
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.applicant import CENTER, ELECTRONIC, POST, result_channel
from egov_forms.models import Agency, KeyedByReference, Service, ServiceVersion, Submission
from egov_forms.rules.text import fold
from egov_tracking.exceptions import ActorRequired
from egov_tracking.models.calendars import PausePolicyName
from egov_tracking.models.officers import Actor, Citizen, Membership, System, reach
from egov_tracking.rules import deadlines, outcomes, workflow
from egov_tracking.rules.workflow import Role, Status

#: Roles that may see that a dossier of their agency exists.
SEEING = Role.RECEPTION | Role.PROCESSING | Role.APPROVAL | Role.READING | Role.AUDIT
#: Statuses of dossiers that somebody still has work with, or waits for.
AT_HAND = tuple(
    status.value for status in Status if status not in workflow.FINAL | {Status.STOPPED}
)
#: After every deadline: that of a dossier whose clock stands still.
NO_DEADLINE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class Channel(models.IntegerChoices):
    """The national codes (law R46)."""

    COUNTER = 1, _("at the counter")
    ONLINE = 2, _("online")
    POST = 3, _("by public post")


class PaymentState(models.TextChoices):
    NONE = "none", _("no fee")
    UNDECIDED = "undecided", _("fee not decided yet")
    DUE = "due", _("fee to be paid")
    PAID = "paid", _("fee paid")
    WAIVED = "waived", _("no fee charged")


class DeliveryMethod(models.TextChoices):
    COUNTER = "counter", _("at the counter")
    POST = "post", _("by public post")
    ONLINE = "online", _("online")


#: By the answer about the way of the result; at the counter where the form does not ask.
DELIVERY = {
    "": DeliveryMethod.COUNTER,
    CENTER: DeliveryMethod.COUNTER,
    POST: DeliveryMethod.POST,
    ELECTRONIC: DeliveryMethod.ONLINE,
}


class DeliveryState(models.TextChoices):
    NONE = "none", _("no result yet")
    WAITING = "waiting", _("waiting to be collected")
    DELIVERED = "delivered", _("delivered")


class ScopedManager(models.Manager["Dossier"]):
    """Gives dossiers only to somebody (security rule 4): ``Dossier.objects.for_actor(user)``."""

    def get_queryset(self) -> models.QuerySet["Dossier"]:
        raise ActorRequired("Dossier.objects.for_actor(user)")

    def for_actor(self, actor: Actor) -> models.QuerySet["Dossier"]:
        """What the actor may know of; a foreign dossier is not in it, so a view answers 404."""
        dossiers: models.QuerySet[Dossier] = models.QuerySet(self.model, using=self._db)
        if isinstance(actor, System):
            return dossiers
        if isinstance(actor, Citizen):
            return dossiers.filter(reference=actor.reference)
        roles = Membership.roles(actor)
        if not any(role & SEEING for role in roles.values()):
            return dossiers.none()
        return dossiers.filter(reach(roles, SEEING))


class Dossier(KeyedByReference):
    """One dossier. Only `egov_tracking.actions` change it; each act appends one event.

    Reference, key and generation are those of the submission, so one secret opens both; a paper
    dossier has its own. ``agency`` received it and mints its code, ``deciding_agency`` decides.
    ``complete_at`` is when the citizen had filed everything: the clock's day 0 comes from it.
    ``due_at`` is empty while the clock is stopped; ``appointment_at`` is the one new date of an
    apology and does not change what is late. ``lock_version`` is the number of the last event.
    """

    #: Of one showing of the counter's form: sent twice, it opens one dossier.
    opened_once = models.UUIDField(unique=True, null=True, editable=False)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="dossier"
    )
    code = models.CharField(_("dossier code"), max_length=60, unique=True, null=True, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("receiving agency")
    )
    deciding_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("deciding agency")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="+", verbose_name=_("service")
    )
    version = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="+")
    status = models.PositiveSmallIntegerField(_("status"), default=Status.SUBMITTED.value)
    previous_status = models.PositiveSmallIntegerField(null=True, editable=False)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    channel = models.PositiveSmallIntegerField(
        _("way of filing"), choices=Channel.choices, default=Channel.ONLINE
    )
    language = models.CharField(max_length=20)

    applicant_name = models.CharField(_("applicant"), max_length=255, blank=True)
    applicant_folded = models.CharField(max_length=255, db_index=True, editable=False)
    applicant_phone = models.CharField(_("telephone"), max_length=32, blank=True, db_index=True)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    applicant_address = models.CharField(_("address"), max_length=255, blank=True)

    filed_at = models.DateTimeField(_("filed at"))
    complete_at = models.DateTimeField(editable=False)
    reply_due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    received_on = models.DateField(_("received"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    appointment_at = models.DateTimeField(_("new date"), null=True, blank=True)
    paused_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    #: When the office has to act: by the first answer while none was given, then by the result.
    #: Never empty and kept by `save`, so that the desk orders and pages by it.
    next_due_at = models.DateTimeField(default=NO_DEADLINE, editable=False)

    limit_unit = models.CharField(max_length=20, blank=True, editable=False)
    limit_amount = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, editable=False
    )
    limit_cutoff = models.TimeField(null=True, blank=True, editable=False)
    pause_policy = models.CharField(
        max_length=10, choices=PausePolicyName.choices, default=PausePolicyName.RESUME
    )
    supplement_requests = models.PositiveSmallIntegerField(default=0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, blank=True, editable=False)
    late_working_days = models.PositiveSmallIntegerField(default=0, editable=False)

    payment_state = models.CharField(
        _("payment"), max_length=10, choices=PaymentState.choices, default=PaymentState.NONE
    )
    delivery_method = models.CharField(
        _("delivery"),
        max_length=10,
        choices=DeliveryMethod.choices,
        default=DeliveryMethod.COUNTER,
    )
    delivery_state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.NONE
    )
    tracking_number = models.CharField(_("tracking number"), max_length=64, blank=True)

    desk = models.CharField(_("desk"), max_length=120, blank=True)
    assignee = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )

    objects = ScopedManager()
    #: For actions, commands and the check of a secret; never for a view of officers.
    unscoped = models.Manager["Dossier"]()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["agency", "status", "due_at", "id"], name="egov_dossier_desk"),
            models.Index(
                fields=["deciding_agency", "status", "due_at", "id"], name="egov_dossier_decide"
            ),
            models.Index(fields=["assignee", "status", "due_at", "id"], name="egov_dossier_mine"),
            models.Index(
                fields=["next_due_at", "id"],
                condition=models.Q(status__in=AT_HAND),
                name="egov_dossier_next",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.applicant_folded = fold(self.applicant_name)[:255]
        self.next_due_at = self._deadline() or NO_DEADLINE
        super().save(*args, **kwargs)

    def _deadline(self) -> dt.datetime | None:
        """Asking for a supplement or a fee is the first answer, so then none is due (law R25)."""
        if self.is_accepted:
            return self.due_at
        return self.reply_due_at if self.status == Status.SUBMITTED else None

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def state(self) -> workflow.State:
        """What the table of moves looks at."""
        return workflow.State(
            status=Status(self.status),
            accepted=self.is_accepted,
            paused=self.paused_at is not None,
            previous=Status(self.previous_status) if self.previous_status else None,
            settled=self.payment_state != PaymentState.DUE,
        )

    @property
    def limit(self) -> deadlines.Limit | None:
        """The time limit chosen at acceptance."""
        if not self.limit_unit:
            return None
        return deadlines.Limit(
            deadlines.Unit(self.limit_unit), self.limit_amount, self.limit_cutoff
        )

    @property
    def expected_at(self) -> dt.datetime | None:
        """The date that the citizen was told last."""
        due, appointment = self.due_at, self.appointment_at
        # A pause or another clock may have moved the due time past the date of the apology.
        return appointment if due and appointment and due < appointment else due

    @property
    def has_second_request(self) -> bool:
        """Whether it counts as late in national reports whatever happens (law R38)."""
        return outcomes.counts_late(self.supplement_requests)

    def read_submission(self) -> None:
        """Take over who files, and how the result is to go out; the caller saves."""
        for name in ("applicant_name", "applicant_phone", "applicant_email"):
            setattr(self, name, getattr(self.submission, name))
        self.delivery_method = DELIVERY[result_channel(self.answers())]

    def answers(self) -> dict[str, Any]:
        """The answers as filed, the sealed ones opened; empty for a paper dossier."""
        return self.submission.open_answers() if self.submission else {}


class CodeCounter(models.Model):
    """The last number given to a dossier code of one agency and day; read under a row lock."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="egov_code_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.last}"

    @classmethod
    def next(cls, agency: Agency, day: dt.date) -> int:
        """The next number; two transactions wait for each other. Never ``max() + 1``."""
        counter, _created = cls.objects.select_for_update().get_or_create(agency=agency, day=day)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last
