"""Why an act was not done, in words."""

from django.utils.translation import gettext as _

from egov_tracking.exceptions import (
    EgovTrackingError,
    IllegalMove,
    NotAllowed,
    Refused,
    StaleDossier,
)
from egov_tracking.models import Membership, words
from egov_tracking.rules.workflow import BY_NAME, Role


def explain(error: EgovTrackingError) -> str:
    """One sentence or two that an officer understands; the cause of each error is known."""
    if isinstance(error, Refused):
        return words.refusal(error)
    if isinstance(error, IllegalMove):
        return _("“%(act)s” is not possible now: the dossier has the status “%(status)s”.") % {
            "act": words.act_label(error.act),
            "status": words.status_label(error.status),
        }
    if isinstance(error, NotAllowed):
        return _not_allowed(error.act)
    if isinstance(error, StaleDossier):
        return _("Somebody changed the dossier in the meantime: %(changes)s.") % {
            "changes": "; ".join(change(event) for event in error.events)
        }
    return _("This could not be done.")


def change(event: object) -> str:
    """One event as a stale version tells it: what was done, by whom, when."""
    return _("%(act)s, %(who)s, %(when)s") % {
        "act": words.act_label(event.act),  # type: ignore[attr-defined]
        "who": event.actor_name,  # type: ignore[attr-defined]
        "when": words.moment(event.at),  # type: ignore[attr-defined]
    }


def _not_allowed(act: str) -> str:
    needed = BY_NAME[act].role if act in BY_NAME else Role(0)
    names = dict(Membership.RoleName.choices)
    keys = [str(role.name).lower() for role in needed]
    roles = [str(names[key]) for key in keys if key in names]
    if not roles:
        return _("You have no right to this on this dossier.")
    return _("You have no right to “%(act)s” on this dossier. It needs the role %(roles)s.") % {
        "act": words.act_label(act),
        "roles": _(" or ").join(roles),
    }
