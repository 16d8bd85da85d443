"""Dossiers with histories, made by the acts themselves at the moments of `stories.json`.

A moment is a working day counted back from today and an hour, so that the sample is always fresh
and always lies in the past.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from egov_forms import actions as citizen_acts
from egov_forms.evaluation.limits import offered
from egov_forms.models import Agency, Draft, Service, Submission
from egov_tracking import actions as office_acts
from egov_tracking.models import Calendar, Citizen, Dossier, Membership, Payment
from egov_tracking.models.dossiers import Channel, DeliveryMethod
from egov_tracking.models.seeding import seed
from egov_tracking.models.terms import as_limit, terms_of
from egov_tracking.rules.office import Office
from egov_tracking.rules.workflow import Role
from example_site.sample.answers import answers
from example_site.sample.data import load
from example_site.sample.papers import paper
from example_site.sample.people import Person, people

#: Who does what; an act that stands in neither is the citizen's own.
BY_RECEPTION = {"accept", "refuse", "record_payment", "waive_payment", "check_originals",
                "hand_over", "transfer", "hand_on"}  # fmt: skip
BY_PROCESSING = {"start_processing", "request_supplement", "request_payment", "resume",
                 "add_fee", "note"}  # fmt: skip
BY_APPROVAL = {"finish", "suspend", "stop", "apologise", "reopen", "send_back",
               "decide_withdrawal"}  # fmt: skip


@dataclass
class Story:
    """One dossier being told."""

    given: dict[str, Any]
    person: Person
    clock: "Clock"
    numbers: Iterator[int]
    dossier: Dossier = field(init=False)

    @property
    def service(self) -> Service:
        return Service.objects.select_related("current_version").get(slug=self.given["service"])

    def tell(self) -> None:
        with transaction.atomic():
            self.dossier = self._file_paper() if "channel" in self.given else self._file_online()
            for days, hour, act, *details in self.given.get("acts", []):
                moment = self.clock.after(self.given["filed"], days, hour)
                self._act(act, moment, details[0] if details else {})

    def _file_online(self) -> Dossier:
        moment = self.clock.filed(self.given)
        day = timezone.localdate(moment)
        given = answers(self.service.slug, self.given.get("variant", 0), self.person, day)
        opened = citizen_acts.start_draft(self.service, self.given.get("language", "vi"))
        submission = file_online(opened.draft_id, given, moment)
        return Dossier.unscoped.get(submission=submission)

    def _file_paper(self) -> Dossier:
        agency = Agency.objects.get(code=self.given["agency"])
        moment = self.clock.filed(self.given)
        return office_acts.open_paper_dossier(
            actor=officer(agency, Role.RECEPTION),
            service=self.service,
            agency=agency,
            applicant_name=self.person.name,
            applicant_phone=self.person.phone,
            applicant_email=self.person.email,
            channel=Channel[self.given["channel"]],
            now=moment,
        )

    def _act(self, act: str, moment: dt.datetime, details: dict[str, Any]) -> None:
        prepare: Callable[..., dict[str, Any]] = getattr(self, f"_{act}", lambda **given: given)
        perform = getattr(office_acts, act)
        self.dossier = perform(self.dossier, self._actor(act), now=moment, **prepare(**details))

    def _accept(self, **given: Any) -> dict[str, Any]:
        """On paper there are no answers that choose the time limit: the first is taken."""
        terms = terms_of(self.dossier)
        return {"limit": as_limit(terms.time_limit or offered(terms.definition.time_limits)[0])}

    def _actor(self, act: str) -> Any:
        dossier = self.dossier
        if (act == "request_supplement" and not dossier.is_accepted) or act in BY_RECEPTION:
            return officer(dossier.agency, Role.RECEPTION)
        if act in BY_PROCESSING:
            return officer(dossier.deciding_agency, Role.PROCESSING)
        if act in BY_APPROVAL:
            return officer(dossier.deciding_agency, Role.APPROVAL)
        return Citizen(dossier.reference)

    # What an act needs besides what the story says.

    def _document(self, kind: str) -> str:
        return f"{next(self.numbers)}/{kind}-{self.dossier.deciding_agency.code.split('.')[-1]}"

    def _finish(self, **given: Any) -> dict[str, Any]:
        return {"document": self._document("KQ"), **given}

    def _stop(self, **given: Any) -> dict[str, Any]:
        return {"document": self._document("TB"), **given}

    _suspend = _reopen = _decide_withdrawal = _stop

    def _record_payment(self, **given: Any) -> dict[str, Any]:
        due = self.dossier.payments.filter(state=Payment.State.DUE)
        amount = sum(payment.amount for payment in due)
        return {"receipt": f"BL-{next(self.numbers):06d}", **({"amount": amount} | given)}

    def _check_originals(self, **given: Any) -> dict[str, Any]:
        matching = {one.key: "matches" for one in terms_of(self.dossier).originals}
        return {**given, "originals": matching | given.get("originals", {})}

    def _hand_over(self, method: str = "counter", **given: Any) -> dict[str, Any]:
        collector = {"collector": self.person.name, "collector_paper": "Căn cước"}
        post = {"tracking": f"VN{next(self.numbers):09d}"}
        extra = {"counter": collector, "post": post}.get(method, {})
        return {"method": DeliveryMethod(method), **extra, **given}

    def _apologise(self, days: int, **given: Any) -> dict[str, Any]:
        day = timezone.localdate(self.dossier.due_at)
        for _day in range(days):
            day = self.clock.office.next_working(day)
        return {"appointment": self.clock.office.at(day, dt.time(16)), **given}

    def _hand_on(self, to: str, **given: Any) -> dict[str, Any]:
        return {"to": officer(self.dossier.deciding_agency, Role[to.upper()]), **given}


@dataclass(frozen=True)
class Clock:
    """Moments in the past of ``now``."""

    office: Office
    now: dt.datetime

    def filed(self, given: dict[str, Any]) -> dt.datetime:
        if "minutes_ago" in given:
            return self.now - dt.timedelta(minutes=given["minutes_ago"])
        days_back, hour = given["filed"]
        return self.office.at(self._back(days_back), dt.time.fromisoformat(hour))

    def after(self, filed: list[Any], days: int, hour: str) -> dt.datetime:
        """``days`` working days after the filing."""
        if days >= filed[0]:
            raise ValueError(f"{days} days after {filed} is not in the past")
        return self.office.at(self._back(filed[0] - days), dt.time.fromisoformat(hour))

    def _back(self, days: int) -> dt.date:
        """The working day so many working days before today."""
        day = self.office.local(self.now).date()
        while days:
            day -= dt.timedelta(days=1)
            days -= self.office.is_working(day)
        return day


def file_online(draft_id: Any, given: dict[str, Any], moment: dt.datetime) -> Submission:
    """Attach, save step by step, submit: what the wizard does."""
    draft = Draft.objects.select_related("version").get(pk=draft_id)
    definition = draft.version.load()
    for key, value in given.items():
        if definition.fields[key].type == "file":
            for one in value:
                citizen_acts.attach_file(draft_id, key, paper(one["name"]))
    step = definition.steps[0].key
    while step != "check":
        saved = citizen_acts.save_step(draft_id, step, given, {}, now=moment)
        if saved.errors or saved.next_step == step:
            raise ValueError(f"{definition.id}, {step}: {saved.errors}")
        step = saved.next_step
    return citizen_acts.submit(draft_id, now=moment)


def officer(agency: Agency, role: Role) -> Any:
    """The first officer with this one role."""
    name = str(role.name).lower()
    found = Membership.objects.filter(agency=agency, role=name).order_by("pk")
    return found.select_related("user")[0].user


def fill_calendar(now: dt.datetime) -> None:
    """Days off of the years around, for all agencies."""
    calendar, _created = Calendar.objects.get_or_create(agency=None)
    seed(calendar, range(now.year - 1, now.year + 3))


def tell_all(now: dt.datetime | None = None) -> Iterator[Dossier]:
    """Every story, the oldest first, so that dossier numbers rise with the days."""
    now = now or timezone.now()
    clock = Clock(Calendar.of(None).office(), now)
    numbers = itertools.count(101)
    cast = people()
    for given in sorted(load("stories"), key=lambda one: clock.filed(one)):
        story = Story(given, cast[given["person"]], clock, numbers)
        story.tell()
        yield story.dossier
