"""A procedure with its form, as frozen values; to and from the interchange format."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from .canonical import FALSE_IS_ABSENT, PROVENANCE, digest

JSON = Mapping[str, Any]
CHECK, DONE = "check", "done"
NO_LANGUAGE = PROVENANCE | {"note"}  # what may stand beside the languages of a text


class Option(Protocol):
    """One setting of a field type. `default`: the value that absence means."""

    required: bool

    def problems(self, value: Any) -> Iterable[str]: ...


class FieldTypeSpec(Protocol):
    """What a definition must know of a field type; `nests`: it has columns."""

    @property
    def options(self) -> Mapping[str, Option]: ...

    @property
    def nests(self) -> bool: ...


@dataclass(frozen=True)
class Problem:
    path: str
    code: str
    message: str


class DefinitionError(ValueError):
    """All that is wrong with a procedure."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.path}: {p.message}" for p in problems))


@dataclass(frozen=True, eq=False)
class Text:
    """A text by language code; languages without text are left out."""

    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {k: v for k, v in self.values.items() if k not in NO_LANGUAGE and v}
        object.__setattr__(self, "values", known)

    def get(self, language: str) -> str:
        """In this language ("en" for "en-us"), else Vietnamese, English or any, else ""."""
        order = (language, language.partition("-")[0], "vi", "en", *sorted(self.values))
        return next((self.values[code] for code in order if code in self.values), "")

    def to_json(self) -> dict[str, str]:
        return dict(self.values)

    def __bool__(self) -> bool:
        return bool(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.values == other.values

    def __hash__(self) -> int:
        return hash(frozenset(self.values.items()))


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "label": self.label.to_json()}


@dataclass(frozen=True, eq=False)
class Field:
    """`sensitive` is set on every personal answer of a `Definition` (`privacy`)."""

    key: str
    type: str
    label: Text
    required: bool | str = False
    help: Text | None = None
    show_when: str | None = None
    computed: str | None = None
    default: Any = None
    prefill: str | None = None
    sensitive: bool = False
    column: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choices_ref: str | None = None
    columns: tuple["Field", ...] = ()
    status: str | None = None
    note: Any = None

    @property
    def is_personal(self) -> bool:
        """Its answers, or those of a column of it, are sealed and stand in no list."""
        return any(one.sensitive for one in (self, *self.columns))

    def choice(self, value: Any) -> Choice | None:
        return self._by_value.get(value) if isinstance(value, str) else None

    @cached_property
    def _by_value(self) -> dict[str, Choice]:
        return {choice.value: choice for choice in self.choices}

    def to_json(self) -> dict[str, Any]:
        given = {
            "key": self.key,
            "type": self.type,
            "label": self.label.to_json(),
            "required": self.required,
            "help": self.help.to_json() if self.help else None,
            **self.options,
            "choices": [choice.to_json() for choice in self.choices],
            "choices_ref": self.choices_ref,
            "columns": [column.to_json() for column in self.columns],
            **{name: getattr(self, name) for name in _PLAIN},
        }
        if self.choices_ref:
            del given["choices"]
        return _filled(given)


# Attributes of a field that stand in the format under their own names.
_PLAIN: tuple[str, ...] = (
    *("default", "prefill", "sensitive", "column"),
    *("show_when", "computed", "status", "note"),
)


def _filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, and without false where absence means the same."""
    return {
        key: value
        for key, value in given.items()
        if value not in (None, "", [], {}, ())
        and (value is not False or key == "required" or key not in FALSE_IS_ABSENT)
    }


@dataclass(frozen=True, eq=False)
class Step:
    key: str
    label: Text
    fields: tuple[Field, ...]
    show_when: str | None = None

    def to_json(self) -> dict[str, Any]:
        fields = [item.to_json() for item in self.fields]
        given = {"key": self.key, "label": self.label.to_json(), "fields": fields}
        return given | ({"show_when": self.show_when} if self.show_when else {})


@dataclass(frozen=True)
class Rule:
    """`each`: the group whose rows it runs over; `[]` in `path` becomes the row's number."""

    id: str
    assert_: str
    path: str
    code: str
    message: Text
    when: str | None = None
    each: str | None = None
    severity: str = "error"
    status: str | None = None

    def to_json(self) -> dict[str, Any]:
        error = {"path": self.path, "code": self.code, "message": self.message.to_json()}
        given = {"id": self.id, "when": self.when, "each": self.each, "assert": self.assert_}
        return _filled({**given, "error": error, "severity": self.severity, "status": self.status})


@dataclass(frozen=True)
class Component:
    """A paper of the dossier; `required`: always, conditional or shown."""

    key: str
    name: Text
    originals: int = 0
    copies: int = 0
    required: str = "always"
    condition: str | None = None
    form_code: str | None = None
    form_field: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class TimeLimit:
    """`unit`: working_day, calendar_day or same_day (then with `cutoff`, HH:MM).

    `counts`: "alone", "added" to the limit that applies, or None where nobody has said.
    """

    amount: float | None
    unit: str
    case: Text
    when: str | None = None
    cutoff: str | None = None
    counts: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Fee:
    """`kind`: phí (fee) or lệ phí (charge); no `amount` where a province sets it."""

    name: Text
    kind: str
    amount: float | None = None
    currency: str = "VND"
    per: Text | None = None
    formula: str | None = None
    when: str | None = None
    basis: str | None = None
    note: Text | None = None
    status: str | None = None


@dataclass(frozen=True, eq=False)
class Definition:
    """`facts`: every other top key of the procedure as it was given."""

    id: str
    code: str
    name: Text
    short_name: Text | None
    title: Text
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    components: tuple[Component, ...]
    time_limits: tuple[TimeLimit, ...]
    fees: tuple[Fee, ...]
    facts: Mapping[str, Any]
    choice_lists: Mapping[str, tuple[Choice, ...]]
    source: Mapping[str, Any]  # the procedure as given, its form normalised

    @classmethod
    def from_json(
        cls,
        procedure: Any,
        choice_lists: Any = None,
        field_types: Mapping[str, Any] | None = None,
    ) -> "Definition":
        """Checks everything; raises DefinitionError with all problems, whatever was given."""
        from .definition_check import admit  # both build on the classes of this module
        from .reading import read

        return read(*admit(procedure, choice_lists, field_types or {}))

    @classmethod
    def stored(cls, data: JSON) -> "Definition":
        """From `to_json()`, without checks: for versions that are frozen already."""
        from .reading import read

        return read(data["procedure"], data.get("choice_lists") or {})

    def to_json(self) -> dict[str, Any]:
        lists = {
            name: {"choices": [choice.to_json() for choice in choices]}
            for name, choices in self.choice_lists.items()
        }
        return {"procedure": deepcopy(dict(self.source)), "choice_lists": lists}

    @cached_property
    def digest(self) -> str:
        return digest(self.to_json())

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its key, in the order of the form; not the columns of groups."""
        return {item.key: item for step in self.steps for item in step.fields}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _owners(self) -> dict[str, Step]:
        return {item.key: step for step in self.steps for item in step.fields}

    @property
    def is_fully_online(self) -> bool:
        """Toàn trình: nothing asks for presence, so no original is brought or compared."""
        level = self.facts.get("service_level") or {}
        return bool(level.get("value") == "full")

    def field(self, key: str) -> Field:
        return self.fields[key]

    def step(self, key: str) -> Step:
        return self._steps[key]

    def step_of(self, field_key: str) -> Step:
        """The step of a field; a path such as `papers[1].pages` will do."""
        return self._owners[field_key.split(".")[0].split("[")[0]]
