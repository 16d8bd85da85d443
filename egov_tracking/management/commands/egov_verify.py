"""Verify the histories of all dossiers."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from egov_tracking.models import Dossier, Event
from egov_tracking.models.events import broken_at


class Command(BaseCommand):
    help = "Check that no event of a dossier was changed, removed or added by another hand."

    def handle(self, *args: Any, **options: Any) -> None:
        events = Event.objects.order_by("dossier_id", "number").iterator(chunk_size=2000)
        histories = groupby(events, key=attrgetter("dossier_id"))
        pending = next(histories, None)
        broken = total = 0
        for dossier in Dossier.unscoped.order_by("id").iterator(chunk_size=2000):
            own: list[Event] = []
            if pending is not None and pending[0] == dossier.pk:
                own = list(pending[1])
                pending = next(histories, None)
            total += 1
            if problem := self.problem(dossier, own):
                broken += 1
                self.stderr.write(f"{dossier}: {problem}")
        if broken:
            raise CommandError(f"{broken} of {total} histories do not hold.")
        self.stdout.write(f"{total} histories hold.")

    def problem(self, dossier: Dossier, events: list[Event]) -> str:
        """What is wrong with the history of one dossier, or ""."""
        try:
            number = broken_at(dossier, events)
            if number is not None:  # or it moved between the two reads
                now = Dossier.unscoped.get(pk=dossier.pk)
                number = broken_at(now, now.events.order_by("number"))
        except ImproperlyConfigured as error:
            return f"the history can't be checked: {error}"
        return "" if number is None else f"the history does not hold from event {number} on."
