"""Whatever is tried in whatever order, the history stays a legal path with a whole chain."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egov_tracking.exceptions import IllegalMove, Refused
from egov_tracking.models import Dossier, Event, Pause
from egov_tracking.models.clocks import clock_of
from egov_tracking.models.events import broken_at
from egov_tracking.permissions import allowed_moves
from egov_tracking.rules.workflow import FINAL, Role, Status, edges, moves
from tests.tracking.factories import NOW, few_papers
from tests.tracking.stories import DAY, Story

pytestmark = pytest.mark.django_db
EDGES = {(source, target) for source, target, _name in edges()}
WHY = {"reason": "x", "document": "1"}

Attempt = Callable[[Story, int], Any]
ATTEMPTS: dict[str, Attempt] = {
    "accept": lambda s, n: s.do("accept", "reception"),
    "refuse": lambda s, n: s.do("refuse", "reception", reason="x"),
    "start_processing": lambda s, n: s.do("start_processing", "processing"),
    "request_supplement": lambda s, n: s.do(
        "request_supplement", "processing", items=["x"], reason="y", confirmed=bool(n % 2)
    ),
    "receive_supplement": lambda s, n: s.do(
        "receive_supplement", s.citizen, answers={"item1": {"text": "x"}}
    ),
    "request_payment": lambda s, n: s.do("request_payment", "processing", amount=n),
    "record_payment": lambda s, n: s.do(
        "record_payment",
        "reception",
        receipt=f"{n}-{s.dossier.lock_version}",
        amount=sum(p.amount for p in s.dossier.payments.filter(state="due")) or n,
    ),
    "waive_payment": lambda s, n: s.do("waive_payment", "reception", reason="x"),
    "add_fee": lambda s, n: s.do("add_fee", "reception", amount=n),
    "suspend": lambda s, n: s.do("suspend", "approval", **WHY),
    "resume": lambda s, n: s.do("resume", "approval"),
    "stop": lambda s, n: s.do("stop", "approval", **WHY),
    "reopen": lambda s, n: s.do("reopen", "approval", **WHY),
    "apologise": lambda s, n: s.do(
        "apologise", "approval", reason="x", appointment=s.now + DAY * 60
    ),
    "finish": lambda s, n: s.do("finish", "approval", document="1"),
    "send_back": lambda s, n: s.do("send_back", "approval", reason="x"),
    "check_originals": lambda s, n: s.compared(("matches", "differs")[n % 2]),
    "hand_over": lambda s, n: s.do("hand_over", "reception", collector="A"),
    "ask_withdrawal": lambda s, n: s.do("ask_withdrawal", s.citizen, reason="x"),
    "decide_withdrawal": lambda s, n: s.do(
        "decide_withdrawal", "approval", granted=not n % 3, **WHY
    ),
    "note": lambda s, n: s.do("note", "reception", text="x"),
    "hand_on": lambda s, n: s.do("hand_on", "reception", desk="A"),
}


def untouched(story: Story) -> tuple[Any, ...]:
    row = Dossier.unscoped.filter(pk=story.dossier.pk).values().get()
    return (
        row,
        Event.objects.count(),
        list(story.dossier.payments.values()),
        list(story.dossier.supplements.values()),
        list(Pause.objects.values()),
    )


@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(ATTEMPTS)), st.integers(1, 90)), max_size=30)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_random_acts_never_leave_the_table_or_break_the_chain(
    steps: list[tuple[str, int]], db: None
) -> None:
    with transaction.atomic():
        run(Story("chung-thuc-ban-sao", answers=few_papers()), steps)
        transaction.set_rollback(True)


def run(story: Story, steps: list[tuple[str, int]]) -> None:
    for name, hours in steps:
        before = untouched(story)
        story.now += DAY * hours / 24
        try:
            ATTEMPTS[name](story, hours)
        except (IllegalMove, Refused):
            assert untouched(story) == before
    dossier = Dossier.unscoped.get(pk=story.dossier.pk)
    events = list(dossier.events.order_by("number"))
    assert broken_at(dossier, events) is None
    for event in events[1:]:
        same = event.from_status == event.to_status
        assert same or (Status(event.from_status), Status(event.to_status)) in EDGES
    check_clock(dossier)
    check_buttons(story, dossier)


def check_clock(dossier: Dossier) -> None:
    """What the row says of the clock is what the clock says."""
    clock = clock_of(dossier)
    assert bool(clock) is dossier.is_accepted is bool(dossier.code)
    open_pauses = dossier.pauses.filter(ended_at__isnull=True).count()
    assert open_pauses == bool(dossier.paused_at)
    if clock and not dossier.finished_at:
        assert dossier.due_at == clock.due
        assert dossier.due_at is None or dossier.due_at > NOW
    assert bool(dossier.finished_at) is (
        dossier.status in {Status.REFUSED, Status.STOPPED, Status.READY, Status.DELIVERED}
    )


def check_buttons(story: Story, dossier: Dossier) -> None:
    """Nobody is left without a move before the end, save a dossier stopped before acceptance."""
    everybody = Role(0)
    for role in Role:
        everybody |= role
    found = moves(dossier.state, everybody)
    assert bool(found) is (Status(dossier.status) not in FINAL)
    for officer in story.staff.values():
        assert set(allowed_moves(officer, dossier)) <= set(found)


def test_every_status_is_reached_by_the_acts() -> None:
    reached: set[int] = set()
    for acts in (
        [
            "accept",
            "start_processing",
            "request_supplement",
            "receive_supplement",
            "request_payment",
            "record_payment",
            "finish",
            "hand_over",
        ],
        ["refuse"],
        ["accept", "ask_withdrawal", "decide_withdrawal"],
    ):
        story = Story("chung-thuc-ban-sao", answers=few_papers())
        reached.add(story.dossier.status)
        for name in acts:
            if name == "hand_over":
                story.compared()
            ATTEMPTS[name](story, 3)
            reached.add(story.dossier.status)
    assert reached == {int(status) for status in Status}
