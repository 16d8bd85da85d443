"""Fees: asked, recorded, waived."""

import pytest

from egov_tracking import actions
from egov_tracking.exceptions import NotAllowed, Refused
from egov_tracking.models import Calendar, Payment, System
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_a_fee_with_a_formula_is_due_from_the_filing() -> None:
    story = Story("trich-luc-ho-tich")
    assert story.dossier.payments.get().amount == 3 * 8000
    assert story.dossier.payment_state == "due"


def test_a_fee_that_a_province_sets_is_undecided_until_somebody_says() -> None:
    assert Story().dossier.payment_state == "undecided"


def test_a_service_without_a_fee_has_nothing_to_pay() -> None:
    assert Story("cap-ban-sao-van-bang").dossier.payment_state == "none"


def test_a_request_for_payment_stops_the_clock_until_it_is_paid() -> None:
    story = Story().processing()
    asked = at("2026-03-11 09:00")
    dossier = story.do("request_payment", "processing", amount=50_000, now=asked)
    assert (dossier.status, dossier.due_at) == (Status.AWAITING_PAYMENT, None)
    paid = at("2026-03-12 09:00")
    dossier = story.do("record_payment", "reception", amount=50_000, receipt="7", now=paid)
    assert (dossier.status, dossier.payment_state) == (Status.PROCESSING, "paid")
    assert dossier.due_at == at("2026-03-18 17:00")
    assert dossier.payments.get().receipt == "7"


def test_an_agency_may_let_the_clock_run_while_it_waits_for_a_payment() -> None:
    Calendar.objects.create(payment_pauses=False)
    story = Story().processing()
    due = story.dossier.due_at
    assert story.do("request_payment", "processing", amount=1000).due_at == due


def test_a_fee_of_nothing_is_never_asked_for() -> None:
    story = Story().processing()
    with pytest.raises(Refused, match="amount_missing"):
        story.do("request_payment", "processing", amount=0)


def test_a_payment_before_intake_accepts_the_dossier_with_its_code() -> None:
    story = Story()
    story.do("request_payment", "reception", amount=20_000)
    paid = at("2026-03-13 18:00")
    dossier = story.do("record_payment", "reception", amount=20_000, receipt="8", now=paid)
    assert dossier.status == Status.ACCEPTED
    assert dossier.code == "H26.900-260316-0001"
    assert dossier.events.last().data["code"] == dossier.code


def test_the_dossier_moves_on_only_when_everything_is_paid() -> None:
    story = Story().processing()
    story.do("add_fee", "processing", amount=30_000)
    story.do("request_payment", "processing", amount=20_000)
    first = story.dossier.payments.first()
    dossier = story.do("record_payment", "reception", amount=30_000, receipt="9", payment=first.pk)
    assert (dossier.status, dossier.payment_state) == (Status.AWAITING_PAYMENT, "due")
    assert story.do("record_payment", "reception", amount=20_000, receipt="10").status == 4


def test_an_amount_that_differs_from_what_is_due_is_refused() -> None:
    story = Story().processing()
    story.do("add_fee", "processing", amount=30_000)
    with pytest.raises(Refused, match="amount_differs"):
        story.do("record_payment", "reception", amount=25_000, receipt="11")


def test_one_receipt_is_recorded_once() -> None:
    story = Story().ready().paid()
    with pytest.raises(Refused, match="receipt_used"):
        story.do("record_payment", "reception", amount=50_000, receipt="0001")
    with pytest.raises(Refused, match="receipt_missing"):
        story.do("record_payment", "reception", amount=50_000, receipt="")


def test_recording_against_a_payment_that_is_not_due_makes_no_new_fee() -> None:
    story = Story().ready().paid()
    paid = story.dossier.payments.get()
    with pytest.raises(Refused, match="nothing_due"):
        story.do("record_payment", "reception", amount=1, receipt="12", payment=paid.pk)


def test_a_gateway_records_what_it_received() -> None:
    story = Story().processing()
    story.do("request_payment", "processing", amount=1000)
    method = Payment.Method.NATIONAL_GATEWAY
    dossier = story.do("record_payment", System(), amount=1000, receipt="PG-1", method=method)
    assert dossier.status == Status.PROCESSING
    assert dossier.events.last().actor_kind == "system"


def test_no_fee_is_asked_for_with_a_reason() -> None:
    story = Story("trich-luc-ho-tich").accepted()
    with pytest.raises(Refused, match="reason_missing"):
        story.do("waive_payment", "reception", reason="")
    dossier = story.do("waive_payment", "reception", reason="Hộ nghèo")
    assert dossier.payment_state == "waived"
    with pytest.raises(Refused, match="nothing_due"):
        story.do("waive_payment", "reception", reason="x")


def test_an_undecided_fee_is_decided_by_waiving_it() -> None:
    assert Story().do("waive_payment", "approval", reason="Miễn").payment_state == "waived"


def test_processing_never_takes_money() -> None:
    story = Story().processing()
    with pytest.raises(NotAllowed):
        story.do("record_payment", "processing", amount=1, receipt="1")


def test_a_payment_before_intake_tells_the_citizen_that_the_dossier_is_accepted() -> None:
    story = Story()
    story.do("request_payment", "reception", amount=20_000)
    story.do("record_payment", "reception", amount=20_000, receipt="8")
    kinds = story.dossier.messages.order_by("queued_at").values_list("kind", flat=True)
    assert list(kinds) == ["received", "payment_requested", "accepted"]


def mixed() -> Story:
    """One fee that the service names, and one that the province sets."""
    known = factories.procedure("trich-luc-ho-tich")["fees"]
    unknown = factories.procedure()["fees"]
    return Story("trich-luc-ho-tich", fees=[*known[:1], *unknown[:1]])


def test_a_fee_that_is_not_known_stays_undecided_after_the_known_one_is_paid() -> None:
    story = mixed()
    dossier = story.do("record_payment", "reception", amount=24_000, receipt="1")
    assert dossier.payment_state == "undecided"
    dossier = story.do("record_payment", "reception", amount=5_000, receipt="2")
    assert dossier.payment_state == "paid"


def test_a_fee_that_is_not_known_may_be_waived_after_the_known_one_is_paid() -> None:
    story = mixed()
    story.do("record_payment", "reception", amount=24_000, receipt="1")
    dossier = story.do("waive_payment", "reception", reason="Miễn")
    assert dossier.payment_state == "paid"
    assert list(dossier.payments.values_list("amount", "state")) == [
        (24_000, "paid"),
        (0, "waived"),
    ]


def test_one_receipt_of_an_agency_is_for_one_dossier() -> None:
    first, second = (Story().processing().paid(), Story().processing())
    with pytest.raises(Refused) as refused:
        second.paid()
    assert refused.value.params == {"receipt": "0001", "dossier": str(first.dossier)}
    other = factories.agency("H26.901")
    service = factories.service(of=other)
    elsewhere = factories.dossier(service, agency=other)
    clerk = factories.officer("reception", other)
    actions.accept(elsewhere, clerk)
    done = actions.record_payment(elsewhere, clerk, amount=1, receipt="0001")
    assert done.payment_state == "paid"


def test_a_long_reason_is_kept_whole_and_a_long_receipt_refused() -> None:
    story = Story().processing()
    with pytest.raises(Refused, match="text_too_long"):
        story.do("record_payment", "reception", amount=1, receipt="1" * 65)
    story.do("waive_payment", "approval", reason="x" * 3000)
    assert len(Payment.objects.get().reason) == 3000
