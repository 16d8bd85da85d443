"""Whether foreign JSON is a procedure: every problem at once, and never a traceback."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from . import shapes
from .canonical import hostile
from .cel_tokens import ANSWERS, ROW, TODAY
from .default_check import default_problems
from .definition import CHECK, DONE, DefinitionError, Problem
from .expressions import RESERVED_WORDS
from .logic_check import logic_problems
from .messages import gettext as _
from .patterns import PatternError, compile_pattern
from .reading import COMMON
from .shapes import FIELD, Shape, is_empty, wrong_type

RESERVED = RESERVED_WORDS | {ANSWERS, ROW, TODAY}
ORDERED = (("min", "max"), ("min_length", "max_length"), ("min_rows", "max_rows"))
# What Django sends beside the answers; our own buttons have a hyphen in their names.
SENT = frozenset({"csrfmiddlewaretoken"})
MAX_PROBLEMS = 500
_HOSTILE = {
    "too_deep": lambda: _("is nested too deeply"),
    "too_large": lambda: _("holds too much"),
    "too_long": lambda: _("is too long"),
    "bad_number": lambda: _("is not a number that can be kept"),
    "bad_text": lambda: _("holds control characters"),
    "wrong_type": lambda: _("is no JSON value"),
}


def admit(
    procedure: Any, choice_lists: Any, field_types: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both as they may be read, defaults of settings left out; or DefinitionError."""
    lists = {} if choice_lists is None else choice_lists
    found = hostile({"choice_lists": lists, "procedure": procedure})
    problems = [
        Problem(path.lstrip(".").removeprefix("procedure."), code, _HOSTILE[code]())
        for path, code in islice(found, MAX_PROBLEMS)
    ]
    if not problems:
        checked = _Check(field_types, problems)
        checked.run(procedure, lists)
    if not problems:  # settings and choices are right, so that defaults can be judged by them
        problems += default_problems(procedure, lists, field_types)
    if problems:
        raise DefinitionError(problems[:MAX_PROBLEMS])
    return _without_defaults(procedure, field_types), _used(lists)


class _Check:
    def __init__(self, field_types: Mapping[str, Any], problems: list[Problem]) -> None:
        self.types = field_types
        self.problems = problems
        self.lists: Mapping[str, Any] = {}

    def add(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path, code, message))

    def run(self, procedure: Any, lists: Any) -> None:
        found: list[Problem] = []
        shapes.PROCEDURE(procedure, "", found)
        self.problems += [Problem(p.path.lstrip("."), p.code, p.message) for p in found]
        if not isinstance(lists, dict):
            wrong_type("choice_lists", _("an object"), self.problems)
            lists = {}
        self.lists = lists
        for name, given in lists.items():
            shapes.CHOICE_LIST(given, f"choice_lists.{name}", self.problems)
            self.choices(_part(given, "choices"), f"choice_lists.{name}.choices")
        papers: set[str] = set()
        for path, paper in _items(_part(procedure, "dossier_components"), "dossier_components"):
            self.key(paper, path, papers, frozenset())
        form = _part(procedure, "form")
        if not is_empty(form):
            self.form(form)
        if isinstance(procedure, dict):
            self.problems += logic_problems(procedure, self.types)

    def form(self, form: Any) -> None:
        shapes.FORM(form, "form", self.problems)
        steps = _part(form, "steps")
        if not is_empty(steps) and not isinstance(steps, list):
            wrong_type("form.steps", _("a list"), self.problems)
        step_keys: set[str] = set()
        field_keys: set[str] = set()
        for path, step in _items(steps, "form.steps"):
            shapes.STEP(step, path, self.problems)
            self.key(step, path, step_keys, RESERVED | {CHECK, DONE})
            self.fields(_part(step, "fields"), f"{path}.fields", field_keys, nested=False)
        rule_ids: set[str] = set()
        for path, rule in _items(_part(form, "rules"), "form.rules"):
            self.key(rule, path, rule_ids, frozenset(), name="id")

    def key(
        self, given: Any, path: str, seen: set[str], reserved: frozenset[str], name: str = "key"
    ) -> None:
        key = _part(given, name)
        if not isinstance(key, str):
            return
        if key in seen:
            self.add(f"{path}.{name}", "duplicate_key", _("is used twice"))
        if key in reserved:
            self.add(f"{path}.{name}", "reserved_key", _("is a word with a meaning of its own"))
        seen.add(key)

    def fields(self, given: Any, path: str, seen: set[str], nested: bool) -> None:
        if not is_empty(given) and not isinstance(given, list):
            wrong_type(path, _("a list"), self.problems)
        for place, field in _items(given, path):
            self.key(field, place, seen, RESERVED if nested else RESERVED | SENT)
            self.field(field, place, nested)

    def field(self, field: Any, path: str, nested: bool) -> None:
        name = _part(field, "type")
        spec = self.types.get(name) if isinstance(name, str) else None
        if isinstance(name, str) and name and spec is None:
            self.add(f"{path}.type", "unknown_type", _("is no type of field"))
        own = self.own_keys(spec) if spec else dict.fromkeys(_keys(field), shapes.anything)
        nests = spec is not None and spec.nests
        required = ("key", "type", "label", *(["columns"] if nests else []))
        Shape({**own, **FIELD}, required)(field, path, self.problems)
        if spec is None or not isinstance(field, dict):
            return
        if nested and (spec.nests or not getattr(spec, "in_columns", True)):
            self.add(f"{path}.type", "nested_group", _("cannot stand inside a group"))
        self.settings(field, path, spec)
        if _chooses(spec):
            self.chosen(field, path)
        if spec.nests and not nested:
            self.fields(field.get("columns"), f"{path}.columns", set(), nested=True)

    def own_keys(self, spec: Any) -> dict[str, shapes.Kind]:
        own: dict[str, shapes.Kind] = dict.fromkeys(spec.options, shapes.anything)
        if _chooses(spec):
            own |= {"choices": shapes.list_of(shapes.CHOICE), "choices_ref": shapes.string}
        if spec.nests:
            own["columns"] = shapes.anything
        return own

    def settings(self, field: Mapping[str, Any], path: str, spec: Any) -> None:
        for name, option in spec.options.items():
            value = field.get(name)
            if name in COMMON:
                continue
            if is_empty(value):
                if option.required:
                    self.add(f"{path}.{name}", "missing_key", _("is missing"))
                continue
            found = list(option.problems(value))
            for problem in found:
                code = getattr(problem, "code", "bad_option")
                self.add(f"{path}.{name}", code, str(problem))
            if name == "pattern" and not found and isinstance(value, str):
                self.pattern(value, f"{path}.{name}")
        for least, most in ORDERED:
            self.order(field, path, spec.options, least, most)

    def order(
        self, field: Mapping[str, Any], path: str, options: Mapping[str, Any], least: str, most: str
    ) -> None:
        """A question that no answer can satisfy is a slip; limits that are formulas may vary."""
        if least not in options or most not in options:
            return
        low, high = field.get(least), field.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            message = _("must not be above %(name)s") % {"name": most}
            self.add(f"{path}.{least}", "bad_value", message)

    def pattern(self, source: str, path: str) -> None:
        try:
            compile_pattern(source)
        except PatternError as error:
            self.add(path, "bad_pattern", str(error))

    def chosen(self, field: Mapping[str, Any], path: str) -> None:
        choices, name = field.get("choices"), field.get("choices_ref")
        if not is_empty(name):
            if not isinstance(name, str) or name not in self.lists:
                self.add(f"{path}.choices_ref", "unknown_list", _("is no list of choices"))
            if not is_empty(choices):
                message = _("cannot stand beside a shared list")
                self.add(f"{path}.choices", "bad_value", message)
        elif is_empty(choices):
            self.add(f"{path}.choices", "missing_key", _("is missing"))
        else:
            self.choices(choices, f"{path}.choices")

    def choices(self, given: Any, path: str) -> None:
        seen: set[str] = set()
        for place, choice in _items(given, path):
            value = _part(choice, "value")
            if isinstance(value, str) and value in seen:
                self.add(f"{place}.value", "duplicate_value", _("is used twice"))
            elif isinstance(value, str):
                seen.add(value)


def _chooses(spec: Any) -> bool:
    return bool(getattr(spec, "has_choices", "choices" in spec.options))


def _keys(given: Any) -> list[str]:
    return list(given) if isinstance(given, dict) else []


def _part(given: Any, name: str) -> Any:
    return given.get(name) if isinstance(given, dict) else None


def _items(given: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(given, list):
        yield from ((f"{path}[{index}]", item) for index, item in enumerate(given))


def _used(lists: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in lists.items() if item.get("choices")}


def _without_defaults(procedure: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    form = procedure["form"]
    steps = [
        {**step, "fields": [_field(field, types) for field in step["fields"]]}
        for step in form["steps"]
    ]
    return {**procedure, "form": {**form, "steps": steps}}


def _field(field: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    """A setting that says what its absence says is left out, so that digests agree."""
    options = types[field["type"]].options
    kept = {key: value for key, value in field.items() if not _says_nothing(key, value, options)}
    if field.get("columns"):
        kept["columns"] = [_field(column, types) for column in field["columns"]]
    return kept


def _says_nothing(key: str, value: Any, options: Mapping[str, Any]) -> bool:
    if key in COMMON or key not in options:
        return False
    default = getattr(options[key], "default", None)
    if isinstance(value, bool):
        return value is (default is True)
    return is_empty(value) or (not isinstance(default, bool) and value == default)
