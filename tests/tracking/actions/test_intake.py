"""Opening, accepting, refusing, correcting."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from egov_forms import actions as forms
from egov_forms.exceptions import CorrectionRefused
from egov_forms.models import Draft, Submission
from egov_forms.signals import submission_received
from egov_tracking import actions
from egov_tracking.exceptions import IllegalMove, NotAllowed, Refused, StaleDossier
from egov_tracking.models import (
    Citizen,
    CodeCounter,
    Dossier,
    OutgoingMessage,
    PaymentState,
    SupplementRequest,
)
from egov_tracking.rules.deadlines import Limit, PausePolicy, Unit
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import NOW, at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_the_signal_opens_a_dossier_that_the_same_pair_opens() -> None:
    submission = factories.submission()
    submission_received.send(sender=Submission, submission=submission)
    dossier = Dossier.unscoped.get()
    assert dossier.status == Status.SUBMITTED
    assert dossier.reference == submission.reference
    assert dossier.secret == submission.secret
    assert dossier.opened_by(submission.secret.lower().replace("-", " "))
    assert dossier.agency == submission.agency
    assert dossier.answers() == submission.open_answers()


def test_the_same_submission_never_opens_two_dossiers() -> None:
    submission = factories.submission()
    first, second = actions.open_dossier(submission), actions.open_dossier(submission)
    assert first.pk == second.pk
    assert Dossier.unscoped.count() == OutgoingMessage.objects.count() == 1


def test_the_first_answer_is_due_after_eight_working_hours_of_the_agencys_calendar() -> None:
    factories.shared_calendar()
    dossier = factories.dossier(now=at("2026-04-24 17:30"))
    assert dossier.reply_due_at == at("2026-04-29 08:00")


def test_acceptance_mints_the_code_of_the_day_of_reception() -> None:
    story = Story()
    story.dossier = factories.dossier(story.service, at("2026-03-13 18:00"))
    dossier = story.accepted(now=at("2026-03-17 08:00")).dossier
    assert dossier.code == "H26.900-260316-0001"
    assert str(dossier.received_on) == "2026-03-16"
    assert dossier.accepted_at == at("2026-03-17 08:00")


def test_numbers_count_up_by_agency_and_day(staff: dict[str, Any]) -> None:
    other = factories.agency("H26.901")
    service = factories.service()
    service.agencies.add(other)
    places = [factories.agency(), factories.agency(), other]
    codes = [
        actions.accept(
            factories.dossier(service, agency=place), factories.officer("reception", place)
        ).code
        for place in places
    ]
    assert codes == ["H26.900-260310-0001", "H26.900-260310-0002", "H26.901-260310-0001"]
    assert CodeCounter.objects.count() == 2


def test_the_time_limit_is_the_first_whose_condition_holds() -> None:
    dossier = Story().accepted().dossier
    assert (dossier.limit_unit, dossier.limit_amount) == ("working_day", Decimal(4))
    assert dossier.due_at == at("2026-03-16 17:00")


def test_without_a_condition_that_holds_the_unconditional_limit_applies() -> None:
    answers = {**factories.valid_answers(), "change_case": "other"}
    four = {"amount": 4, "unit": "working_day", "when": 'change_case == "holder"'}
    story = Story(time_limits=[four, {"amount": 10, "unit": "working_day"}])
    story.dossier = factories.dossier(story.service, answers=answers)
    assert story.accepted().dossier.limit_amount == Decimal(10)


def test_the_officer_may_choose_another_limit_and_policy() -> None:
    limit = Limit(Unit.CALENDAR_DAY, Decimal(20))
    dossier = Story().accepted(limit=limit, pause_policy=PausePolicy.RESTART).dossier
    assert dossier.limit == limit
    assert dossier.pause_policy == "restart"


def test_a_same_day_service_is_due_the_same_day_until_its_cut_off() -> None:
    few = factories.few_papers()
    story = Story("chung-thuc-ban-sao", answers=few)
    assert story.accepted().dossier.due_at == at("2026-03-10 17:00")
    story.dossier = factories.dossier(story.service, at("2026-03-10 15:01"), answers=few)
    assert story.accepted().dossier.due_at == at("2026-03-11 17:00")


def test_a_limit_may_depend_on_what_the_form_computes() -> None:
    assert Story("chung-thuc-ban-sao").accepted().dossier.due_at == at("2026-03-12 17:00")


def test_a_service_without_a_fitting_limit_needs_one_chosen() -> None:
    story = Story(time_limits=[])
    with pytest.raises(Refused, match="no_time_limit"):
        story.accepted()
    assert Dossier.unscoped.get().status == Status.SUBMITTED
    assert not CodeCounter.objects.exists()
    assert story.accepted(limit=Limit(Unit.SAME_DAY)).dossier.code


def test_a_dossier_is_accepted_once() -> None:
    story = Story().accepted()
    with pytest.raises(IllegalMove):
        story.do("accept", "reception")


@pytest.mark.parametrize("role", ["processing", "approval", "reading", "administration", "audit"])
def test_only_reception_accepts_and_refuses(role: str) -> None:
    story = Story()
    with pytest.raises(NotAllowed):
        story.do("accept", role)
    with pytest.raises(NotAllowed):
        story.do("refuse", role, reason="x")
    assert Dossier.unscoped.get().lock_version == 1


def test_the_citizen_never_accepts_their_own_dossier() -> None:
    story = Story()
    with pytest.raises(NotAllowed):
        story.do("accept", story.citizen)


def test_a_refusal_gives_its_reason_and_ends_the_dossier() -> None:
    story = Story()
    with pytest.raises(Refused, match="reason_missing"):
        story.do("refuse", "reception", reason="  ")
    dossier = story.do("refuse", "reception", reason="Không thuộc thẩm quyền")
    assert dossier.status == Status.REFUSED
    assert dossier.outcome == "early"
    assert dossier.events.last().data["reason"] == "Không thuộc thẩm quyền"
    with pytest.raises(IllegalMove):
        story.do("note", "reception", text="x")


def test_a_stale_version_tells_what_changed() -> None:
    story = Story()
    seen = story.dossier.lock_version
    story.do("note", "processing", text="Đã gọi")
    with pytest.raises(StaleDossier) as caught:
        story.do("accept", "reception", version=seen)
    assert [(one.act, one.actor_name) for one in caught.value.events] == [
        ("note", "processing-H26.900")
    ]
    assert Dossier.unscoped.get().status == Status.SUBMITTED


def test_a_paper_dossier_has_the_same_clock_and_code_and_a_pair_of_its_own() -> None:
    story = Story()
    paper = actions.open_paper_dossier(
        actor=story.staff["reception"],
        service=story.service,
        agency=factories.agency(),
        applicant_name="Trần Thị Giấy",
        applicant_phone="0990000102",
        now=NOW,
    )
    assert paper.reference != story.dossier.reference
    assert paper.opened_by(paper.secret)
    assert not paper.opened_by(story.dossier.secret)
    assert paper.answers() == {}
    assert paper.channel == 1
    limit = Limit(Unit.WORKING_DAY, Decimal(4))
    online = story.accepted(limit=limit).dossier
    accepted = actions.accept(paper, story.staff["reception"], limit=limit, now=NOW)
    assert accepted.due_at == online.due_at
    assert accepted.code == "H26.900-260310-0002"


def test_a_draft_and_a_paper_dossier_never_have_one_reference(monkeypatch: Any) -> None:
    story = Story()
    paper = actions.open_paper_dossier(
        actor=story.staff["reception"],
        service=story.service,
        agency=factories.agency(),
        applicant_name="A B",
    )
    bytes_of = iter([b"\x00" * 16, b"\x00" * 16, b"\x01" * 16])
    monkeypatch.setattr(
        "egov_forms.models.answers.randomness.token_bytes", lambda _n: next(bytes_of)
    )
    taken = Draft()
    taken.new_pair()
    Dossier.unscoped.filter(pk=paper.pk).update(reference=taken.reference)
    draft = forms.start_draft(story.service, "vi").row
    assert draft.reference != taken.reference
    assert next(bytes_of, None) is None


def test_only_reception_of_the_agency_opens_a_paper_dossier(staff: dict[str, Any]) -> None:
    foreign = factories.officer("reception", factories.agency("H26.901"))
    for actor in (staff["processing"], foreign):
        with pytest.raises(NotAllowed):
            actions.open_paper_dossier(
                actor=actor,
                service=factories.service(),
                agency=factories.agency(),
                applicant_name="A B",
            )


def test_a_correction_keeps_what_was_filed_first_beside_it() -> None:
    story = Story()
    filed = story.dossier.answers()
    story.corrected(holder_name="Trần Thị Đúng")
    row = story.dossier.supplements.get()
    assert row.origin == SupplementRequest.Origin.CITIZEN
    assert row.answers["holder_name"] == {
        "before": filed["holder_name"],
        "after": "Trần Thị Đúng",
    }
    assert "Trần Thị Đúng" not in str(row.sealed)
    assert story.dossier.answers().items() >= {**filed, "holder_name": "Trần Thị Đúng"}.items()
    assert story.dossier.supplement_requests == 0
    assert story.dossier.complete_at == story.dossier.filed_at, "nobody waits longer for it"


def test_after_acceptance_nothing_is_corrected() -> None:
    story = Story().accepted()
    filed = story.dossier.answers()
    with pytest.raises(CorrectionRefused):
        story.corrected(holder_name="Trần Thị Đúng")
    with pytest.raises(IllegalMove):
        story.do("correct", story.citizen, before={})
    assert Submission.objects.get().open_answers() == filed


def test_another_citizen_corrects_nothing() -> None:
    story = Story()
    with pytest.raises(NotAllowed):
        story.do("correct", Citizen("0000-0000-0"), before={})


def test_fees_follow_the_correction_unless_money_was_recorded() -> None:
    story = Story("trich-luc-ho-tich")
    requests = story.dossier.answers()["requests"]
    assert [one.amount for one in story.dossier.payments.all()] == [24_000]
    story.corrected(requests=requests[:1])
    assert [one.amount for one in story.dossier.payments.all()] == [16_000]
    assert story.dossier.payment_state == PaymentState.DUE
    story.do("record_payment", "reception", amount=16_000, receipt="1")
    story.corrected(requests=requests)
    assert [one.amount for one in story.dossier.payments.all()] == [16_000]
    assert story.dossier.payment_state == PaymentState.PAID


def test_a_new_secret_voids_the_old_one_for_dossier_and_receipt() -> None:
    story = Story()
    old = story.dossier.secret
    dossier = story.do("reissue_secret", "reception")
    assert not dossier.opened_by(old)
    submission = Submission.objects.get()
    assert submission.secret == dossier.secret != old


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "text_invalid"), ("\ud800", "text_invalid"), ("x" * 5000, "text_too_long")],
)
def test_text_that_can_not_be_stored_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        Story().do("refuse", "reception", reason=text)


def paper(story: Story, **given: Any) -> Dossier:
    return actions.open_paper_dossier(
        **{
            "actor": story.staff["reception"],
            "service": story.service,
            "agency": factories.agency(),
            "applicant_name": "Trần Thị Giấy",
            "now": NOW,
            **given,
        }
    )


@pytest.mark.parametrize(
    ("filed", "code"),
    [
        (dt.datetime(1, 1, 1, tzinfo=dt.UTC), "filed_too_long_ago"),
        (at("2025-03-01 09:00"), "filed_too_long_ago"),
        (at("2030-01-01 09:00"), "filed_in_future"),
    ],
)
def test_a_paper_is_filed_neither_tomorrow_nor_long_ago(filed: dt.datetime, code: str) -> None:
    with pytest.raises(Refused, match=code):
        paper(Story(), filed_at=filed)


def test_a_paper_may_have_waited_in_the_post() -> None:
    assert paper(Story(), filed_at=at("2026-03-02 09:00")).filed_at == at("2026-03-02 09:00")


def test_a_paper_is_opened_only_where_its_service_is_offered() -> None:
    story, other = Story(), factories.agency("H26.901")
    with pytest.raises(Refused, match="foreign_agency"):
        paper(story, agency=other, actor=factories.officer("reception", other))
