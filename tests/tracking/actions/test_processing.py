"""Suspending, stopping, reopening, apologising, finishing, sending back."""

import pytest

from egov_tracking.admin import rows
from egov_tracking.exceptions import IllegalMove, NotAllowed, Refused
from egov_tracking.models import Pause
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
WHY = {"reason": "Theo quyết định", "document": "15/QĐ-UBND"}


def test_a_suspension_stops_the_clock_until_it_is_lifted() -> None:
    story = Story().processing()
    dossier = story.do("suspend", "approval", now=at("2026-03-11 10:00"), **WHY)
    assert (dossier.status, dossier.due_at) == (Status.PROCESSING, None)
    assert rows.due(dossier, at("2026-12-01 09:00")).tone == "still"
    dossier = story.do("resume", "processing", now=at("2026-03-12 10:00"))
    assert dossier.due_at == at("2026-03-18 17:00")
    assert dossier.pauses.get().ended_at == at("2026-03-12 10:00")


@pytest.mark.parametrize("act", ["finish", "suspend", "request_supplement", "request_payment"])
def test_nothing_is_decided_or_asked_while_the_clock_is_suspended(act: str) -> None:
    story = Story().processing()
    story.do("suspend", "approval", **WHY)
    given = {
        "finish": {"document": "1"},
        "suspend": WHY,
        "request_supplement": {"items": ["x"], "reason": "y"},
        "request_payment": {"amount": 1},
    }[act]
    role = "approval" if act in ("finish", "suspend") else "processing"
    with pytest.raises(IllegalMove):
        story.do(act, role, **given)


def test_a_payment_at_the_counter_does_not_lift_a_suspension() -> None:
    story = Story().processing()
    story.do("suspend", "approval", **WHY)
    assert story.paid().dossier.paused_at


def test_stopping_needs_a_reason_and_a_document() -> None:
    story = Story().processing()
    with pytest.raises(Refused, match="document_missing"):
        story.do("stop", "approval", reason="x", document="")
    dossier = story.do("stop", "approval", **WHY)
    assert dossier.status == Status.STOPPED
    assert dossier.finished_at == story.now
    assert dossier.outcome == "early"


def test_a_dossier_stopped_while_waiting_for_the_citizen_is_on_time() -> None:
    story = Story().asked()
    assert story.do("stop", "approval", now=at("2026-09-01 09:00"), **WHY).outcome == "on_time"


def test_the_time_of_a_stop_that_was_reopened_does_not_count() -> None:
    story = Story().processing()
    story.do("stop", "approval", now=at("2026-03-11 10:00"), **WHY)
    dossier = story.do("reopen", "approval", now=at("2026-03-12 10:00"), **WHY)
    assert dossier.status == Status.PROCESSING
    assert dossier.due_at == at("2026-03-18 17:00")
    assert (dossier.finished_at, dossier.outcome) == (None, "")


def test_reopening_ends_the_wait_in_which_it_was_stopped() -> None:
    story = Story().asked()
    story.do("stop", "approval", **WHY)
    dossier = story.do("reopen", "approval", now=at("2026-03-12 10:00"), **WHY)
    assert dossier.due_at == at("2026-03-18 17:00")
    assert not Pause.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize("act", ["stop", "suspend", "finish", "apologise"])
@pytest.mark.parametrize("role", ["reception", "processing", "reading", "audit"])
def test_what_is_signed_needs_the_role_of_approval(act: str, role: str) -> None:
    story = Story().processing()
    given = {
        "finish": {"document": "1"},
        "apologise": {"reason": "x", "appointment": at("2026-04-01 17:00")},
    }.get(act, WHY)
    with pytest.raises(NotAllowed):
        story.do(act, role, **given)


def test_an_apology_gives_one_new_date_and_what_is_late_stays_late() -> None:
    story = Story().processing()
    due, new = story.dossier.due_at, at("2026-03-23 17:00")
    dossier = story.do("apologise", "approval", reason="Thiếu người", appointment=new)
    assert dossier.expected_at == new
    assert dossier.due_at == due
    assert rows.due(dossier, at("2026-03-17 08:00")).tone == "late"
    assert dossier.events.last().data["in_time"] is True
    with pytest.raises(Refused, match="second_apology"):
        story.do("apologise", "approval", reason="x", appointment=at("2026-03-30 17:00"))


def test_an_apology_on_the_last_day_is_recorded_as_not_in_time() -> None:
    story = Story().processing()
    given = {"reason": "x", "appointment": at("2026-03-23 17:00"), "now": at("2026-03-16 09:00")}
    assert story.do("apologise", "approval", **given).events.last().data["in_time"] is False


def test_a_new_date_before_the_old_one_is_refused() -> None:
    story = Story().processing()
    with pytest.raises(Refused, match="appointment_too_early"):
        story.do("apologise", "approval", reason="x", appointment=story.dossier.due_at)


def test_a_result_needs_its_document_and_can_follow_acceptance_at_once() -> None:
    story = Story("chung-thuc-ban-sao", answers=factories.few_papers()).accepted()
    with pytest.raises(Refused, match="document_missing"):
        story.do("finish", "approval", document=" ")
    dossier = story.do("finish", "approval", document="Số chứng thực 5")
    assert dossier.status == Status.READY
    assert dossier.delivery_state == "waiting"
    assert dossier.outcome == "on_time"


def test_sending_back_clears_the_comparison_and_gives_the_time_back() -> None:
    story = Story().ready().compared("differs")
    dossier = story.do("send_back", "approval", reason="Không khớp", now=at("2026-03-11 09:00"))
    assert dossier.status == Status.PROCESSING
    assert not dossier.original_checks.exists()
    compared = dossier.events.get(act="check_originals").data
    assert set(compared["originals"].values()) == {"differs"}
    assert (dossier.finished_at, dossier.outcome, dossier.delivery_state) == (None, "", "none")
    assert dossier.due_at == at("2026-03-17 17:00")


def test_a_late_dossier_stays_late_after_it_was_sent_back() -> None:
    story = Story().processing()
    story.do("finish", "approval", document="1", now=at("2026-03-18 09:00"))
    story.do("send_back", "approval", reason="x", now=at("2026-03-19 09:00"))
    dossier = story.do("finish", "approval", document="2", now=at("2026-03-20 09:00"))
    assert (dossier.outcome, dossier.late_working_days) == ("late", 4)
