"""From the bytes of a file to checked procedures, choice lists and agencies; no database row
is written and every problem is told."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from egov_forms.blocks.conversion import from_interchange
from egov_forms.fields import registry
from egov_forms.models import ChoiceList, Service
from egov_forms.rules import shapes
from egov_forms.rules.definition import Definition, DefinitionError, Problem

from . import ABOUT_THE_FILE, EXPRESSION_LANGUAGE, FORMAT_VERSION
from .agencies import AgencyData, read_agencies
from .problems import FileRefused, Problems
from .unkept import unkept

MAX_BYTES = 50 * 1024 * 1024
MAX_DIGITS = 1000  # far beyond what is kept; Python refuses more than 4,300 in English
MAX_ID = 90  # a service's identifier and a page's address have room for it


@dataclass(frozen=True)
class ProcedureData:
    """One procedure that the site can hold. ``agencies`` are codes, None when it names none."""

    where: str
    definition: Definition
    streams: Mapping[str, list[dict[str, Any]]]
    agencies: list[str] | None

    @property
    def id(self) -> str:
        return self.definition.id


@dataclass(frozen=True)
class Bundle:
    procedures: list[ProcedureData] = field(default_factory=list)
    choice_lists: Mapping[str, Any] = field(default_factory=dict)
    agencies: list[AgencyData] = field(default_factory=list)


def read(path: str | Path) -> Bundle:
    """Raises `FileRefused` with every problem."""
    return check(load(path))


def load(path: str | Path) -> Any:
    """The JSON of a file, strings in NFC. Raises `FileRefused`."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        message = _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
        raise FileRefused([message]) from error
    if len(content) > MAX_BYTES:
        raise FileRefused([_("The file is too large.")])
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except RecursionError as error:
        raise FileRefused([_("The file is nested too deeply.")]) from error
    except UnicodeDecodeError as error:
        raise FileRefused([_("The file is not UTF-8.")]) from error
    except json.JSONDecodeError as error:
        # Python's own words on it exist in English only.
        reason = _("line %(line)s, column %(column)s")
        reason %= {"line": error.lineno, "column": error.colno}
        raise FileRefused([_("This is not JSON: %(reason)s.") % {"reason": reason}]) from error
    except ValueError as error:
        raise FileRefused([_("This is not JSON: %(reason)s.") % {"reason": error}]) from error


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(_("a number has more than %(limit)s digits") % {"limit": MAX_DIGITS})
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(_("%(name)s is no number") % {"name": name})


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(_("the key “%(key)s” stands twice in one object") % {"key": key})
        found[key] = unicodedata.normalize("NFC", value) if isinstance(value, str) else value
    return found


def check(data: Any) -> Bundle:
    """Raises `FileRefused` with every problem of the parsed file."""
    problems = Problems()
    if not isinstance(data, dict):
        raise FileRefused([_("The file must hold one object with the key “procedures”.")])
    _language_of(data, problems)
    known = {*ABOUT_THE_FILE, "procedures", "choice_lists", "agencies"}
    for key in sorted(set(data) - known):
        problems.add(key, _("This key is not known."))
    # A procedure is looked through when it is read, each with limits of its own.
    found = list(unkept({key: data[key] for key in data if key != "procedures"}))
    for place, message in found:
        problems.add(place, message)
    if found:
        problems.raise_any()
    lists = _lists(data.get("choice_lists"), problems)
    agencies = read_agencies(data.get("agencies"), problems)
    procedures = _procedures(data.get("procedures"), lists, problems)
    problems.raise_any()
    return Bundle(procedures, lists, agencies)


def _language_of(data: Mapping[str, Any], problems: Problems) -> None:
    """A file says itself when it is of another format; a later 1.x may only have added keys."""
    version, language = data.get("schema_version"), data.get("expression_language")
    if version is not None and str(version).partition(".")[0] != FORMAT_VERSION.partition(".")[0]:
        problems.add("schema_version", _("This must be %(value)s.") % {"value": FORMAT_VERSION})
    if language is not None and language != EXPRESSION_LANGUAGE:
        message = _("This must be %(value)s.") % {"value": EXPRESSION_LANGUAGE}
        problems.add("expression_language", message)


def _lists(given: Any, problems: Problems) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        problems.add("choice_lists", _("This must be an object."))
        return {}
    for name, one in given.items():
        path = f"choice_lists.{name}"
        found: list[Problem] = []
        if not shapes.KEY.fullmatch(name):
            problems.add(path, _("The name of a list must be letters, digits and underscores."))
        shapes.CHOICE_LIST(one, path, found)
        problems.extend(found)
        if not found:
            _refuse_twins(one["choices"], path, problems)
            row = ChoiceList(name=name, choices=one["choices"], status=one.get("status") or "")
            _refuse_unfit(row, {"name": path}, path, problems)
    return given


def _refuse_unfit(
    row: Model, places: Mapping[str, str], path: str, problems: Problems, where: str = ""
) -> bool:
    """Tell what the columns of an unsaved row can't take; whether they take all."""
    try:
        row.clean_fields()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            place = places.get(name) or ".".join(part for part in (path, name) if part)
            for message in messages:
                problems.add(place, message, where)
        return False
    return True


def _refuse_twins(choices: list[Any], path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, choice in enumerate(choices):
        if choice["value"] in seen:
            problems.add(f"{path}.choices[{index}].value", _("This value is used twice."))
        seen.add(choice["value"])


def _procedures(given: Any, lists: Mapping[str, Any], problems: Problems) -> list[ProcedureData]:
    if given is None:
        return []
    if not isinstance(given, list):
        problems.add("procedures", _("This must be a list."))
        return []
    available = {**ChoiceList.as_interchange(), **lists}
    found = [
        _procedure(one, f"procedures[{index}]", available, problems)
        for index, one in enumerate(given)
    ]
    seen: set[str] = set()
    for one in (one for one in found if one):
        if one.id in seen:
            problems.add("id", _("Two procedures have this identifier."), one.where)
        seen.add(one.id)
    return [one for one in found if one]


def _procedure(
    given: Any, where: str, lists: Mapping[str, Any], problems: Problems
) -> ProcedureData | None:
    if not isinstance(given, dict):
        problems.add("", _("A procedure must be an object."), where)
        return None
    if isinstance(given.get("id"), str):
        where = f"{where} ({given['id']})"
    data = {key: value for key, value in given.items() if key != "agencies"}
    agencies = _codes(given.get("agencies"), where, problems)
    wrong: list[Problem] = []
    definition = None
    try:
        definition = Definition.from_json(data, lists, registry)
    except DefinitionError as error:
        wrong = error.problems
    problems.extend(wrong, where)
    if any(problem.code in ("too_deep", "too_large", "bad_number") for problem in wrong):
        return None
    try:
        streams = from_interchange(data)
    except DefinitionError as error:
        problems.extend(error.problems, where, told={problem.path for problem in wrong})
        return None
    if definition is None or not _fits(definition, where, problems):
        return None
    return ProcedureData(where, definition, streams, agencies)


def _fits(definition: Definition, where: str, problems: Problems) -> bool:
    if len(definition.id) > MAX_ID:
        message = _("This is longer than %(limit)s characters.") % {"limit": MAX_ID}
        problems.add("id", message, where)
        return False
    service = Service(slug=definition.id)
    service.describe(definition)
    return _refuse_unfit(service, {"slug": "id"}, "", problems, where)


def _codes(given: Any, where: str, problems: Problems) -> list[str] | None:
    if given is None:
        return None
    if isinstance(given, list) and all(isinstance(code, str) for code in given):
        return given
    problems.add("agencies", _("This must be a list of agency codes."), where)
    return None
