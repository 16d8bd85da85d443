"""What happened to a dossier: rows that only ever are added, each sealing the one before."""

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models import keys
from egov_tracking.exceptions import AppendOnly
from egov_tracking.models.dossiers import Dossier
from egov_tracking.models.officers import Actor, Citizen, System

#: The columns of a dossier that its acts determine. Left out are who files, which may be erased,
#: and the officer who has it, who may be. Each event's data hold a digest of these columns under
#: `ROW`: whoever changes the list gives it another name, for events that were written before.
DETERMINED = (
    "submission_id",
    "reference",
    "key_id",
    "generation",
    "code",
    "agency_id",
    "deciding_agency_id",
    "service_id",
    "version_id",
    "status",
    "previous_status",
    "channel",
    "language",
    "filed_at",
    "complete_at",
    "reply_due_at",
    "received_on",
    "accepted_at",
    "due_at",
    "appointment_at",
    "paused_at",
    "withdrawal_asked_at",
    "finished_at",
    "handed_over_at",
    "limit_unit",
    "limit_amount",
    "limit_cutoff",
    "pause_policy",
    "supplement_requests",
    "outcome",
    "late_working_days",
    "payment_state",
    "delivery_method",
    "delivery_state",
    "tracking_number",
    "desk",
)
ROW, BY = "row", "by"


def row_digest(dossier: Dossier) -> str:
    """Of `DETERMINED`, the same before the row is saved and after it was read."""
    values = [_plain(getattr(dossier, name)) for name in DETERMINED]
    return hashlib.sha256(canonical(values)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, (Decimal, float)):
        return f"{Decimal(value).normalize():f}"
    return str(value) if isinstance(value, uuid.UUID) else value


def canonical(value: Any) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode()


class AppendOnlyQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("events are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")


class Event(models.Model):
    """One act. ``number`` counts within the dossier and is its ``lock_version`` after the act.

    ``seal`` is an HMAC, under a key outside the database, over the row and the seal before it, so
    that nobody who can only write to the database can change what a history says; what cutting
    it short leaves to be found, `broken_at` tells. It covers the digest of
    ``data``, not ``data`` itself: personal data may be erased (None) and the chain still holds.
    In ``data`` stand the actor's id, which a deleted user leaves behind, and a digest of the
    dossier's row after the act.
    """

    class ActorKind(models.TextChoices):
        OFFICER = "officer", _("officer")
        CITIZEN = "citizen", _("citizen")
        SYSTEM = "system", _("system")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(_("time"))
    act = models.CharField(_("act"), max_length=40)
    from_status = models.PositiveSmallIntegerField(null=True)
    to_status = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.TextField(_("by"))
    #: Whether the citizen sees it.
    public = models.BooleanField(default=True)
    data = models.JSONField(null=True)
    data_digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    seal = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="egov_event_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never deleted")

    @classmethod
    def append(
        cls,
        dossier: Dossier,
        actor: Actor,
        act: str,
        at: dt.datetime,
        *,
        from_status: int | None,
        data: dict[str, Any],
        public: bool = True,
    ) -> "Event":
        """Add the event that makes the dossier's new ``lock_version``; its row is locked."""
        kind, user, name = _identify(actor)
        number = dossier.lock_version
        before = cls.objects.get(dossier=dossier, number=number - 1) if number > 1 else None
        data = json.loads(canonical({**data, ROW: row_digest(dossier), BY: user and user.pk}))
        event = cls(
            dossier=dossier,
            number=number,
            at=at,
            act=act,
            from_status=from_status,
            to_status=dossier.status,
            actor_kind=kind,
            actor=user,
            actor_name=name,
            public=public,
            data=data,
            data_digest=hashlib.sha256(canonical(data)).hexdigest(),
            key_id=keys.current_key_id(),
        )
        event.seal = event.expected_seal(before.seal if before else "")
        event.save(force_insert=True)
        return event

    def expected_seal(self, before: str) -> str:
        """The seal that this row has when neither it nor what came before was altered."""
        row = [
            before,
            self.dossier_id,
            self.number,
            self.at.astimezone(dt.UTC).isoformat(),
            self.act,
            self.from_status,
            self.to_status,
            self.actor_kind,
            self.actor_name,
            self.public,
            self.data_digest,
        ]
        key = keys.derived_key(self.key_id, "events")
        return hmac.new(key, canonical(row), hashlib.sha256).hexdigest()

    @property
    def data_is_intact(self) -> bool:
        """Whether ``data`` is what was written, or was erased whole; and the actor, or gone."""
        if self.data is None:
            return True
        by = self.data.get(BY, self.actor_id)
        is_actor = self.actor_id is None or json.loads(canonical(self.actor_id)) == by
        return is_actor and hashlib.sha256(canonical(self.data)).hexdigest() == self.data_digest


def _identify(actor: Actor) -> tuple[str, Any, str]:
    if isinstance(actor, Citizen):
        return Event.ActorKind.CITIZEN, None, str(actor)
    if isinstance(actor, System):
        return Event.ActorKind.SYSTEM, None, str(actor)
    name = actor.get_full_name() or actor.get_username()
    return Event.ActorKind.OFFICER, actor, name


def broken_at(dossier: Dossier, events: Iterable[Event]) -> int | None:
    """The number of the first event that does not hold, or None when the history is whole.

    Found are events changed, added, left out or in another order, and a dossier whose columns are
    not those that its last event left (`DETERMINED`; its version and status once the data of that
    event were erased). Not found: the last events cut off and the dossier's columns set back to
    match, and a dossier removed with all its events. Only a copy kept elsewhere (a backup, the log
    of the database) shows those.
    """
    seal, number, status, row = "", 0, None, None
    for event in events:
        number += 1
        whole = event.number == number and event.from_status == status and event.data_is_intact
        if not whole or not hmac.compare_digest(event.seal, event.expected_seal(seal)):
            return number
        seal, status, row = event.seal, event.to_status, (event.data or {}).get(ROW)
    if number != dossier.lock_version or status != dossier.status:
        return number + 1
    if row is not None and row != row_digest(dossier):
        return number + 1
    return None
