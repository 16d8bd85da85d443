"""The agencies of a file: who offers the services, where, and for which area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egov_forms.models import Agency
from egov_forms.rules import shapes, units
from egov_forms.rules.definition import Problem

from .problems import Problems

SHAPE = shapes.Shape(
    {
        "code": shapes.string,
        "name": shapes.text,
        "letterhead": shapes.text,
        "address": shapes.string,
        "office_hours": shapes.text,
        "telephone": shapes.string,
        "email": shapes.string,
        "is_default": shapes.boolean,
        "area": shapes.strings,
        "services": shapes.strings,
    },
    ("code", "name"),
)
TRANSLATED = ("name", "letterhead", "office_hours")
TEXTS = ("address", "telephone", "email")


@dataclass(frozen=True)
class AgencyData:
    """``services`` are identifiers of services that the agency receives for. Has what the
    publication rules look at, so that they can be asked before anything is written."""

    code: str
    fields: Mapping[str, Any]
    area_codes: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def __str__(self) -> str:
        return str(Agency(code=self.code, **self.fields))

    @property
    def current(self) -> Agency | None:
        return Agency.objects.filter(code=self.code).first()

    def differs(self, agency: Agency) -> bool:
        return set(agency.area_codes) != set(self.area_codes) or any(
            getattr(agency, name) != value for name, value in self.fields.items()
        )

    def save(self) -> Agency:
        agency, _created = Agency.objects.update_or_create(code=self.code, defaults=self.fields)
        agency.set_area(self.area_codes)
        return agency


def read_agencies(given: Any, problems: Problems) -> list[AgencyData]:
    if given is None:
        return []
    if not isinstance(given, list):
        problems.add("agencies", _("This must be a list."))
        return []
    found = [_agency(one, f"agencies[{index}]", problems) for index, one in enumerate(given)]
    agencies = [one for one in found if one]
    _refuse_twins(agencies, problems)
    _refuse_second_default(agencies, problems)
    return agencies


def _agency(given: Any, path: str, problems: Problems) -> AgencyData | None:
    wrong: list[Problem] = []
    SHAPE(given, path, wrong)
    problems.extend(wrong)
    if wrong:
        return None
    fields: dict[str, Any] = {
        **{name: _texts(given.get(name)) for name in TRANSLATED},
        **{name: given.get(name) or "" for name in TEXTS},
        "is_default": bool(given.get("is_default")),
    }
    agency = AgencyData(
        given["code"], fields, list(given.get("area") or ()), list(given.get("services") or ())
    )
    wrong = [*_model_problems(agency, path), *_area_problems(agency, path)]
    problems.extend(wrong)
    return None if wrong else agency


def _texts(given: Mapping[str, Any] | None) -> dict[str, str]:
    return {code: text for code, text in (given or {}).items() if text and code != "status"}


def _model_problems(agency: AgencyData, path: str) -> Iterable[Problem]:
    try:
        Agency(code=agency.code, **agency.fields).clean_fields()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield Problem(f"{path}.{name}", "bad_value", message)


def _area_problems(agency: AgencyData, path: str) -> Iterable[Problem]:
    for index, code in enumerate(agency.area_codes):
        if not units.exists(code):
            message = _("There is no administrative unit with the code %(code)s.")
            yield Problem(f"{path}.area[{index}]", "unknown_unit", message % {"code": code})


def _refuse_twins(agencies: list[AgencyData], problems: Problems) -> None:
    seen: set[str] = set()
    for agency in agencies:
        if agency.code in seen:
            message = _("The code %(code)s is used twice.") % {"code": agency.code}
            problems.add("agencies", message)
        seen.add(agency.code)


def _refuse_second_default(agencies: list[AgencyData], problems: Problems) -> None:
    named = {agency.code for agency in agencies}
    kept = Agency.objects.filter(is_default=True).exclude(code__in=named)
    defaults = [agency.code for agency in agencies if agency.is_default]
    defaults += kept.values_list("code", flat=True) if defaults else []
    if len(defaults) > 1:
        message = _("Only one agency can be the default inbox: %(codes)s.")
        problems.add("agencies", message % {"codes": ", ".join(defaults)})
