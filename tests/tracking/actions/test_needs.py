"""What the table of moves says that a move needs, the acts insist on; nothing is cut short."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from egov_tracking import actions
from egov_tracking.exceptions import Refused
from egov_tracking.models import Dossier
from egov_tracking.rules.workflow import BY_NAME, TABLE, Role
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
FULL: Mapping[str, Any] = {
    "reason": "Thiếu",
    "document": "1/QĐ",
    "text": "Đã gọi",
    "receipt": "77",
    "amount": 1000,
    "items": ["CCCD"],
    "appointment": NEXT_YEAR,
    "collector": "Lê Thị Thử",
}
EMPTY: Mapping[str, Any] = {
    "amount": 0,
    "items": [],
    "appointment": dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
}
#: Needs with another shape, each held by a test of its own act.
ELSEWHERE = {"time_limit", "answers", "originals", "agency", "desk"}
FUNCTIONS = {"grant_withdrawal": "decide_withdrawal", "reject_withdrawal": "decide_withdrawal"}
PREPARED = {
    "refuse": Story,
    "request_payment": Story,
    "ask_withdrawal": Story,
    "resume": Story.asked,
    "reopen": lambda: _after(Story().processing(), "stop", "approval"),
    "grant_withdrawal": lambda: _after(Story(), "ask_withdrawal", "reception"),
    "reject_withdrawal": lambda: _after(Story(), "ask_withdrawal", "reception"),
    "send_back": lambda: Story().ready(),
    "hand_over": lambda: Story().ready().compared().paid(),
}


def _after(story: Story, act: str, role: str) -> Story:
    given = {name: FULL[name] for name in BY_NAME[act].needs}
    story.do(act, role, **given)
    return story


def cases() -> list[tuple[str, str]]:
    return [(move.name, need) for move in TABLE for need in move.needs if need not in ELSEWHERE]


@pytest.mark.parametrize(("act", "need"), cases())
def test_a_move_is_refused_without_what_it_needs(act: str, need: str) -> None:
    move = BY_NAME[act]
    story = PREPARED.get(act, lambda: Story().processing())()
    role = next(r.name.lower() for r in Role if r & move.role and r.name.lower() in story.staff)
    given = {name: FULL[name] for name in move.needs if name in FULL}
    if act in FUNCTIONS:
        given["granted"] = act == "grant_withdrawal"
    if act == "transfer":
        other = factories.agency("H26.901")
        story.service.agencies.add(other)
        given["agency"] = other
    before = story.dossier.lock_version
    with pytest.raises(Refused):
        story.do(FUNCTIONS.get(act, act), role, **{**given, need: EMPTY.get(need, " ")})
    assert Dossier.unscoped.get(pk=story.dossier.pk).lock_version == before
    story.do(FUNCTIONS.get(act, act), role, **given)


@pytest.mark.parametrize(
    ("given", "length"),
    [("applicant_phone", 33), ("applicant_email", 255), ("applicant_address", 256)],
)
def test_nothing_of_a_paper_filing_is_cut_short(given: str, length: int) -> None:
    clerk = factories.officer("reception")
    with pytest.raises(Refused, match="text_too_long"):
        actions.open_paper_dossier(
            actor=clerk,
            service=factories.service(),
            agency=factories.agency(),
            applicant_name="Trần Thị Giấy",
            **{given: "9" * length},
        )


def test_a_long_desk_or_tracking_number_is_refused() -> None:
    story = Story().ready().compared().paid()
    with pytest.raises(Refused, match="text_too_long"):
        story.do("hand_on", "reception", desk="x" * 121)
    with pytest.raises(Refused, match="text_too_long"):
        story.do("hand_over", "reception", method="post", tracking="9" * 65)


def test_the_name_of_an_officer_stands_whole_in_the_history() -> None:
    story = Story()
    user = story.staff["reception"]
    user.first_name, user.last_name = "A" * 150, "B" * 150
    user.save()
    dossier = story.do("accept", "reception")
    assert dossier.events.last().actor_name == f"{'A' * 150} {'B' * 150}"
