"""Offices, officers and dossiers for tests, without pages: a service is its frozen version."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth import get_user_model

from egov_forms.fields import registry
from egov_forms.models import (
    Agency,
    Attachment,
    AttachmentState,
    Service,
    ServiceVersion,
    Submission,
)
from egov_forms.rules.definition import Definition
from egov_tracking import actions
from egov_tracking.models import Calendar, CalendarDay, Dossier, Membership
from tests import domain

NOW = dt.datetime.fromisoformat("2026-03-10T09:00:00+07:00")
PROCEDURE = "dang-ky-bien-dong-dat-dai"
ROLES = ("reception", "processing", "approval", "reading", "administration", "audit")


def at(text: str) -> dt.datetime:
    """``"2026-03-10 09:00"``, in Viet Nam."""
    return dt.datetime.fromisoformat(f"{text}+07:00")


def agency(code: str = "H26.900", **changes: Any) -> Agency:
    facts = {
        "name": {"vi": "UBND phường Hoàn Kiếm", "en": "Hoàn Kiếm ward"},
        "telephone": "02400000001",
        "address": "126 phố Hàng Trống",
        **changes,
    }
    return Agency.objects.get_or_create(code=code, defaults=facts)[0]


def officer(role: str, of: Agency | None = None, name: str = "") -> Any:
    """A user with one role, named after it."""
    of = of or agency()
    user, _created = get_user_model().objects.get_or_create(
        username=name or f"{role}-{of.code}", defaults={"is_active": True}
    )
    Membership.objects.get_or_create(user=user, agency=of, role=role)
    return user


def officers(of: Agency | None = None) -> dict[str, Any]:
    return {role: officer(role, of) for role in ROLES}


def shared_calendar(**changes: Any) -> Calendar:
    """The calendar of the whole site, with the days of the shared file."""
    calendar = Calendar.objects.create(**changes)
    rows = []
    for year in domain.load("holidays.json")["years"].values():
        for day in year["days_off"]:
            name = {"vi": day["name_vi"], "en": day["name_en"]}
            rows.append(CalendarDay(calendar=calendar, date=day["date"], kind="off", name=name))
        for day in year["working_weekend_days"]:
            rows.append(CalendarDay(calendar=calendar, date=day["date"], kind="work"))
    CalendarDay.objects.bulk_create(rows)
    calendar.touch()
    return calendar


def procedure(slug: str = PROCEDURE, **changes: Any) -> dict[str, Any]:
    """A procedure of the given file, its time limits completed as an editor does."""
    procedures = domain.load("procedures.json")["procedures"]
    given = next(one for one in procedures if one["id"] == slug)
    limits = [
        {**({"counts": "added"} if "Added" in one["case"]["en"] else {}), **one}
        for one in given["time_limits"]
    ]
    if limits[-1].get("counts") == "added":
        limits[-1]["when"] = 'disadvantaged_area == "yes"'
    return {**given, "time_limits": limits, **changes}


def service(slug: str = PROCEDURE, of: Agency | None = None, **changes: Any) -> Service:
    """A service with its version; ``changes`` replace facts of the procedure."""
    lists = domain.load("procedures.json")["choice_lists"]
    definition = Definition.from_json(procedure(slug, **changes), lists, registry)
    made, _created = Service.objects.get_or_create(slug=slug)
    made.describe(definition)
    made.current_version = ServiceVersion.objects.get_or_create(
        service=made, digest=definition.digest, defaults={"definition": definition.to_json()}
    )[0]
    made.save()
    made.agencies.add(of or agency())
    return made


def valid_answers(slug: str = PROCEDURE) -> dict[str, Any]:
    sets = domain.load("personas.json")["answer_sets"]
    answers: dict[str, Any] = next(one for one in sets if one["procedure"] == slug)["valid"]
    return dict(answers["answers"])


def few_papers() -> dict[str, Any]:
    """Copies to certify that are done the same day."""
    answers = valid_answers("chung-thuc-ban-sao")
    return {**answers, "papers": answers["papers"][:2]}


def submission(
    of: Service | None = None, now: dt.datetime = NOW, answers: Any = None, **changes: Any
) -> Submission:
    of = of or service()
    version = of.current_version
    assert version
    made = Submission(
        draft_id=uuid.uuid4(),
        service=of,
        version=version,
        agency=changes.pop("agency", None) or of.agencies.first(),
        submitted_at=now,
        **{
            "language": "vi",
            "applicant_name": "Nguyễn Văn Thử",
            "applicant_phone": "0990000101",
            "applicant_email": "nguyen.van.thu@example.com",
            **changes,
        },
    )
    made.new_pair()
    made.set_answers(version.load(), valid_answers(of.slug) if answers is None else answers)
    made.save(force_insert=True)
    return made


def dossier(of: Service | None = None, now: dt.datetime = NOW, **changes: Any) -> Dossier:
    """A dossier at status 1."""
    return actions.open_dossier(submission(of, now, **changes))


def clean_file(filing: Submission) -> Attachment:
    """A file of a filing of a birth that the scanner let through; nothing lies in the storage."""
    return Attachment.objects.create(
        submission=filing,
        field_path="birth_evidence_file",
        name="bí mật.pdf",
        size=3,
        content_type="application/pdf",
        sha256="0" * 64,
        storage_key=str(uuid.uuid4()),
        state=AttachmentState.CLEAN,
    )
