"""What comes next with a dossier and who has it, for an officer whose turn it is not."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from egov_tracking.admin import duties
from egov_tracking.models import Dossier, Membership, words
from egov_tracking.models.officers import DECIDING
from egov_tracking.rules.workflow import Role

#: Names in one sentence; more officers of a role are "and others".
MOST = 3


def hint(dossier: Dossier, role: Role) -> str:
    """A sentence, or two; "" when it is this officer's turn, or nobody's of the office."""
    waits = dict(duties.expected(dossier))
    if not role or not waits or duties.duty_of(dossier, role):
        return ""
    act, able = next(iter(waits.items()))
    text = _("Next: “%(act)s”, by %(who)s.") % {
        "act": words.act_label(act),
        "who": _who(dossier, able),
    }
    if act == "finish" and role & Role.PROCESSING and not _is_signing(dossier):
        prepare = _("Prepare the result, then hand the dossier on to whoever signs it.")
        return f"{prepare} {text}"
    return text


def _is_signing(dossier: Dossier) -> bool:
    """Whether it was handed on to somebody who signs."""
    return Membership.objects.filter(
        agency=dossier.deciding_agency_id,
        user=dossier.assignee_id,
        user__is_active=True,
        role=Membership.RoleName.APPROVAL,
    ).exists()


def _who(dossier: Dossier, able: Role) -> str:
    """Those who have the role where the dossier is, and the role."""
    where = dossier.deciding_agency_id if able & DECIDING else dossier.agency_id
    names = [str(one.name).lower() for one in able]
    labels = dict(Membership.RoleName.choices)
    users = get_user_model()._default_manager.filter(
        is_active=True, egov_memberships__agency=where, egov_memberships__role__in=names
    )
    found = [one.get_full_name() or one.get_username() for one in users.distinct()[: MOST + 1]]
    shown = ", ".join(found[:MOST]) + (_(" and others") if len(found) > MOST else "")
    role = _(" or ").join(str(labels[name]) for name in names)
    return f"{shown} ({role})" if shown else role
