"""Withdrawals: asked, granted, rejected."""

import pytest

from egov_tracking.exceptions import IllegalMove, Refused
from egov_tracking.rules.workflow import Status
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
GRANT = {"granted": True, "reason": "Theo yêu cầu", "document": "5/TB"}


def test_a_withdrawal_is_granted_by_a_document_and_ends_when_it_was_asked() -> None:
    story = Story().processing()
    asked = at("2026-03-12 09:00")
    story.do("ask_withdrawal", story.citizen, reason="Đổi ý", now=asked)
    with pytest.raises(Refused, match="document_missing"):
        story.do("decide_withdrawal", "processing", granted=True, reason="x")
    dossier = story.do("decide_withdrawal", "processing", now=at("2026-03-20 09:00"), **GRANT)
    assert dossier.status == Status.STOPPED
    assert dossier.finished_at == asked
    assert dossier.outcome == "early"


def test_a_withdrawal_before_acceptance_is_in_no_statistics() -> None:
    story = Story()
    story.do("ask_withdrawal", story.citizen, reason="Đổi ý")
    assert story.do("decide_withdrawal", "reception", **GRANT).outcome == ""
    with pytest.raises(IllegalMove):
        story.do("reopen", "approval", reason="x", document="y")


@pytest.mark.parametrize("state", ["accepted", "processing", "asked"])
def test_a_rejected_withdrawal_goes_back_to_where_it_was(state: str) -> None:
    story = getattr(Story(), state)()
    before, due = story.dossier.status, story.dossier.due_at
    story.do("ask_withdrawal", story.citizen, reason="Đổi ý")
    dossier = story.do("decide_withdrawal", "approval", granted=False, reason="Đã ký")
    assert (dossier.status, dossier.due_at) == (before, due)
    assert dossier.withdrawal_asked_at is None


def test_the_counter_takes_the_request_of_a_citizen_who_came() -> None:
    assert Story().accepted().do("ask_withdrawal", "reception", reason="x").status == 7


def test_it_is_too_late_once_the_result_is_ready() -> None:
    story = Story().ready()
    with pytest.raises(IllegalMove):
        story.do("ask_withdrawal", story.citizen, reason="x")
