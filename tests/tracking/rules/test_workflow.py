"""The table of moves: complete, connected, and as the law has it."""

import pytest

from egov_tracking.rules import wording
from egov_tracking.rules.deadlines import Kind
from egov_tracking.rules.workflow import (
    BY_NAME,
    FINAL,
    TABLE,
    Role,
    State,
    Status,
    edges,
    moves,
)
from tests import domain

# law.md section 3, and the way back from 9 when originals do not match. 6 is left to 2 only before
# acceptance and to 4 only after it, and 5 to 1 or 4 likewise.
LAW = {
    1: {2, 3, 5, 6, 7},
    2: {4, 5, 6, 7, 8, 9},
    3: set(),
    4: {5, 6, 7, 8, 9},
    5: {1, 4, 7, 8},
    6: {2, 4, 7, 8},
    7: {1, 2, 4, 5, 6, 8},
    8: {4},
    9: {4, 10},
    10: set(),
}


def test_the_statuses_are_the_national_ones() -> None:
    codes = domain.load("deadline_vectors.json")["status_codes"]
    assert {str(int(status)) for status in Status} == set(codes)


def test_the_moves_are_exactly_those_of_the_law() -> None:
    drawn: dict[int, set[int]] = {int(status): set() for status in Status}
    for source, target, _name in edges():
        drawn[int(source)].add(int(target))
    assert drawn == LAW


def test_every_status_is_reachable_from_filing() -> None:
    reached, waiting = set(), [Status.SUBMITTED]
    while waiting:
        status = waiting.pop()
        reached.add(status)
        waiting += [
            target for source, target, _ in edges() if source == status and target not in reached
        ]
    assert reached == set(Status)


@pytest.mark.parametrize("status", sorted(set(Status) - FINAL))
def test_every_status_that_is_not_final_has_a_way_out(status: Status) -> None:
    assert any(source == status for source, _target, _name in edges())


@pytest.mark.parametrize("status", sorted(FINAL))
def test_a_final_status_has_no_move_at_all(status: Status) -> None:
    everybody = Role(0)
    for role in Role:
        everybody |= role
    assert moves(State(status, accepted=True), everybody) == ()


def test_a_dossier_never_accepted_goes_back_to_filing_after_its_supplement() -> None:
    move = BY_NAME["receive_supplement"]
    assert move.leads_to(State(Status.AWAITING_SUPPLEMENT)) == Status.SUBMITTED
    assert move.leads_to(State(Status.AWAITING_SUPPLEMENT, accepted=True)) == Status.PROCESSING


def test_a_payment_moves_a_dossier_on_only_when_nothing_is_left_to_pay() -> None:
    move = BY_NAME["record_payment"]
    part = State(Status.AWAITING_PAYMENT, accepted=True)
    whole = State(Status.AWAITING_PAYMENT, accepted=True, settled=True)
    assert move.leads_to(part) == Status.AWAITING_PAYMENT
    assert move.leads_to(whole) == Status.PROCESSING
    assert move.leads_to(State(Status.AWAITING_PAYMENT, settled=True)) == Status.ACCEPTED
    assert move.leads_to(State(Status.READY, settled=True)) == Status.READY


def test_withdrawal_is_blocked_once_the_result_is_ready() -> None:
    for status in (Status.READY, Status.DELIVERED):
        assert not BY_NAME["ask_withdrawal"].allows(State(status, accepted=True))


def test_a_dossier_stopped_before_acceptance_is_never_reopened() -> None:
    assert not BY_NAME["reopen"].allows(State(Status.STOPPED))
    assert BY_NAME["reopen"].allows(State(Status.STOPPED, accepted=True))


def test_the_citizen_is_offered_only_what_is_theirs() -> None:
    names = {
        move.name for status in Status for move in moves(State(status, accepted=True), Role.CITIZEN)
    }
    assert names == {"receive_supplement", "ask_withdrawal", "correct"}


def test_reading_administration_and_audit_move_nothing() -> None:
    powerless = Role.READING | Role.ADMINISTRATION | Role.AUDIT
    assert not any(move.role & powerless for move in TABLE)


def test_names_are_unique_and_every_word_is_there() -> None:
    assert len(BY_NAME) == len(TABLE)
    assert set(wording.ACTS) >= set(BY_NAME)
    assert set(wording.LABELS) == set(wording.PLAIN) == set(Status)
    assert set(wording.LEDGER) == set(Kind)


@pytest.mark.parametrize("status", sorted(Status))
def test_plain_words_say_who_what_when_and_whom_to_call(status: Status) -> None:
    words = wording.PLAIN[status]
    assert all([words.who, words.next, words.when, words.when_waiting])
    assert "%(phone)s" in words.call
    assert "%(due)s" not in words.when_waiting
