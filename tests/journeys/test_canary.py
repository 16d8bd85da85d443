"""A canary in the main job: what a citizen types stands where it must, and nowhere else (rule 20).

The personal answers of one filing are looked for in logs, addresses, the cache, the subjects of
letters, and as plain text in every table, after citizen and office did what they do with them.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from egov_forms.models import Submission
from egov_forms.rules.privacy import is_personal
from tests import factories
from tests.filling import Citizen as Wizard
from tests.journeys.citizen import LOOKUP, Applicant
from tests.journeys.office import Office
from tests.journeys.publishing import Editor, write_file
from tests.journeys.web import new_letters

pytestmark = pytest.mark.django_db

BIRTH, WARD, OTHER_WARD = "khai-sinh", "H26.900", "H26.901"
#: Shorter answers turn up by chance.
SHORTEST = 8


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is asked for or redirected to."""
    seen: list[str] = []
    get_response = BaseHandler.get_response

    def noting(self: Any, request: Any) -> Any:
        response = get_response(self, request)
        seen.append(request.get_full_path())
        seen.append(response.get("Location", ""))
        return response

    monkeypatch.setattr(BaseHandler, "get_response", noting)
    return seen


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    for one in value if isinstance(value, list) else []:
        yield from texts(one)
    if isinstance(value, str) and len(value) >= SHORTEST:
        yield value


def everything_stored() -> str:
    """All rows of all tables as text."""
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        found = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_personal_answers_stand_in_no_log_address_cache_subject_or_open_column(
    tmp_path: Path, settings: Any, addresses: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.EGOV_TRACKING = {**settings.EGOV_TRACKING, "LOOKUP_URL": LOOKUP}
    call_command("egov_calendar", "2026", "2027", verbosity=0)
    page = Editor().publish(write_file(tmp_path, BIRTH), [WARD])
    answers = factories.valid_answers(BIRTH)
    name, phone = answers["applicant_name"], answers["applicant_phone"]

    given_up(page.slug, answers)
    citizen = Applicant(answers["applicant_email"])
    citizen.file(page, answers)
    filing = Submission.objects.get()
    sealed = personal(filing.version.load(), filing.open_answers())
    assert sealed, "The form asks for nothing personal"
    wrong_codes(citizen)
    worked_on(citizen, name, phone, *sealed)
    new_letters()

    secrets = {*sealed, citizen.secret, citizen.secret.replace("-", "")}
    everywhere = {*secrets, name, phone, answers["applicant_email"]}
    logs = "\n".join(f"{one.getMessage()} {one.exc_text} {one.args}" for one in caplog.records)
    lines = [unquote_plus(one) for one in addresses]
    assert len(lines) > 50
    assert "locmem" in django_settings.CACHES["default"]["BACKEND"]
    kept = str(getattr(cache, "_cache", {}))
    subjects = "\n".join(letter.subject for letter in mail.outbox)
    for canary in everywhere:
        assert canary not in logs
        assert [one for one in lines if canary in one] == []
        assert canary not in kept
        assert canary not in subjects
    stored = everything_stored()
    assert citizen.reference in stored
    for canary in secrets:
        assert canary not in stored
        assert json.dumps(canary)[1:-1] not in stored  # as SQLite keeps letters with marks


def personal(definition: Any, answers: dict[str, Any]) -> set[str]:
    """Answers to personal questions, those of rows among them, that stand in no open answer too."""
    closed: set[str] = set()
    opened: set[str] = set()
    for field in definition.fields.values():
        rows = answers.get(field.key) or [] if field.columns else []
        cells = [(column, row.get(column.key)) for row in rows for column in field.columns]
        for one, value in cells or [(field, answers.get(field.key))]:
            (closed if is_personal(one) else opened).update(texts(value))
    return closed - opened


def given_up(slug: str, answers: dict[str, Any]) -> None:
    """A form with mistakes, put by for later and opened again by its two codes."""
    wizard = Wizard(Client(), slug)
    wizard.start()
    wizard.fill({**answers, "applicant_phone": "1"})
    step = wizard.definition.steps[0].key
    wizard.post(step, answers, **{"egov-later": "1"})
    pair = {"reference": wizard.draft.reference, "secret": wizard.draft.secret}
    Client().post(reverse("egov_forms:resume"), pair, follow=True)


def wrong_codes(citizen: Applicant) -> None:
    for secret in ("0000-0000-0000", citizen.secret):
        pair = {"code": citizen.reference, "secret": secret}
        Client().post(reverse("egov_tracking:lookup"), pair, follow=True)


def worked_on(citizen: Applicant, *searched: str) -> None:
    office = Office(WARD, OTHER_WARD)
    for text in searched:
        office._search(office.officers["reception"], text)
    office.finds(citizen.reference)
    office.does("accept", "reception")
    office.does("request_supplement", "reception", item_0="Giấy chứng sinh", reason="Mờ")
    office.officers["processing"].post(f"{office.address}unmask/")
    citizen.answers_the_supplement("Gửi kèm", "giay.pdf")
