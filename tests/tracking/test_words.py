"""What people read: statuses in plain words, the ledger, refusals."""

import re

import pytest
from django.utils import translation

from egov_tracking.actions.base import TEXTS
from egov_tracking.exceptions import Refused
from egov_tracking.models import words
from egov_tracking.rules import wording
from egov_tracking.rules.deadlines import PausePolicy
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def test_a_new_dossier_says_who_has_it_what_next_when_and_whom_to_call() -> None:
    said = words.plain_words(factories.dossier())
    assert said.who == "The one-stop counter of Hoàn Kiếm ward has your dossier."
    assert said.when == "You get an answer by 09:30 on 11 March 2026."
    assert "02400000001" in said.call


@pytest.mark.parametrize("status", sorted(Status))
@pytest.mark.parametrize("phone", ["02400000001", ""])
def test_no_status_leaves_a_gap_or_a_bare_number(status: Status, phone: str) -> None:
    dossier = factories.dossier()
    dossier.status, dossier.agency.telephone = status.value, phone
    said = words.plain_words(dossier)
    for text in (said.label, said.who, said.next, said.when, said.call):
        assert text
        assert "%(" not in text
        assert not re.search(r"by \.|on \.|on  and|since ,", text)


def test_a_new_date_after_an_apology_is_the_one_told() -> None:
    story = Story().processing()
    new = at("2026-03-23 17:00")
    story.do("apologise", "approval", reason="x", appointment=new)
    assert "23 March 2026" in words.plain_words(story.dossier).when


def test_the_ledger_reads_as_sentences() -> None:
    factories.shared_calendar()
    story = Story()
    story.dossier = factories.dossier(story.service, at("2026-04-23 16:30"))
    story.accepted(now=at("2026-04-23 16:40"))
    lines = words.ledger_lines(story.dossier)
    assert lines[0] == (
        "Complete at 16:30 on 23 April 2026; counts as received on Thursday, 23 April 2026."
    )
    assert "Saturday, 25 April 2026 is not counted: weekend." in lines
    assert "Monday, 27 April 2026 is not counted: Hùng Kings' Day: compensatory day." in lines
    assert lines[-1].startswith("Due at 17:00 on")


def test_there_is_no_ledger_before_acceptance() -> None:
    assert words.ledger_lines(factories.dossier()) == []


def test_the_ledger_says_why_the_time_stands_still() -> None:
    assert words.ledger_lines(Story().asked().dossier)[-1] == (
        "The time stands still since Tuesday, 10 March 2026: waiting for the supplement."
    )


def test_every_refusal_has_a_sentence() -> None:
    assert words.refusal(Refused("originals_missing", papers="CCCD")) == (
        "Compare these originals first: CCCD."
    )
    assert words.act_label("accept") == "Accept"


def test_every_code_that_the_acts_refuse_with_has_a_sentence() -> None:
    from pathlib import Path

    from egov_tracking import actions

    folder = Path(actions.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'Refused\("(\w+)"', source))
    codes |= {f"{code}_missing" for code in re.findall(r'required\([^()]*, "(\w+)"', source)}
    codes |= {f"{name}_missing" for name in TEXTS}
    assert codes <= set(wording.REFUSALS)


def test_after_a_transfer_the_agency_to_call_is_the_one_that_decides() -> None:
    story, other = Story().processing(), factories.agency("H26.901", telephone="02400000009")
    story.service.agencies.add(other)
    story.do("transfer", "approval", agency=other, reason="x")
    assert "02400000009" in words.plain_words(story.dossier).call
    story.do("finish", factories.officer("approval", other), document="1")
    assert "02400000001" in words.plain_words(story.dossier).call


def test_a_time_that_runs_on_is_not_said_to_stand_still() -> None:
    story = Story().processing(pause_policy=PausePolicy.NONE)
    story.do("request_supplement", "processing", items=["CCCD"], reason="x")
    assert words.plain_words(story.dossier).when == (
        "The time limit does not stop meanwhile: the result is due by 17:00 on 16 March 2026."
    )
    assert words.plain_words(Story().asked().dossier).when == (
        "The time stands still until you answer."
    )


def test_a_new_date_that_is_out_of_date_is_not_told() -> None:
    dossier = Story().processing().dossier
    dossier.due_at, dossier.appointment_at = at("2026-03-16 17:00"), at("2026-03-20 17:00")
    assert dossier.expected_at == dossier.appointment_at
    dossier.due_at = None
    assert dossier.expected_at is None
    dossier.due_at = at("2026-03-25 17:00")
    assert dossier.expected_at == dossier.due_at
