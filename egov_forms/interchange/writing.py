"""Services as a file again: what `egov_import` reads."""

from collections.abc import Iterable
from typing import Any

from egov_forms.models import Agency, ChoiceList, Service
from egov_forms.models.publishing import interchange

from . import EXPRESSION_LANGUAGE, FORMAT_VERSION, drafts


def write(services: Iterable[Service], *, published: bool = False) -> dict[str, Any]:
    """The file's content, in a stable order. Services without what is asked for are left out."""
    procedures: list[dict[str, Any]] = []
    lists: dict[str, Any] = {}
    used: dict[str, tuple[Agency, list[str]]] = {}
    for service in services:
        found = _published(service) if published else _newest(service)
        if found is None:
            continue
        procedure, own_lists, agencies = found
        procedures.append(procedure)
        lists |= own_lists
        for agency in agencies:
            used.setdefault(agency.code, (agency, []))[1].append(service.slug)
    return {
        "schema_version": FORMAT_VERSION,
        "expression_language": EXPRESSION_LANGUAGE,
        "agencies": [_agency(*used[code]) for code in sorted(used)],
        "choice_lists": dict(sorted(lists.items())),
        "procedures": procedures,
    }


Found = tuple[dict[str, Any], dict[str, Any], list[Agency]]


def _newest(service: Service) -> Found | None:
    page = drafts.page_of(service)
    if page is None:
        return None
    draft = drafts.newest(page)
    procedure = interchange(draft)
    lists = ChoiceList.as_interchange(lists_used(procedure))
    return procedure, lists, list(draft.agencies.all())


def _published(service: Service) -> Found | None:
    if service.current_version is None:
        return None
    stored = service.current_version.definition
    lists = {
        name: {"status": "", **given} for name, given in (stored.get("choice_lists") or {}).items()
    }
    status = dict(ChoiceList.objects.filter(name__in=lists).values_list("name", "status"))
    for name, given in lists.items():
        given["status"] = status.get(name, "")
    return stored["procedure"], lists, list(service.agencies.all())


def lists_used(procedure: dict[str, Any]) -> set[str]:
    """Names of the choice lists that the form's questions refer to."""
    fields = [field for step in procedure["form"]["steps"] for field in step["fields"]]
    fields += [column for field in fields for column in field.get("columns") or ()]
    return {field["choices_ref"] for field in fields if field.get("choices_ref")}


def _agency(agency: Agency, services: list[str]) -> dict[str, Any]:
    given = {
        "code": agency.code,
        "name": agency.name,
        "letterhead": agency.letterhead,
        "address": agency.address,
        "office_hours": agency.office_hours,
        "telephone": agency.telephone,
        "email": agency.email,
        "is_default": agency.is_default,
        "area": sorted(agency.area_codes),
        "services": sorted(services),
    }
    return {key: value for key, value in given.items() if value not in ("", {}, [], None, False)}
