"""When offices work: hours, days off and worked Saturdays, for the site or for one agency."""

import datetime as dt
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from egov_forms.models import Agency
from egov_forms.models.text import TranslatedField, in_language
from egov_tracking.rules.deadlines import PausePolicy
from egov_tracking.rules.office import Office, SpecialDay

#: The month from which the days off of the next year are awaited.
NEXT_YEAR_FROM = 12


class PausePolicyName(models.TextChoices):
    RESUME = PausePolicy.RESUME.value, _("goes on after the wait")
    RESTART = PausePolicy.RESTART.value, _("is counted anew after the wait")
    NONE = PausePolicy.NONE.value, _("does not stop")


class Calendar(models.Model):
    """Office hours and days. An agency's own days come on top of those of the whole site."""

    agency = models.OneToOneField(
        Agency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar",
        verbose_name=_("agency"),
        help_text=_("Leave empty for the calendar of the whole site."),
    )
    opens = models.TimeField(_("opens"), default=dt.time(7, 30))
    morning_ends = models.TimeField(_("end of the morning"), default=dt.time(11, 30))
    afternoon_starts = models.TimeField(_("start of the afternoon"), default=dt.time(13, 30))
    closes = models.TimeField(
        _("closes"),
        default=dt.time(17),
        help_text=_("What is filed later counts as received on the next working day."),
    )
    cutoff = models.TimeField(
        _("cut-off"),
        default=dt.time(15),
        help_text=_("Until this hour, what is due the same day is done the same day."),
    )
    reply_hours = models.PositiveSmallIntegerField(
        _("working hours until the first answer"), default=8
    )
    pause_policy = models.CharField(
        _("while waiting for the citizen, the time limit"),
        max_length=10,
        choices=PausePolicyName.choices,
        default=PausePolicyName.RESUME,
    )
    payment_pauses = models.BooleanField(
        _("waiting for a payment stops the time limit"), default=True
    )
    # New with every change of the days, so that processes drop what they keep.
    revision = models.UUIDField(default=uuid.uuid4, editable=False)
    #: The revision by which the open dossiers were counted last.
    counted = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [models.UniqueConstraint(Coalesce("agency", 0), name="egov_calendar_once")]

    def __str__(self) -> str:
        return str(self.agency) if self.agency_id else str(_("whole site"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.revision = uuid.uuid4()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)
        # Its dossiers fall back to another calendar. Where none is left, a row with the usual hours
        # takes its place, so that something says that they have to be counted again.
        if not Calendar.objects.update(counted=None):
            Calendar.objects.create()
        return done

    def clean(self) -> None:
        hours = [self.opens, self.morning_ends, self.afternoon_starts, self.closes]
        if None not in hours and sorted(set(hours)) != hours:
            raise ValidationError(_("The hours must follow each other in the course of the day."))

    def touch(self) -> None:
        """Tell all processes that the days changed."""
        self.revision = uuid.uuid4()
        Calendar.objects.filter(pk=self.pk).update(revision=self.revision)

    @classmethod
    def changed(cls) -> models.QuerySet["Calendar"]:
        """Those whose open dossiers were not counted again since they changed."""
        return cls.objects.exclude(counted=models.F("revision"))

    @classmethod
    def without_days(cls, year: int) -> list[str]:
        """The calendars in which nobody entered the days off of a year; a site's serves all."""
        calendars = cls.objects.select_related("agency")
        rows = {calendar.agency_id: str(calendar) for calendar in calendars}
        days = CalendarDay.objects.filter(date__year=year)
        filled = set(days.values_list("calendar__agency", flat=True))
        if None in filled:
            return []
        lacking = [name for agency, name in rows.items() if agency not in filled]
        return lacking or ([] if rows else [str(cls())])

    @classmethod
    def missing(cls, today: dt.date) -> dict[int, list[str]]:
        """``{year: calendars}`` without days off: this year, and the next once it is announced."""
        years = [today.year, today.year + 1] if today.month >= NEXT_YEAR_FROM else [today.year]
        return {year: names for year in years if (names := cls.without_days(year))}

    @classmethod
    def of(cls, agency: Agency | int | None) -> "Calendar":
        """The agency's calendar, else the site's, else one with the usual hours; unsaved then."""
        agency_id = agency.pk if isinstance(agency, Agency) else agency
        rows = {
            row.agency_id: row
            for row in cls.objects.filter(
                models.Q(agency_id=agency_id) | models.Q(agency__isnull=True)
            )
        }
        site = rows.get(None) or cls()
        calendar = rows.get(agency_id) or site
        calendar._site = site
        return calendar

    _site: "Calendar | None" = None

    def office(self) -> Office:
        """The calendar as a value; one query at most, none when nothing changed."""
        site = self._site or Calendar.of(None)
        layers = [site] if site is self else [site, self]
        days: dict[dt.date, SpecialDay] = {}
        for calendar in layers:
            if calendar.pk:
                days.update(_days(calendar.pk, calendar.revision))
        return Office(
            days,
            self.opens,
            self.morning_ends,
            self.afternoon_starts,
            self.closes,
            self.cutoff,
            ZoneInfo(django_settings.TIME_ZONE),
        )


@lru_cache(maxsize=256)
def _days(calendar_id: int, revision: uuid.UUID) -> Mapping[dt.date, SpecialDay]:
    rows = CalendarDay.objects.filter(calendar_id=calendar_id)
    return {row.date: SpecialDay(row.kind == CalendarDay.Kind.WORK, row.name) for row in rows}


class CalendarDay(models.Model):
    """One day that differs from its weekday."""

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORK = "work", _("working day")

    calendar = models.ForeignKey(
        Calendar, models.CASCADE, related_name="days", verbose_name=_("calendar")
    )
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.OFF)
    name = TranslatedField(_("name"), blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="egov_calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.date} {in_language(self.name)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Calendar.objects.filter(days__pk=self.pk).exclude(pk=self.calendar_id)
        left = list(before) if self.pk else []
        super().save(*args, **kwargs)
        for calendar in (*left, self.calendar):
            calendar.touch()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)
        self.calendar.touch()
        return done
