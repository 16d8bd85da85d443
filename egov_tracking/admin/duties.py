"""What waits for whom: the moves of the table that somebody is expected to make.

The other moves (a note, a transfer, a suspension) are possible and wait for nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from egov_tracking.models import Dossier, Membership, OriginalCheck
from egov_tracking.models.officers import DECIDING, reach, roles_at
from egov_tracking.permissions import RIGHTS
from egov_tracking.rules.workflow import BY_NAME, OFFICE, OPEN, Role, Status


@dataclass(frozen=True)
class Duty:
    """``role`` is expected to make this move; ``only`` narrows the move's own statuses."""

    act: str
    role: Role
    only: frozenset[Status] | None = None

    @property
    def statuses(self) -> frozenset[Status]:
        sources = BY_NAME[self.act].sources
        return sources & self.only if self.only else sources


#: In the order in which one dossier's duties are named.
DUTIES = (
    Duty("accept", Role.RECEPTION),
    Duty("record_payment", Role.RECEPTION, frozenset({Status.AWAITING_PAYMENT})),
    Duty("hand_over", Role.RECEPTION),
    Duty("start_processing", Role.PROCESSING),
    # Processing prepares what approval signs.
    Duty("finish", Role.PROCESSING | Role.APPROVAL, frozenset({Status.PROCESSING})),
    Duty("grant_withdrawal", OFFICE),
)
#: Where a dossier waits for the citizen or for a decision to go on at all.
RESTING = frozenset({Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT, Status.STOPPED})
#: Where an officer to whom it was handed on is the one who has it.
HELD = OPEN - RESTING - {Status.READY}
DECIDING_NAMES = (Membership.RoleName.PROCESSING, Membership.RoleName.APPROVAL)


def statuses_of(role: Role) -> frozenset[Status]:
    """The statuses in which a dossier waits for this role."""
    found: frozenset[Status] = frozenset()
    return found.union(*(duty.statuses for duty in DUTIES if duty.role & role))


def has_duties(roles: Mapping[int, Role]) -> bool:
    return any(role & OFFICE for role in roles.values())


def waiting_for(user: Any, roles: Mapping[int, Role]) -> Q:
    """The dossiers that wait for this officer.

    The counter's work waits for everybody at the counter. Processing waits for the officer who took
    the dossier; while nobody did, or that officer works here no more, for all. Who signs has what
    was handed up, see `_unsigned`.
    """
    untaken = Q(assignee=None) | Q(assignee=user) | ~Exists(_able_assignee())
    found = Q(assignee=user, status__in=_values(HELD)) if has_duties(roles) else Q(pk__in=[])
    for role in (Role.RECEPTION, Role.PROCESSING, Role.APPROVAL):
        agencies = [agency for agency, held in roles.items() if held & role]
        if not agencies:
            continue
        waits: Any = Q(status__in=_values(statuses_of(role)))
        if role is Role.PROCESSING:
            waits = waits & untaken
        if role is Role.APPROVAL:
            waits = (waits & _unsigned()) | _differing()
        where = "deciding_agency__in" if role & DECIDING else "agency__in"
        found |= Q(**{where: agencies}) & waits
    return found


def _unsigned() -> Q:
    """What is at work waits for a signature once it was handed on to somebody who signs.

    Where nobody processes, all of it does.
    """
    here = Membership.objects.filter(agency=OuterRef("deciding_agency"), user__is_active=True)
    signs = here.filter(user=OuterRef("assignee"), role=Membership.RoleName.APPROVAL)
    processes = here.filter(role=Membership.RoleName.PROCESSING)
    return ~Q(status=Status.PROCESSING.value) | Exists(signs) | ~Exists(processes)


def _differing() -> Q:
    """A result whose originals do not match: only who signs may send it back."""
    found = OriginalCheck.objects.filter(
        dossier=OuterRef("pk"), result=OriginalCheck.Result.DIFFERS
    )
    return Q(Exists(found), status=Status.READY.value)


def _able_assignee() -> QuerySet[Membership]:
    """Roles on the dossier of the one who took it, as long as that user works here."""
    deciding = Q(agency=OuterRef("deciding_agency"), role__in=DECIDING_NAMES)
    receiving = Q(agency=OuterRef("agency"), role=Membership.RoleName.RECEPTION)
    mine = Membership.objects.filter(user=OuterRef("assignee"), user__is_active=True)
    return mine.filter(deciding | receiving)


def _values(statuses: frozenset[Status]) -> list[int]:
    return sorted(status.value for status in statuses)


def roles_here(dossier: Dossier, roles: Mapping[int, Role]) -> Role:
    """`permissions.roles_on`, from roles that were already read."""
    return roles_at(roles, dossier.agency_id, dossier.deciding_agency_id)


def may_read(dossier: Dossier, roles: Mapping[int, Role]) -> bool:
    """Whether names, telephones and texts may be shown; an auditor sees codes and times."""
    return bool(roles_here(dossier, roles) & RIGHTS["read"])


def readable(roles: Mapping[int, Role]) -> Q:
    """The dossiers of `may_read`."""
    return reach(roles, RIGHTS["read"])


def expected(dossier: Dossier) -> Iterator[tuple[str, Role]]:
    """The moves that somebody is expected to make now, each with the roles that may make it."""
    for duty in DUTIES:
        move = BY_NAME[duty.act]
        if dossier.status in duty.statuses and move.allows(dossier.state):
            yield duty.act, duty.role & move.role


def duty_of(dossier: Dossier, role: Role) -> str:
    """The move that this role is expected to make now and may make; "" when there is none."""
    return next((act for act, able in expected(dossier) if able & role), "")
