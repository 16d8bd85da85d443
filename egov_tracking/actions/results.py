"""The one visit: originals compared, result handed over."""

import datetime as dt
from collections.abc import Mapping

from egov_forms.rules.definition import Component
from egov_tracking.actions.base import Act, acting, optional, required
from egov_tracking.exceptions import Refused
from egov_tracking.models import (
    DeliveryMethod,
    DeliveryState,
    Dossier,
    OriginalCheck,
    PaymentState,
)
from egov_tracking.models.officers import Actor
from egov_tracking.models.terms import terms_of

MATCHES, DIFFERS = OriginalCheck.Result.MATCHES, OriginalCheck.Result.DIFFERS


def check_originals(
    dossier: Dossier,
    actor: Actor,
    *,
    originals: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Record what the counter saw: ``{component key: "matches" | "differs" | "missing"}``.

    A paper compared again replaces what was recorded; the events keep both.
    """
    with acting("check_originals", dossier, actor, version=version, now=now) as act:
        papers = {paper.key for paper in terms_of(act.dossier).originals}
        said = {key: optional(note, line=True) for key, note in (notes or {}).items()}
        for key, result in originals.items():
            if key not in papers:
                raise Refused("unknown_paper", paper=key)
            if result not in OriginalCheck.Result.values:
                raise Refused("unknown_result", result=result)
            OriginalCheck.objects.update_or_create(
                dossier=act.dossier,
                component=key,
                defaults={
                    "result": result,
                    "note": said.get(key, ""),
                    "checked_at": act.now,
                    "checked_by": act.user,
                },
            )
        act.data["originals"] = dict(originals)
        act.data["notes"] = {key: said[key] for key in originals if said.get(key)}
    return act.dossier


def needs_originals(dossier: Dossier) -> bool:
    """Whether the result goes out only against originals: not in a full online service.

    One that was compared all the same and differs keeps the result there too.
    """
    return not dossier.version.load().is_fully_online


def hand_over(
    dossier: Dossier,
    actor: Actor,
    *,
    collector: str = "",
    collector_paper: str = "",
    method: DeliveryMethod = DeliveryMethod.COUNTER,
    tracking: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 10. At the counter say who collects and by which paper; by post its number.

    Refused while a fee is open (``fee_unpaid``, ``fee_undecided``) or originals were not compared
    or do not match (``originals_missing``, ``originals_differ``).
    """
    with acting("hand_over", dossier, actor, version=version, now=now) as act:
        _insist_on_fee(act.dossier)
        _insist_on_originals(act.dossier)
        _note_delivery(act, method, collector, collector_paper, tracking)
        act.dossier.delivery_method = method
        act.dossier.delivery_state = DeliveryState.DELIVERED
        act.dossier.handed_over_at = act.now
    return act.dossier


def _insist_on_fee(dossier: Dossier) -> None:
    if dossier.payment_state == PaymentState.DUE:
        raise Refused("fee_unpaid")
    if dossier.payment_state == PaymentState.UNDECIDED:
        raise Refused("fee_undecided")


def _insist_on_originals(dossier: Dossier) -> None:
    seen = dict(dossier.original_checks.values_list("component", "result"))
    papers = terms_of(dossier).originals
    if differing := [paper for paper in papers if seen.get(paper.key) == DIFFERS]:
        raise Refused("originals_differ", papers=_names(differing, dossier))
    if not needs_originals(dossier):
        return
    if missing := [paper for paper in papers if seen.get(paper.key) != MATCHES]:
        raise Refused("originals_missing", papers=_names(missing, dossier))


def _names(papers: list[Component], dossier: Dossier) -> str:
    return ", ".join(paper.name.get(dossier.language) for paper in papers)


def _note_delivery(
    act: Act, method: DeliveryMethod, collector: str, collector_paper: str, tracking: str
) -> None:
    act.data["method"] = str(method)
    if method == DeliveryMethod.COUNTER:
        act.data["collector"] = required(collector, "collector", name=True)
        act.data["collector_paper"] = optional(collector_paper, line=True)
    elif method == DeliveryMethod.POST:
        act.dossier.tracking_number = required(tracking, "tracking", line=True, most=64)
        act.data["tracking"] = act.dossier.tracking_number
