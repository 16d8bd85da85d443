"""The one visit: originals, fee, result."""

from typing import Any

import pytest

from egov_tracking.actions import send_due
from egov_tracking.exceptions import IllegalMove, NotAllowed, Refused
from egov_tracking.models import DeliveryMethod, OriginalCheck, words
from egov_tracking.models.terms import terms_of
from egov_tracking.rules.workflow import Status
from tests.factories import valid_answers
from tests.tracking.factories import PROCEDURE as LAND
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_the_result_is_handed_over_against_originals_and_fee() -> None:
    story = Story().ready().compared().paid()
    done = at("2026-03-11 09:00")
    dossier = story.do(
        "hand_over", "reception", collector="Nguyễn Văn Thử", collector_paper="CCCD", now=done
    )
    assert dossier.status == Status.DELIVERED
    assert dossier.handed_over_at == done
    assert dossier.delivery_state == "delivered"
    assert dossier.events.last().data["collector"] == "Nguyễn Văn Thử"
    assert dossier.outcome == "early"


def test_no_result_leaves_while_a_fee_is_open() -> None:
    story = Story().ready().compared()
    with pytest.raises(Refused, match="fee_undecided"):
        story.do("hand_over", "reception", collector="A")
    story.do("add_fee", "reception", amount=10_000)
    with pytest.raises(Refused, match="fee_unpaid"):
        story.do("hand_over", "reception", collector="A")


def test_no_result_leaves_before_every_original_was_seen() -> None:
    story = Story().ready().paid()
    with pytest.raises(Refused, match="originals_missing"):
        story.do("hand_over", "reception", collector="A")
    first, *_others = terms_of(story.dossier).originals
    story.do("check_originals", "reception", originals={first.key: "matches"})
    with pytest.raises(Refused) as caught:
        story.do("hand_over", "reception", collector="A")
    assert first.name.get("vi") not in caught.value.params["papers"]


def test_an_original_that_does_not_match_stops_the_hand_over_and_may_go_back() -> None:
    story = Story().ready().paid().compared(OriginalCheck.Result.DIFFERS)
    with pytest.raises(Refused, match="originals_differ"):
        story.do("hand_over", "reception", collector="A")
    with pytest.raises(NotAllowed):
        story.do("send_back", "reception", reason="Không khớp")
    assert story.do("send_back", "approval", reason="Không khớp").status == Status.PROCESSING


def test_only_papers_that_these_answers_ask_for_are_compared() -> None:
    story = Story().ready()
    keys = {paper.key for paper in terms_of(story.dossier).originals}
    assert keys >= {"don", "gcn"}
    assert "thoa_thuan" not in keys
    for originals in ({"thoa_thuan": "matches"}, {"gcn": "perhaps"}):
        with pytest.raises(Refused, match="unknown"):
            story.do("check_originals", "reception", originals=originals)


def test_a_paper_compared_again_replaces_the_record_and_events_keep_both() -> None:
    story = Story().ready().compared("missing").compared()
    assert set(story.dossier.original_checks.values_list("result", flat=True)) == {"matches"}
    assert story.dossier.events.filter(act="check_originals").count() == 2


def test_a_full_online_service_asks_for_no_originals() -> None:
    story = Story("khai-sinh").ready()
    story.do("waive_payment", "reception", reason="Đúng hạn")
    done = story.do("hand_over", "reception", method=DeliveryMethod.ONLINE)
    assert done.status == Status.DELIVERED


def test_an_original_that_differs_keeps_the_result_of_a_full_online_service() -> None:
    story = Story("khai-sinh").ready().compared("differs")
    story.do("waive_payment", "reception", reason="Đúng hạn")
    with pytest.raises(Refused, match="originals_differ"):
        story.do("hand_over", "reception", method=DeliveryMethod.ONLINE)


def test_the_counter_says_who_collects_and_the_post_its_number() -> None:
    story = Story().ready().compared().paid()
    with pytest.raises(Refused, match="collector_missing"):
        story.do("hand_over", "reception")
    with pytest.raises(Refused, match="tracking_missing"):
        story.do("hand_over", "reception", method=DeliveryMethod.POST)
    done = story.do("hand_over", "reception", method=DeliveryMethod.POST, tracking="VN123")
    assert (done.delivery_method, done.tracking_number) == ("post", "VN123")


@pytest.mark.parametrize(
    ("slug", "wanted", "method", "told"),
    [
        ("khai-sinh", "electronic", "online", "được gửi đến Ông/Bà dưới dạng bản điện tử."),
        ("khai-sinh", "center", "counter", "mang theo giấy tờ tùy thân và giấy tiếp nhận"),
        ("khai-sinh", None, "counter", "mang theo giấy tờ tùy thân và giấy tiếp nhận"),
        (LAND, "post", "post", "bưu chính công ích sau khi quầy tiếp nhận đã đối chiếu bản gốc"),
        (LAND, "center", "counter", "mang theo bản gốc các giấy tờ đã nộp, giấy tờ tùy thân"),
    ],
)
def test_the_result_goes_out_as_the_applicant_asked(
    mailoutbox: list[Any], slug: str, wanted: str | None, method: str, told: str
) -> None:
    answers = {**valid_answers(slug), "result_channel": wanted}
    story = Story(slug, answers=answers).ready()
    assert story.dossier.delivery_method == method
    assert told in words.plain_words(story.dossier).next
    send_due()
    [letter] = [one for one in mailoutbox if "kết quả" in one.subject]
    assert told in letter.body


def test_a_delivered_dossier_is_closed_for_good() -> None:
    story = Story().ready().compared().paid()
    story.do("hand_over", "reception", collector="A")
    for act, role, given in (
        ("send_back", "approval", {"reason": "x"}),
        ("note", "approval", {"text": "x"}),
        ("ask_withdrawal", story.citizen, {"reason": "x"}),
    ):
        with pytest.raises(IllegalMove):
            story.do(act, role, **given)
