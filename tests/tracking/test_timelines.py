"""The two timelines of the domain data, replayed through the acts."""

import datetime as dt
from typing import Any

import pytest

from egov_tracking import actions
from egov_tracking.admin import rows
from egov_tracking.models import Citizen, Dossier, OriginalCheck
from egov_tracking.models.events import broken_at
from egov_tracking.models.terms import terms_of
from egov_tracking.rules.codes import parse
from egov_tracking.rules.deadlines import PausePolicy
from tests import domain
from tests.tracking import factories
from tests.tracking.rules.vectors import TIMELINES, VECTORS, limit_of, moment

pytestmark = pytest.mark.django_db
SERVICES = {one["code"]["value"]: one["id"] for one in domain.load("procedures.json")["procedures"]}


class Replay:
    """One timeline on a service of its own."""

    def __init__(self, timeline: dict[str, Any]) -> None:
        self.timeline = timeline
        factories.shared_calendar()
        code = parse(timeline["dossier_code"])
        assert code
        self.code = code
        self.agency = factories.agency(code.agency)
        self.staff = factories.officers(self.agency)
        self.service = factories.service(SERVICES[timeline["procedure"]], self.agency)

    def act(self, dossier: Dossier | None, event: dict[str, Any]) -> Dossier:
        now = moment(event["at"])
        if dossier is None:
            return factories.dossier(self.service, now)
        move = (event["status_from"], event["status_to"])
        return getattr(self, "on_{}_{}".format(*move))(dossier, event, now)

    def on_1_2(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        given, limit = self.timeline["time_limit"], terms_of(dossier).time_limit
        assert limit
        assert (limit.amount, limit.unit) == (given["amount"], given["unit"])
        return actions.accept(
            dossier,
            self.staff["reception"],
            now=now,
            pause_policy=PausePolicy(self.timeline["pause_policy"]),
        )

    def on_2_4(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        return actions.start_processing(dossier, self.staff["reception"], now=now)

    def on_4_5(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        return actions.request_supplement(
            dossier,
            self.staff["processing"],
            items=["Bản án ly hôn"],
            reason=event["note_vi"],
            now=now,
        )

    def on_5_4(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        return actions.receive_supplement(
            dossier, Citizen(dossier.reference), answers={"item1": {"text": "Số 1"}}, now=now
        )

    def on_4_4(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        if "new_appointment" in event:
            return actions.apologise(
                dossier,
                self.staff["approval"],
                reason=event["note_vi"],
                appointment=moment(event["new_appointment"]),
                now=now,
            )
        if event["actor"] == "system":  # nobody acts; it just becomes overdue
            return dossier
        return actions.note(dossier, self.staff["processing"], text=event["note_vi"], now=now)

    def on_4_9(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        return actions.finish(dossier, self.staff["approval"], document="Số 12/GXN", now=now)

    def on_9_10(self, dossier: Dossier, event: Any, now: dt.datetime) -> Dossier:
        desk = self.staff["reception"]
        papers = terms_of(dossier).originals
        seen = {paper.key: OriginalCheck.Result.MATCHES for paper in papers}
        dossier = actions.check_originals(dossier, desk, originals=seen, now=now)
        dossier = actions.record_payment(dossier, desk, amount=75_000, receipt="0001", now=now)
        return actions.hand_over(dossier, desk, collector="Người nộp", now=now)


@pytest.mark.parametrize("name", TIMELINES)
def test_a_timeline_goes_the_same_way_through_the_acts(name: str) -> None:
    replay, dossier = Replay(TIMELINES[name]), None
    for event in replay.timeline["events"]:
        now = moment(event["at"])
        dossier = replay.act(dossier, event)
        assert dossier.status == event["status_to"]
        if "expected_due" in event:
            due = event["expected_due"]
            assert dossier.due_at == (moment(due) if due else None)
        if "expected_received_on" in event:
            supplement = dossier.supplements.first()
            day = supplement.received_on if supplement else dossier.received_on
            assert day.isoformat() == event["expected_received_on"]
        if "new_appointment" in event:
            assert dossier.expected_at == moment(event["new_appointment"])
        if "expected_overdue" in event:
            assert (rows.due(dossier, now).tone == "late") is event["expected_overdue"]
        if "expected_outcome" in event:
            assert dossier.outcome == event["expected_outcome"]
            assert dossier.late_working_days == event.get("expected_late_working_days", 0)
    assert dossier
    code = parse(dossier.code or "")
    assert code
    assert (code.agency, code.day) == (replay.code.agency, replay.code.day)
    assert broken_at(dossier, dossier.events.order_by("number")) is None


def test_the_vectors_hold_through_the_acts(staff: dict[str, Any]) -> None:
    """Every vector without a pause, filed and accepted; those with one closed pause, too."""
    factories.shared_calendar()
    service = factories.service()
    for vector in VECTORS:
        if len(vector["pauses"]) <= 1:
            replay_vector(vector, service, staff)


def replay_vector(vector: dict[str, Any], service: Any, staff: dict[str, Any]) -> None:
    start, expected = moment(vector["start"]), vector["expected"]
    policy = vector["pause_policy"]
    dossier = factories.dossier(service, start)
    dossier = actions.accept(
        dossier,
        staff["reception"],
        now=start,
        limit=limit_of(vector),
        pause_policy=PausePolicy(policy),
    )
    for pause in vector["pauses"]:
        dossier = actions.suspend(
            dossier, staff["approval"], reason="x", document="1", now=moment(pause["from"])
        )
        if pause["to"]:
            dossier = actions.resume(dossier, staff["approval"], now=moment(pause["to"]))
    assert str(dossier.received_on) == expected["received_on"], vector["id"]
    due = expected["due"]
    assert dossier.due_at == (moment(due) if due else None), vector["id"]
    if "completed_at" in vector:
        done = moment(vector["completed_at"])
        dossier = actions.finish(dossier, staff["approval"], document="1", now=done)
        assert dossier.outcome == expected["outcome"], vector["id"]
        assert dossier.late_working_days == expected["late_working_days"], vector["id"]
