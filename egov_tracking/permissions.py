"""Who may do what with which dossier (security rule 6).

Reception counts where the dossier was received, processing and approval where it is decided, the
other roles in both. To see a dossier at all, ask ``Dossier.objects.for_actor``; the acts ask `may`
themselves, so that a view that forgets to can do no harm.
"""

from collections.abc import Mapping

from egov_tracking.exceptions import NotAllowed
from egov_tracking.models import Citizen, Dossier, Membership, System
from egov_tracking.models.access import AccessRecord
from egov_tracking.models.officers import Actor, roles_at
from egov_tracking.rules.workflow import BY_NAME, OFFICE, Role, Transition, moves

#: Rights that move nothing. ``list`` is to know that a dossier exists, ``read`` to see answers.
RIGHTS: Mapping[str, Role] = {
    "list": OFFICE | Role.READING | Role.AUDIT,
    "read": OFFICE | Role.READING,
    "unmask": OFFICE,
    "download": OFFICE | Role.READING,
    "export": Role.APPROVAL,
    "audit": Role.AUDIT | Role.APPROVAL,
    "erase": Role.APPROVAL,
    "settle": OFFICE,
}


def roles_on(actor: Actor, dossier: Dossier) -> Role:
    """Every role that the actor has on this dossier."""
    if isinstance(actor, System):
        return Role.SYSTEM
    if isinstance(actor, Citizen):
        return Role.CITIZEN if actor.reference == dossier.reference else Role(0)
    return roles_at(Membership.roles(actor), dossier.agency_id, dossier.deciding_agency_id)


def may(actor: Actor, act: str, dossier: Dossier) -> bool:
    """Whether the actor has the right; whether the status allows it is the table's business.

    ``act`` is the name of a move in `rules.workflow.TABLE` or a key of `RIGHTS`.
    """
    needed = RIGHTS[act] if act in RIGHTS else BY_NAME[act].role
    return bool(roles_on(actor, dossier) & needed)


def allowed_moves(actor: Actor, dossier: Dossier) -> tuple[Transition, ...]:
    """The buttons: moves that the status has and the actor may make."""
    return moves(dossier.state, roles_on(actor, dossier))


def demand(actor: Actor, right: str, *dossiers: Dossier) -> None:
    """Insist on a right and note its use. Raises `NotAllowed`."""
    if not all(may(actor, right, dossier) for dossier in dossiers):
        raise NotAllowed(right)
    AccessRecord.record(actor, right, dossiers)
