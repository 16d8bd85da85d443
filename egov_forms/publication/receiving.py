"""Where a dossier goes: the place and contact of law.md R4, and a receiver for every filing."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from .base import Case, Line, rule


@rule("R4", "RH", "TT 26/2009/TT-BTTTT; NĐ 43/2011/NĐ-CP")
def place_and_contact(case: Case) -> Iterator[Line]:
    if not case.agencies:
        yield "not_met", _("No agency receives this service: name one."), "agencies"
        return
    for agency in case.agencies:
        missing = list(_missing(agency))
        values = {"agency": str(agency), "missing": ", ".join(missing)}
        if missing:
            yield "not_met", _("%(agency)s has no %(missing)s.") % values, "agencies"
        else:
            yield "met", _("Place and contact are shown for %(agency)s.") % values, "agencies"
    message = _("Confirm that citizens learn the name and contact of the officer in charge.")
    yield "for_a_person", message, ""


def _missing(agency: Any) -> Iterator[str]:
    if not agency.address:
        yield _("address")
    if not (agency.telephone or agency.email):
        yield _("telephone or e-mail address")
    if not agency.office_hours:
        yield _("office hours")


@rule("receiver", "design")
def routing_has_receiver(case: Case) -> Iterator[Line]:
    """Whatever a citizen answers, an agency receives it."""
    if not case.is_filed_here or not case.agencies or not case.definition:
        return
    routing = case.procedure.get("routing") or {}
    checks = {"choice": _by_choice, "address": _by_address}
    problems = [*checks.get(routing.get("by") or "", _single)(case, routing)]
    problems += _lost(case, routing)
    yield from problems
    if not any(outcome == "not_met" for outcome, _message, _path in problems):
        yield "met", _("Every filing has an agency that receives it."), "routing"


def _lost(case: Case, routing: Mapping[str, Any]) -> Iterator[Line]:
    """What the routing names and nobody has."""
    default = routing.get("default")
    offering = {agency.code for agency in case.agencies}
    if default and default not in offering and not _is_known(default):
        message = _("There is no agency with the code %(code)s.") % {"code": default}
        yield "not_met", message, "routing.default"
    field = routing.get("field")
    is_looked_for = routing.get("by") in ("choice", "address")
    if field and not is_looked_for and field not in case.questions:
        message = _("The receiving agency is found by a question that is gone.")
        yield "not_met", message, "routing.field"


def _is_known(code: str) -> bool:
    """Whether the site has such an agency: an inbox need not offer the service."""
    return bool(apps.get_model("egov_forms", "Agency").objects.filter(code=code).exists())


def _single(case: Case, routing: Mapping[str, Any]) -> Iterator[Line]:
    if len(case.agencies) > 1 and not routing.get("default"):
        message = _("Several agencies offer this service: say how the receiving one is found.")
        yield "not_met", message, "routing"


def _by_choice(case: Case, routing: Mapping[str, Any]) -> Iterator[Line]:
    field = case.questions.get(routing.get("field") or "")
    if field is None or not field.choices:
        message = _("The receiving agency is chosen in a question that has no choices or is gone.")
        yield "not_met", message, "routing.field"
        return
    codes = {agency.code for agency in case.agencies}
    lost = [choice.value for choice in field.choices if choice.value not in codes]
    if lost and not routing.get("default"):
        message = _("These choices are no agency of this service: %(values)s.")
        yield "not_met", message % {"values": ", ".join(lost[:5])}, "routing.field"


def _by_address(case: Case, routing: Mapping[str, Any]) -> Iterator[Line]:
    field = case.questions.get(routing.get("field") or "")
    if field is None or field.type != "address":
        message = _("The receiving agency is found by a question that is no address or is gone.")
        yield "not_met", message, "routing.field"
        return
    if routing.get("default"):
        return
    idle = [str(agency) for agency in case.agencies if not agency.area_codes]
    if idle:
        message = _("These agencies have no area: %(agencies)s.")
        yield "not_met", message % {"agencies": ", ".join(idle[:5])}, "agencies"
    message = _(
        "An address outside the agencies' areas is refused: confirm, or name a default inbox."
    )
    yield "for_a_person", message, "routing.default"
