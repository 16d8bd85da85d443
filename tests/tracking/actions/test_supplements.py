"""Asking for more and receiving it."""

import datetime as dt

import pytest

from egov_forms.models import Attachment
from egov_tracking.citizen_page import dossier_context
from egov_tracking.exceptions import IllegalMove, NotAllowed, Refused
from egov_tracking.models import Citizen, Dossier, Pause, SupplementRequest
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
ANSWER = {"item1": {"text": "Số 12", "files": []}}


def test_a_request_lists_items_and_reason_and_stops_the_clock() -> None:
    story = Story().processing()
    items = ["Bản án", {"text": "Sổ hộ khẩu", "kind": "original", "field": "certificate_file"}]
    dossier = story.do("request_supplement", "processing", items=items, reason="Thiếu giấy tờ")
    assert dossier.status == Status.AWAITING_SUPPLEMENT
    assert dossier.due_at is None
    row = dossier.supplements.get()
    assert [(i["key"], i["text"], i["kind"], i["field"]) for i in row.items] == [
        ("item1", "Bản án", "answer", ""),
        ("item2", "Sổ hộ khẩu", "original", "certificate_file"),
    ]
    assert row.is_open


def test_a_request_without_items_or_reason_is_never_issued() -> None:
    story = Story().processing()
    with pytest.raises(Refused, match="items_missing"):
        story.do("request_supplement", "processing", items=[" "], reason="x")
    with pytest.raises(Refused, match="reason_missing"):
        story.do("request_supplement", "processing", items=["x"], reason="")
    assert not SupplementRequest.objects.exists()


def test_the_answer_keeps_the_code_and_takes_the_wait_off_the_limit() -> None:
    story = Story().asked()
    code, answered = story.dossier.code, at("2026-03-12 09:00")
    dossier = story.do("receive_supplement", story.citizen, answers=ANSWER, now=answered)
    assert dossier.status == Status.PROCESSING
    assert dossier.code == code
    assert dossier.due_at == at("2026-03-18 17:00")
    row = dossier.supplements.get()
    assert row.answers == ANSWER
    assert "Số 12" not in str(row.sealed)
    assert str(row.received_on) == "2026-03-12"


def test_the_counter_receives_a_supplement_brought_on_paper() -> None:
    story = Story().asked()
    assert story.do("receive_supplement", "reception", answers=ANSWER).status == 4


def test_before_acceptance_the_dossier_goes_back_to_status_1_and_is_complete_only_then() -> None:
    story = Story()
    story.do("request_supplement", "reception", items=["CCCD"], reason="Thiếu")
    assert not Pause.objects.exists()
    answered = at("2026-03-13 18:00")
    dossier = story.do("receive_supplement", story.citizen, answers=ANSWER, now=answered)
    assert dossier.status == Status.SUBMITTED
    assert dossier.reply_due_at == at("2026-03-17 08:00")
    accepted = story.accepted(now=at("2026-03-16 10:00")).dossier
    assert str(accepted.received_on) == "2026-03-16"
    assert accepted.filed_at < answered


def test_a_second_request_needs_a_confirmation_because_it_counts_as_late() -> None:
    story = Story().asked()
    story.do("receive_supplement", story.citizen, answers=ANSWER)
    with pytest.raises(Refused, match="second_supplement"):
        story.do("request_supplement", "processing", items=["x"], reason="y")
    story.do("request_supplement", "processing", items=["x"], reason="y", confirmed=True)
    story.do("receive_supplement", story.citizen, answers=ANSWER)
    assert story.dossier.has_second_request
    assert story.do("finish", "approval", document="1").outcome == "late"


def test_only_answers_to_what_was_asked_are_taken() -> None:
    story = Story().asked()
    with pytest.raises(Refused, match="answers_missing"):
        story.do("receive_supplement", story.citizen, answers={})
    for more in ("item9", "status"):
        both = {**ANSWER, more: {"text": "10"}}
        with pytest.raises(Refused, match="unknown_item"):
            story.do("receive_supplement", story.citizen, answers=both)
    row = story.do("receive_supplement", story.citizen, answers=ANSWER).supplements.get()
    assert row.answers == ANSWER


def test_another_citizen_answers_nothing() -> None:
    story = Story().asked()
    with pytest.raises(NotAllowed):
        story.do("receive_supplement", Citizen("7K2M-94QD-X"), answers=ANSWER)


def test_nothing_is_received_that_was_not_asked() -> None:
    story = Story().processing()
    with pytest.raises(IllegalMove):
        story.do("receive_supplement", story.citizen, answers=ANSWER)
    assert Dossier.unscoped.get().lock_version == 3


def attachment(of: Dossier) -> Attachment:
    return Attachment.objects.create(
        submission=of.submission,
        field_path="supplement1.item1",
        name="a.pdf",
        size=1,
        content_type="application/pdf",
        sha256="0" * 64,
        storage_key=str(of.pk),
    )


def test_files_are_taken_of_the_own_submission_only() -> None:
    story, other = Story().asked(), factories.dossier()
    own, foreign = attachment(story.dossier), attachment(other)
    for file in (foreign.pk, "no-such-file"):
        with pytest.raises(Refused, match="foreign_file"):
            story.do("receive_supplement", story.citizen, answers={"item1": {"files": [file]}})
    answers = {"item1": {"files": [own.pk]}}
    row = story.do("receive_supplement", story.citizen, answers=answers).supplements.get()
    assert row.answers == {"item1": {"text": "", "files": [str(own.pk)]}}


def test_an_answer_that_can_not_be_stored_is_refused() -> None:
    story = Story().asked()
    with pytest.raises(Refused, match="text_invalid"):
        story.do("receive_supplement", story.citizen, answers={"item1": {"text": "a\x00"}})


def test_a_request_given_up_with_its_dossier_asks_the_citizen_for_nothing() -> None:
    story = Story().asked()
    assert len(dossier_context(story.dossier, "vi")["supplements"]) == 1
    story.do("stop", "approval", reason="x", document="1")
    assert dossier_context(story.dossier, "vi")["supplements"] == []
    story.do("reopen", "approval", reason="x", document="2")
    again = {"items": ["Bản án"], "reason": "y", "confirmed": True}
    story.do("request_supplement", "processing", **again)
    assert [one["number"] for one in dossier_context(story.dossier, "vi")["supplements"]] == [2]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"text": "CCCD", "kind": "scan"}, "unknown_kind"),
        ({"text": "CCCD", "field": "no_such_question"}, "unknown_item"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_changed(item: dict[str, str], code: str) -> None:
    story = Story().processing()
    with pytest.raises(Refused, match=code):
        story.do("request_supplement", "processing", items=[item], reason="Thiếu")
    assert not story.dossier.supplements.exists()


def test_a_day_that_is_over_is_no_day_to_answer_by() -> None:
    story = Story().processing()
    given = {"items": ["CCCD"], "reason": "Thiếu"}
    with pytest.raises(Refused, match="answer_by_past"):
        story.do("request_supplement", "processing", answer_by=dt.date(2026, 3, 9), **given)
    story.do("request_supplement", "processing", answer_by=dt.date(2026, 3, 10), **given)
