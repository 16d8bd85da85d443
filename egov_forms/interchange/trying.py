"""Sets of answers tried on the site's forms: what came out beside what was expected."""

import copy
import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from egov_forms.evaluation import Evaluation, evaluate
from egov_forms.exceptions import EgovFormsError
from egov_forms.fields import registry
from egov_forms.fields.base import FieldError
from egov_forms.models import Service
from egov_forms.rules.definition import Definition, DefinitionError

from . import drafts
from .unkept import printable, unkept

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: Years of a clock that leave room for the dates that a form computes from today.
YEARS = range(1900, 2201)
MAX_DIGITS = 6
MAX_SHOWN = 80


class FileUnusable(EgovFormsError):
    """The file of answers cannot be tried at all."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


@dataclass(frozen=True)
class Try:
    """One set of answers and what it should give. ``computed`` names only what is compared."""

    procedure: str
    id: str
    kind: str
    title: str
    answers: Mapping[str, Any]
    errors: list[tuple[str, str]]
    computed: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    case: Try
    evaluation: Evaluation
    definition: Definition
    unknown_answers: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[tuple[str, str]]:
        return sorted((error.path, error.code) for error in self.evaluation.errors)

    @property
    def missing(self) -> list[tuple[str, str]]:
        return sorted((Counter(self.case.errors) - Counter(self.errors)).elements())

    @property
    def unexpected(self) -> list[tuple[str, str]]:
        return sorted((Counter(self.errors) - Counter(self.case.errors)).elements())

    @property
    def wrong_values(self) -> dict[str, tuple[Any, Any]]:
        """Expected and computed value, by path, where they differ."""
        computed = self.evaluation.computed
        return {
            path: (wanted, computed.get(path))
            for path, wanted in self.case.computed.items()
            if not _same(_kept(self.definition, path, wanted), computed.get(path))
        }

    @property
    def is_as_expected(self) -> bool:
        return not (self.missing or self.unexpected or self.wrong_values)


def _kept(definition: Definition, path: str, wanted: Any) -> Any:
    """An expected value as its question keeps it: a number is rounded to the question's places."""
    key, _dot, cell = path.partition(".")
    found = definition.fields.get(key.partition("[")[0])
    if found and cell:
        found = next((column for column in found.columns if column.key == cell), None)
    if found is None or isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return wanted
    try:
        return registry[found.type].from_cel(found, wanted)
    except FieldError:
        return wanted


def _same(one: Any, other: Any) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def today_of(data: Mapping[str, Any]) -> datetime.date:
    """The date in Viet Nam at the file's clock; now, when it has none."""
    clock = data.get("clock")
    if clock is None:
        return timezone.now().astimezone(VIET_NAM).date()
    try:
        moment = datetime.datetime.fromisoformat(clock)
        if moment.year not in YEARS:
            raise ValueError(clock)
    except (TypeError, ValueError) as error:
        message = _("clock: “%(clock)s” is no date and time.") % {"clock": str(clock)[:40]}
        raise FileUnusable(message) from error
    if moment.tzinfo is None:
        return moment.date()
    return moment.astimezone(VIET_NAM).date()


def run(data: Any, *, published: bool = False) -> Iterator[Outcome]:
    """Raises `FileUnusable` before the first set is tried."""
    cases, definitions = _cases(data), {}
    today = today_of(data)
    for place, given in enumerate(data["answer_sets"]):
        name = given.get("procedure") or given.get("procedure_code")
        if name not in definitions:
            definitions[name] = _definition(given, f"answer_sets[{place}]", published)
    for case in cases:
        definition = definitions[case.procedure]
        yield Outcome(
            case,
            evaluate(definition, case.answers, today),
            definition,
            sorted(set(case.answers) - set(definition.fields)),
        )


def _definition(given: Mapping[str, Any], path: str, published: bool) -> Definition:
    names = [name for key in ("procedure", "procedure_code") if (name := given.get(key))]
    service = next((found for name in names if (found := _service(name))), None)
    if service is None:
        message = _("%(path)s: the site has no procedure “%(name)s”.")
        raise FileUnusable(message % {"path": path, "name": " / ".join(names)})
    try:
        return drafts.definition_of(service, published=published)
    except LookupError as error:
        message = _("%(path)s: “%(name)s” has no form that can be tried.")
        raise FileUnusable(message % {"path": path, "name": service.slug}) from error
    except DefinitionError as error:
        message = _("%(path)s: the form of “%(name)s” has errors: %(errors)s")
        values = {"path": path, "name": service.slug, "errors": error}
        raise FileUnusable(message % values) from error


def _service(name: str) -> Service | None:
    return Service.objects.filter(slug=name).first() or Service.objects.filter(code=name).first()


def _cases(data: Any) -> list[Try]:
    if not isinstance(data, dict) or not isinstance(data.get("answer_sets"), list):
        raise FileUnusable(_("The file must hold an object with the list “answer_sets”."))
    found: list[Try] = []
    for place, given in enumerate(data["answer_sets"]):
        path = f"answer_sets[{place}]"
        _must_be(given, dict, path)
        for where, message in unkept(given, path):
            raise FileUnusable(f"{where}: {message}")
        keys = ("procedure", "procedure_code")
        names = [_must_be(_given(given, key, ""), str, f"{path}.{key}") for key in keys]
        if not any(names):
            raise FileUnusable(_("%(path)s names no procedure.") % {"path": path})
        found += _set(given, path)
    return found


def _set(given: Mapping[str, Any], path: str) -> Iterator[Try]:
    procedure = given.get("procedure") or given.get("procedure_code") or ""
    valid = given.get("valid")
    base: Mapping[str, Any] = {}
    if valid is not None:
        base = _must_be(_must_be(valid, dict, f"{path}.valid").get("answers"), dict,
                        f"{path}.valid.answers")  # fmt: skip
        yield _try(procedure, "valid", valid, base, f"{path}.valid")
    invalid = given.get("invalid")
    entries = _must_be([] if invalid is None else invalid, list, f"{path}.invalid")
    if valid is None and not entries:
        raise FileUnusable(_("%(path)s holds no answers.") % {"path": path})
    for place, entry in enumerate(entries):
        where = f"{path}.invalid[{place}]"
        _must_be(entry, dict, where)
        if "expected_errors" not in entry:
            raise FileUnusable(_("%(path)s says no expected errors.") % {"path": where})
        own = _must_be(entry.get("answers", base), dict, f"{where}.answers")
        patch = _must_be(_given(entry, "patch", {}), dict, f"{where}.patch")
        yield _try(procedure, "invalid", entry, patched(own, patch, where), where)


def _try(
    procedure: str, kind: str, entry: Mapping[str, Any], answers: Mapping[str, Any], path: str
) -> Try:
    title = entry.get("title")
    return Try(
        procedure=procedure,
        id=str(entry.get("id") or path),
        kind=kind,
        title=str(title.get("vi") or title.get("en") or "") if isinstance(title, dict) else "",
        answers=answers,
        errors=_errors(_given(entry, "expected_errors", []), f"{path}.expected_errors"),
        computed=_must_be(
            _given(entry, "expected_computed", {}), dict, f"{path}.expected_computed"
        ),
    )


def _errors(given: Any, path: str) -> list[tuple[str, str]]:
    for place, one in enumerate(_must_be(given, list, path)):
        error = _must_be(one, dict, f"{path}[{place}]")
        for key in ("path", "code"):
            _must_be(error.get(key), str, f"{path}[{place}].{key}")
    return sorted((one["path"], one["code"]) for one in given)


def _given(entry: Mapping[str, Any], key: str, absent: Any) -> Any:
    return absent if entry.get(key) is None else entry[key]


def _must_be(value: Any, type_: type, path: str) -> Any:
    if isinstance(value, type_):
        return value
    words: dict[type, str] = {dict: _("an object"), list: _("a list"), str: _("text")}
    message = _("%(path)s must be %(wanted)s.") % {"path": path, "wanted": words[type_]}
    raise FileUnusable(message)


def patched(answers: Mapping[str, Any], patch: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A copy with each dotted path set; null removes what stands there."""
    result = copy.deepcopy(dict(answers))
    for dotted, value in patch.items():
        *parents, last = dotted.split(".")
        where = f"{path}.patch “{_short(dotted)}”"
        target: Any = result
        for name in parents:
            target = _child(target, name, where)
        _set_at(target, last, copy.deepcopy(value), where)
    return result


def _child(target: Any, name: str, where: str) -> Any:
    if isinstance(target, list):
        return target[_index(target, name, where)]
    if isinstance(target, dict):
        if target.get(name) is None:
            target[name] = {}
        return target[name]
    raise FileUnusable(_("%(path)s leads through a plain value.") % {"path": where})


def _set_at(target: Any, name: str, value: Any, where: str) -> None:
    if not isinstance(target, (list, dict)):
        raise FileUnusable(_("%(path)s leads through a plain value.") % {"path": where})
    place: Any = _index(target, name, where) if isinstance(target, list) else name
    if value is not None:
        target[place] = value
    elif isinstance(target, list) or place in target:
        del target[place]


def _index(target: list[Any], name: str, where: str) -> int:
    is_index = name.isascii() and name.isdigit() and len(name) <= MAX_DIGITS
    if is_index and int(name) < len(target):
        return int(name)
    message = _("%(path)s: there is no item %(name)s in a list of %(count)s.")
    values = {"path": where, "name": _short(name), "count": len(target)}
    raise FileUnusable(message % values)


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
