"""The ten national statuses and the moves between them: one table.

The officer's buttons, the API and the diagram in the docs are drawn from it, and every act looks
itself up in it. The code list is the national one (law section 2); the moves are derived (law
section 3), except that originals which don't match send a result back from 9 to 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, Flag, IntEnum, StrEnum, auto


class Status(IntEnum):
    SUBMITTED = 1
    ACCEPTED = 2
    REFUSED = 3
    PROCESSING = 4
    AWAITING_SUPPLEMENT = 5
    AWAITING_PAYMENT = 6
    WITHDRAWAL_ASKED = 7
    STOPPED = 8
    READY = 9
    DELIVERED = 10


class Role(Flag):
    """Who may act. The first six are memberships; the last two are no users of the site."""

    RECEPTION = auto()
    PROCESSING = auto()
    APPROVAL = auto()
    READING = auto()
    ADMINISTRATION = auto()
    AUDIT = auto()
    CITIZEN = auto()
    SYSTEM = auto()


class ClockEffect(StrEnum):
    """What a move does to the legal clock."""

    NONE = ""
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


class Goal(Enum):
    """Where a move leads when that depends on the dossier."""

    STAY = "stay"
    PREVIOUS = "previous"
    AFTER_SUPPLEMENT = "after_supplement"
    AFTER_PAYMENT = "after_payment"


@dataclass(frozen=True)
class State:
    """What of a dossier decides which moves it has."""

    status: Status
    accepted: bool = False
    paused: bool = False
    previous: Status | None = None
    settled: bool = False  # nothing is left to pay


@dataclass(frozen=True)
class Transition:
    """One move. ``needs`` names what the act must be given; ``when`` what must hold before."""

    name: str
    sources: frozenset[Status]
    target: Status | Goal
    role: Role
    clock: ClockEffect = ClockEffect.NONE
    message: str = ""
    needs: tuple[str, ...] = ()
    when: tuple[str, ...] = ()

    def allows(self, state: State) -> bool:
        holds = {
            "accepted": state.accepted,
            "paused": state.paused,
            "running": not state.paused,
        }
        return state.status in self.sources and all(holds[guard] for guard in self.when)

    def leads_to(self, state: State) -> Status:
        """The status after the move; only for a state that it `allows`."""
        if isinstance(self.target, Status):
            return self.target
        return _goal(self.target, state)


def _goal(goal: Goal, state: State) -> Status:
    if goal is Goal.PREVIOUS and state.previous:
        return state.previous
    if goal is Goal.AFTER_SUPPLEMENT:
        return Status.PROCESSING if state.accepted else Status.SUBMITTED
    if goal is Goal.AFTER_PAYMENT and state.status is Status.AWAITING_PAYMENT and state.settled:
        return Status.PROCESSING if state.accepted else Status.ACCEPTED
    return state.status


FINAL = frozenset({Status.REFUSED, Status.DELIVERED})
OPEN = frozenset(Status) - FINAL
BEFORE_RESULT = frozenset(
    {
        Status.SUBMITTED,
        Status.ACCEPTED,
        Status.PROCESSING,
        Status.AWAITING_SUPPLEMENT,
        Status.AWAITING_PAYMENT,
    }
)
AT_WORK = frozenset({Status.ACCEPTED, Status.PROCESSING})
ASKABLE = AT_WORK | {Status.SUBMITTED}
PAYABLE = BEFORE_RESULT | {Status.READY}
OFFICE = Role.RECEPTION | Role.PROCESSING | Role.APPROVAL
S, C = Status, ClockEffect

TABLE: tuple[Transition, ...] = (
    Transition(
        "accept",
        frozenset({S.SUBMITTED}),
        S.ACCEPTED,
        Role.RECEPTION,
        clock=C.START,
        message="accepted",
        needs=("time_limit",),
    ),
    Transition(
        "refuse",
        frozenset({S.SUBMITTED}),
        S.REFUSED,
        Role.RECEPTION,
        clock=C.END,
        message="refused",
        needs=("reason",),
    ),
    Transition(
        "start_processing",
        frozenset({S.ACCEPTED}),
        S.PROCESSING,
        Role.RECEPTION | Role.PROCESSING,
    ),
    Transition(
        "request_supplement",
        ASKABLE,
        S.AWAITING_SUPPLEMENT,
        Role.RECEPTION | Role.PROCESSING,
        clock=C.SUSPEND,
        message="supplement_requested",
        needs=("items", "reason"),
        when=("running",),
    ),
    Transition(
        "receive_supplement",
        frozenset({S.AWAITING_SUPPLEMENT}),
        Goal.AFTER_SUPPLEMENT,
        Role.CITIZEN | Role.RECEPTION | Role.PROCESSING,
        clock=C.RESUME,
        needs=("answers",),
    ),
    Transition(
        "request_payment",
        ASKABLE,
        S.AWAITING_PAYMENT,
        Role.RECEPTION | Role.PROCESSING,
        clock=C.SUSPEND,
        message="payment_requested",
        needs=("amount",),
        when=("running",),
    ),
    Transition(
        "record_payment",
        PAYABLE,
        Goal.AFTER_PAYMENT,
        Role.RECEPTION | Role.SYSTEM,
        clock=C.RESUME,
        needs=("amount", "receipt"),
    ),
    Transition(
        "waive_payment",
        PAYABLE,
        Goal.AFTER_PAYMENT,
        Role.RECEPTION | Role.APPROVAL,
        clock=C.RESUME,
        needs=("reason",),
    ),
    Transition("add_fee", PAYABLE, Goal.STAY, Role.RECEPTION | Role.PROCESSING, needs=("amount",)),
    Transition(
        "suspend",
        AT_WORK,
        Goal.STAY,
        Role.APPROVAL,
        clock=C.SUSPEND,
        message="suspended",
        needs=("reason", "document"),
        when=("running",),
    ),
    Transition(
        "resume",
        AT_WORK,
        Goal.STAY,
        Role.PROCESSING | Role.APPROVAL,
        clock=C.RESUME,
        when=("paused",),
    ),
    Transition(
        "ask_withdrawal",
        BEFORE_RESULT,
        S.WITHDRAWAL_ASKED,
        Role.CITIZEN | Role.RECEPTION,
        needs=("reason",),
    ),
    Transition(
        "grant_withdrawal",
        frozenset({S.WITHDRAWAL_ASKED}),
        S.STOPPED,
        OFFICE,
        clock=C.END,
        message="stopped",
        needs=("reason", "document"),
    ),
    Transition(
        "reject_withdrawal",
        frozenset({S.WITHDRAWAL_ASKED}),
        Goal.PREVIOUS,
        OFFICE,
        message="withdrawal_rejected",
        needs=("reason",),
    ),
    Transition(
        "stop",
        BEFORE_RESULT - {S.SUBMITTED},
        S.STOPPED,
        Role.APPROVAL,
        clock=C.END,
        message="stopped",
        needs=("reason", "document"),
    ),
    Transition(
        "reopen",
        frozenset({S.STOPPED}),
        S.PROCESSING,
        Role.APPROVAL,
        clock=C.RESUME,
        message="reopened",
        needs=("reason", "document"),
        when=("accepted",),
    ),
    Transition(
        "finish",
        AT_WORK,
        S.READY,
        Role.APPROVAL,
        clock=C.END,
        message="result_ready",
        needs=("document",),
        when=("running",),
    ),
    Transition(
        "send_back",
        frozenset({S.READY}),
        S.PROCESSING,
        Role.APPROVAL,
        clock=C.RESUME,
        needs=("reason",),
    ),
    Transition(
        "hand_over",
        frozenset({S.READY}),
        S.DELIVERED,
        Role.RECEPTION,
        needs=("collector",),
    ),
    Transition(
        "apologise",
        AT_WORK,
        Goal.STAY,
        Role.APPROVAL,
        message="apology",
        needs=("reason", "appointment"),
        when=("running",),
    ),
    Transition("check_originals", PAYABLE, Goal.STAY, Role.RECEPTION, needs=("originals",)),
    Transition(
        "transfer",
        ASKABLE,
        Goal.STAY,
        Role.RECEPTION | Role.APPROVAL,
        needs=("agency", "reason"),
    ),
    Transition("hand_on", OPEN - {S.STOPPED}, Goal.STAY, OFFICE, needs=("desk",)),
    Transition(
        "correct",
        frozenset({S.SUBMITTED}),
        Goal.STAY,
        Role.CITIZEN,
        needs=("answers",),
    ),
    # Days off were added or taken away: what is still promised follows the calendar.
    Transition("recount", BEFORE_RESULT | {S.WITHDRAWAL_ASKED}, Goal.STAY, Role.SYSTEM),
    Transition("reissue_secret", OPEN, Goal.STAY, Role.RECEPTION),
    Transition("note", OPEN, Goal.STAY, OFFICE, needs=("text",)),
)
BY_NAME = {transition.name: transition for transition in TABLE}


def moves(state: State, role: Role) -> tuple[Transition, ...]:
    """The moves that this state has for one who holds ``role``, in the table's order."""
    return tuple(move for move in TABLE if move.allows(state) and move.role & role)


def edges() -> Iterator[tuple[Status, Status, str]]:
    """Every (from, to, name) that can happen, for the diagram and the tests."""
    for move in TABLE:
        for status in sorted(move.sources):
            yield from sorted(
                (status, target, move.name)
                for target in {move.leads_to(state) for state in _states(status)}
                if target is not status
            )


def _states(status: Status) -> Iterator[State]:
    """Every state that a dossier of this status can be in."""
    returns = BEFORE_RESULT if status is Status.WITHDRAWAL_ASKED else (None,)
    for accepted in (False, True):
        for previous in returns:
            yield State(status, accepted, previous=previous, settled=True)
            yield State(status, accepted, previous=previous)
