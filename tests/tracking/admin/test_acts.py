"""The pages of the acts: each does its act, says why it can't, and loses nothing typed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from egov_forms.models import Attachment
from egov_tracking import actions
from egov_tracking.admin.act_forms import acceptance
from egov_tracking.exceptions import Refused
from egov_tracking.models import Payment
from egov_tracking.rules.workflow import Status
from tests.domain import load
from tests.filling import pdf
from tests.tracking import factories
from tests.tracking.admin.pressing import INDEX, address, done, errors, press
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
WHY = {"reason": "Theo quy định", "document": "15/QĐ-UBND"}


# Each act by its form.


def test_a_dossier_is_taken_from_acceptance_to_the_result_by_forms(desk: dict[str, Client]) -> None:
    story = Story()
    assert done(desk["reception"], story, "accept", limit="0").code
    assert done(desk["processing"], story, "start_processing").status == Status.PROCESSING
    ready = done(desk["approval"], story, "finish", document="12/KQ")
    assert ready.status == Status.READY
    acts = list(ready.events.values_list("act", "actor_name"))
    assert acts[-1] == ("finish", "approval-H26.900")


@pytest.mark.parametrize(
    ("act", "role", "start", "given", "status"),
    [
        ("refuse", "reception", "", WHY, Status.REFUSED),
        ("suspend", "approval", "processing", WHY, Status.PROCESSING),
        ("stop", "approval", "processing", WHY, Status.STOPPED),
        ("request_payment", "reception", "accepted", {"amount": 5000}, Status.AWAITING_PAYMENT),
        ("add_fee", "processing", "accepted", {"amount": 5000, "name": "Đo đạc"}, Status.ACCEPTED),
        ("waive_payment", "reception", "accepted", WHY, Status.ACCEPTED),
        ("ask_withdrawal", "reception", "accepted", WHY, Status.WITHDRAWAL_ASKED),
        ("send_back", "approval", "ready", WHY, Status.PROCESSING),
        ("hand_on", "processing", "processing", {"desk": "Lãnh đạo"}, Status.PROCESSING),
        ("note", "approval", "processing", {"text": "Đã gọi"}, Status.PROCESSING),
        ("reissue_secret", "reception", "accepted", {}, Status.ACCEPTED),
    ],
)
def test_the_form_does_the_act(
    desk: dict[str, Client], act: str, role: str, start: str, given: dict[str, Any], status: Status
) -> None:
    story = Story()
    if start:
        getattr(story, start)()
    assert desk[role].get(address(story, act)).status_code == 200
    dossier = done(desk[role], story, act, **given)
    event = dossier.events.last()
    assert (event.act, dossier.status) == (act, status)
    for value in given.values():
        if value != "15/QĐ-UBND":
            assert str(value) in str(event.data) or act == "add_fee"


def test_a_suspended_dossier_goes_on_and_a_stopped_one_is_reopened(desk: dict[str, Client]) -> None:
    story = Story().processing()
    done(desk["approval"], story, "suspend", **WHY)
    assert done(desk["processing"], story, "resume").due_at
    done(desk["approval"], story, "stop", **WHY)
    assert done(desk["approval"], story, "reopen", **WHY).status == Status.PROCESSING


@pytest.mark.parametrize(
    ("act", "status"),
    [("grant_withdrawal", Status.STOPPED), ("reject_withdrawal", Status.ACCEPTED)],
)
def test_a_withdrawal_is_decided_both_ways(
    desk: dict[str, Client], act: str, status: Status
) -> None:
    story = Story().accepted()
    story.do("ask_withdrawal", story.citizen, reason="Nhầm")
    assert done(desk["reception"], story, act, **WHY).status == status


def test_who_gave_a_dossier_away_lands_on_the_list(desk: dict[str, Client]) -> None:
    other, story = factories.agency("H26.901"), Story().processing()
    story.service.agencies.add(other)
    response = press(desk["approval"], story, "transfer", agency=other.pk, reason="Đúng địa bàn")
    assert response.url == INDEX
    assert desk["approval"].get(address(story, "note")).status_code == 404


def test_a_transfer_asks_for_the_agency_in_words(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    page = desk["reception"].get(address(story, "transfer"))
    choices = list(page.context["form"].fields["agency"].choices)
    assert choices[0] == ("", "Chọn cơ quan")


def test_a_transfer_goes_to_another_agency_of_the_service(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    other = factories.agency("H26.901")
    story.service.agencies.add(other)
    moved = done(desk["reception"], story, "transfer", agency=other.pk, reason="Đúng địa bàn")
    assert moved.deciding_agency == other


def test_an_apology_gives_a_day_until_closing_time(desk: dict[str, Client]) -> None:
    story = Story().processing()
    day = timezone.localdate() + dt.timedelta(days=700)
    dossier = done(desk["approval"], story, "apologise", reason="x", appointment=day.isoformat())
    assert timezone.localtime(dossier.appointment_at).strftime("%Y-%m-%d %H:%M") == f"{day} 17:00"


# Acceptance and its time limit.


def test_the_fitting_time_limit_is_chosen_and_each_says_when_it_would_be_due(
    desk: dict[str, Client],
) -> None:
    form = desk["reception"].get(address(Story(), "accept")).context["form"]
    labels = [str(label) for _value, label in form.fields["limit"].choices]
    assert form.fields["limit"].initial == 0
    assert "16/03/2026" in labels[0]
    assert labels[-1] == "Thời hạn khác"
    # Three limits, and each of them with the days added in remote communes.
    assert len(labels) == 7


def test_a_service_without_a_time_limit_has_only_that_of_the_officer(
    desk: dict[str, Client],
) -> None:
    story = Story(time_limits=[])
    field = desk["reception"].get(address(story, "accept")).context["form"].fields["limit"]
    assert (len(field.choices), field.initial) == (1, acceptance.OTHER)


@pytest.mark.parametrize("area", ["yes", "no"])
def test_a_limit_that_the_answers_do_not_decide_is_not_chosen_for_the_officer(
    desk: dict[str, Client], area: str
) -> None:
    answers = {**factories.valid_answers(), "disadvantaged_area": area}
    story = Story(answers=answers, time_limits=given_limits())
    field = desk["reception"].get(address(story, "accept")).context["form"].fields["limit"]
    assert field.initial is None
    assert ("14." if area == "yes" else "4.") in str(field.help_text)
    assert "14 ngày làm việc" in str(list(field.choices))
    assert "limit" in errors(press(desk["reception"], story, "accept"))
    with pytest.raises(Refused):
        story.accepted()


def test_on_paper_no_limit_is_chosen_where_answers_would_decide(desk: dict[str, Client]) -> None:
    story = Story()
    story.dossier = actions.open_paper_dossier(
        actor=story.staff["reception"],
        service=story.service,
        agency=factories.agency(),
        applicant_name="Nguyễn Văn Thử",
    )
    field = desk["reception"].get(address(story, "accept")).context["form"].fields["limit"]
    assert field.initial is None


def given_limits() -> Any:
    """As the file has them, where nobody has said how the last one counts."""
    limits = load("procedures.json")["procedures"]
    return next(one for one in limits if one["id"] == factories.PROCEDURE)["time_limits"]


@pytest.mark.parametrize(
    ("act", "fields", "others"),
    [("accept", ["amount_of_days", "unit"], 0), ("hand_on", ["to", "desk"], 1)],
)
def test_what_may_be_needed_is_not_called_optional(
    desk: dict[str, Client], act: str, fields: list[str], others: int
) -> None:
    response = desk["reception"].get(address(Story(), act))
    assert set(fields) <= set(response.context["form"].fields)
    assert response.content.decode().count("không bắt buộc") == others


def test_officers_are_chosen_by_name_and_role(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    form = desk["processing"].get(address(story, "hand_on")).context["form"]
    leader = story.staff["approval"]
    labels = {str(value): label for value, label in form.fields["to"].choices}
    assert labels[str(leader.pk)] == f"{leader.get_username()} (Phê duyệt)"


def test_another_time_limit_is_given_in_days(desk: dict[str, Client]) -> None:
    story = Story()
    given = {"limit": "other", "amount_of_days": "2.5", "unit": "working_day"}
    dossier = done(desk["reception"], story, "accept", **given)
    assert (dossier.limit_unit, dossier.limit_amount) == ("working_day", Decimal("2.5"))


@pytest.mark.parametrize(
    "given",
    [
        {"limit": "other"},
        {"limit": "other", "amount_of_days": "2.5", "unit": "calendar_day"},
        {"limit": "other", "amount_of_days": "0.3"},
        {"limit": "other", "amount_of_days": "x"},
        {"limit": "99"},
        {"limit": ""},
    ],
)
def test_a_time_limit_that_is_none_is_an_error_at_its_field(
    desk: dict[str, Client], given: dict[str, str]
) -> None:
    found = errors(press(desk["reception"], Story(), "accept", **given))
    assert set(found) <= {"limit", "amount_of_days"}
    assert found


def test_a_payment_that_accepts_a_dossier_asks_for_the_limit_that_the_service_lacks(
    desk: dict[str, Client],
) -> None:
    story = Story(time_limits=[])
    done(desk["reception"], story, "request_payment", amount=5000)
    paid = {"amount": 5000, "receipt": "01", "method": "cash"}
    assert "limit" in errors(press(desk["reception"], story, "record_payment", **paid))
    given = {**paid, "limit": "other", "amount_of_days": "3", "unit": "working_day"}
    assert done(desk["reception"], story, "record_payment", **given).is_accepted


# Supplements.


def test_a_supplement_is_asked_for_item_by_item(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    given = {
        "rows": 2,
        "item_0": "CCCD",
        "kind_0": "certified",
        "item_1": "Tên đúng",
        "kind_1": "answer",
        "field_1": "holder_name",
        "reason": "Ảnh mờ",
    }
    dossier = done(desk["processing"], story, "request_supplement", **given)
    items = dossier.supplements.get().items
    assert [(one["text"], one["kind"], one["field"]) for one in items] == [
        ("CCCD", "certified", ""),
        ("Tên đúng", "answer", "holder_name"),
    ]


def test_no_answer_that_the_form_computes_is_asked_for(desk: dict[str, Client]) -> None:
    story = Story("chung-thuc-ban-sao").accepted()
    form = desk["processing"].get(address(story, "request_supplement")).context["form"]
    computed = {
        field.key
        for step in story.dossier.version.load().steps
        for field in step.fields
        if field.computed
    }
    assert computed
    assert not computed & {key for key, _label in form.fields["field_0"].choices}


def test_a_row_is_added_without_losing_or_doing_anything(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    given = {"rows": 3, "item_0": "CCCD", "add_row": "1"}
    response = press(desk["processing"], story, "request_supplement", **given)
    assert response.status_code == 200
    shown = response.content.decode()
    assert 'value="CCCD"' in shown
    assert 'name="item_3"' in shown
    assert 'name="rows" value="4"' in shown
    assert story.dossier.status == Status.ACCEPTED
    assert not response.context["form"].error_summary


@pytest.mark.parametrize("rows", ["-1", "x", "0", "999999", "²"])
def test_the_number_of_rows_is_bounded(desk: dict[str, Client], rows: str) -> None:
    response = press(desk["processing"], Story().accepted(), "request_supplement", rows=rows)
    assert 1 <= response.context["form"].count <= 20


def test_nothing_missing_is_no_request_and_a_second_one_must_be_meant(
    desk: dict[str, Client],
) -> None:
    story = Story().accepted()
    found = errors(press(desk["processing"], story, "request_supplement", reason="x"))
    assert set(found) == {"item_0"}
    past = {"answer_by": "2020-01-01"}
    found = errors(press(desk["processing"], story, "request_supplement", **past))
    assert set(found) == {"item_0", "reason", "answer_by"}
    story.do("request_supplement", "processing", items=["CCCD"], reason="x")
    story.do("receive_supplement", story.citizen, answers={"item1": {"text": "y"}})
    given = {"rows": 1, "item_0": "Ảnh", "reason": "x"}
    response = press(desk["processing"], story, "request_supplement", **given)
    assert set(errors(response)) == {"confirmed"}
    found = errors(press(desk["processing"], story, "request_supplement"))
    assert set(found) == {"item_0", "reason", "confirmed"}
    done(desk["processing"], story, "request_supplement", confirmed="on", **given)


def test_a_supplement_is_taken_at_the_counter_with_scans(desk: dict[str, Client]) -> None:
    story = Story().asked()
    found = errors(press(desk["reception"], story, "receive_supplement"))
    assert set(found) == {"item1"}
    given = {"item1": "Bản sao", "item1_files": [pdf("a.pdf"), pdf("b.pdf")]}
    dossier = done(desk["reception"], story, "receive_supplement", **given)
    answer = dossier.supplements.get().answers["item1"]
    assert answer["text"] == "Bản sao"
    assert len(answer["files"]) == Attachment.objects.count() == 2


def test_a_scan_that_is_refused_or_of_an_act_that_fails_is_not_kept(
    desk: dict[str, Client],
) -> None:
    story = Story().asked()
    bad = SimpleUploadedFile("a.pdf", b"<html>", content_type="application/pdf")
    response = press(
        desk["reception"], story, "receive_supplement", item1_files=[pdf("b.pdf"), bad]
    )
    assert set(errors(response)) == {"item1_files"}
    bad.seek(0)
    both = {"item1": "x" * 5000, "item1_files": [pdf("b.pdf"), bad]}
    response = press(desk["reception"], story, "receive_supplement", **both)
    assert set(errors(response)) == {"item1", "item1_files"}
    stale = {"version": 1, "item1": "x", "item1_files": [pdf("c.pdf")]}
    assert press(desk["reception"], story, "receive_supplement", **stale).status_code == 409
    assert not Attachment.objects.exists()


# Money.


def test_a_payment_is_recorded_with_how_it_was_paid(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    given = {"amount": 50_000, "receipt": "0001", "method": "transfer"}
    done(desk["reception"], story, "record_payment", **given)
    payment = Payment.objects.get()
    assert (payment.amount, payment.receipt, payment.method) == (50_000, "0001", "transfer")
