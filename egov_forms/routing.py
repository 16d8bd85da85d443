"""Which agency receives a filing."""

from collections.abc import Mapping
from typing import Any

from egov_forms.exceptions import NoReceiver
from egov_forms.models import Agency, AgencyArea, Service
from egov_forms.rules.definition import Definition


def receiver(service: Service, definition: Definition, answers: Mapping[str, Any]) -> Agency:
    """The one agency, the chosen one, or the one whose area holds the address answered.

    The rule is that of the version that was filed under: ``{"by": "single" | "choice" |
    "address", "field": key, "default": agency code}``. Raises `NoReceiver` with the field's path.
    """
    routing = definition.facts.get("routing") or {}
    by, field = routing.get("by", "single"), routing.get("field", "")
    agencies = {agency.code: agency for agency in service.agencies.all()}
    found = None
    if by == "choice":
        found = agencies.get(str(answers.get(field)))
    elif by == "address":
        found = _by_address(agencies, answers.get(field))
    elif len(agencies) == 1:
        found = next(iter(agencies.values()))
    found = found or _default(routing.get("default"), bool(agencies))
    if found is None:
        raise NoReceiver(field)
    return found


def asked(definition: Definition) -> str:
    """The key of the question whose answer chooses the agency; "" when none does."""
    return str((definition.facts.get("routing") or {}).get("field") or "")


def _by_address(agencies: Mapping[str, Agency], address: Any) -> Agency | None:
    """The agency of the ward, else the one of the whole province."""
    if not isinstance(address, Mapping):
        return None
    units = [address.get("ward"), address.get("province")]
    areas = AgencyArea.objects.filter(
        unit_code__in=[unit for unit in units if unit], agency__code__in=agencies
    ).values_list("unit_code", "agency__code")
    by_unit = dict(areas.order_by("-agency__code"))
    return next((agencies[by_unit[unit]] for unit in units if unit in by_unit), None)


def _default(code: str | None, service_names_agencies: bool) -> Agency | None:
    """The inbox that the service names, or the site's for a service without agencies."""
    if code:
        return Agency.objects.filter(code=code).first()
    if service_names_agencies:
        return None
    return Agency.objects.filter(is_default=True).first()
