"""A step of a definition as a Django form: it parses, renders and places errors.

It adds no rule of its own: what is required and what is right, the evaluation says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from egov_forms.fields import registry
from egov_forms.fields.bound import BoundAnswer, Problem
from egov_forms.fields.buttons import Action, carried_out, pressed
from egov_forms.fields.file import file_ids
from egov_forms.fields.rows import file_path, with_own_files
from egov_forms.rules.definition import Definition, Field
from egov_forms.rules.expressions import compile_
from egov_forms.typed import LANGUAGE, storable

FormType = TypeVar("FormType", bound="AnswersForm")
_PATH = re.compile(r"(\w+)(.*)", re.DOTALL)


class AnswersForm(forms.Form):
    """A form over declared fields: those of a step, or the columns of a row.

    `initial` holds canonical answers, `typed` what was typed and not accepted, both by key;
    `typed` wins. Names of inputs are the keys, with `prefix` those of a row. `attached` holds
    the files that rows may name: by `group.column`, then by id.
    """

    template_name = "egov_forms/elements/form.html"
    default_renderer = TemplatesSetting
    use_required_attribute = False
    definitions: ClassVar[Mapping[str, Field]] = {}
    language: ClassVar[str] = "vi"
    row_classes: ClassVar[Mapping[str, type["AnswersForm"]]] = {}
    # HTML of blank questions, shared by all instances of the class.
    blanks: ClassVar[dict[Any, Any]] = {}
    row_label = ""  # which row of several, for messages

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        typed: Mapping[str, Any] | None = None,
        attached: Mapping[str, Mapping[str, Any]] | None = None,
        prefix: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix, **kwargs)
        self.typed = dict(typed or {})
        self.attached = attached or {}

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}" if self.prefix else field_name

    def get_context(self) -> dict[str, Any]:
        return {"form": self}

    @property
    def questions(self) -> list[BoundAnswer]:
        """The bound fields in the form's order."""
        return [cast(BoundAnswer, self[name]) for name in self.fields]

    def row_forms(self, bound: BoundAnswer) -> list["AnswersForm"]:
        """A form for each row that a group shows."""
        row_class = self.row_classes[bound.definition.key]
        typed = bound.value() or []
        rows = [
            row_class(typed=row, prefix=f"{bound.html_name}-{index}")
            for index, row in enumerate(typed)
        ]
        for number, row in enumerate(rows if len(rows) > 1 else (), start=1):
            row.row_label = f"{bound.label} {number}"
        return rows

    def own_files(self, group: Field, rows: Any) -> Any:
        """The rows with the files that they may name, and no others."""
        return with_own_files(group, rows, self.attached)

    def _clean_fields(self) -> None:
        for bound in self.questions:
            self.cleaned_data[bound.name] = self.read(bound, bound.data)
            if bound.problems:
                self.errors[bound.name] = self.error_class(bound.messages)

    def read(self, bound: BoundAnswer, typed: Any) -> Any:
        """The canonical answer; what can't be read is a problem, and given back as typed."""
        definition = bound.definition
        if definition.type == "file":
            return self.initial.get(definition.key) or []
        value, wrong = bound.type.read(definition, typed, self.language)
        for error in wrong:
            bound.add(Problem(error.path, error.code, error.params, is_typed=True))
        return value


@dataclass(frozen=True)
class FileInput:
    """An input for files: its `name`, the path where its files are attached (`field`, or
    `group.column`) and the one where errors stand; of a cell also the ids that it holds."""

    name: str
    path: str
    place: str
    held: tuple[str, ...] | None = None


class StepForm(AnswersForm):
    """A step. With `visible` (paths of an evaluation) it leaves out the fields that earlier
    steps hide; those that depend on the step itself always stay, for browsers without script."""

    step_key: ClassVar[str] = ""
    # Fields whose condition reads nothing of their own step.
    settled: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, visible: Iterable[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unplaced: list[Any] = []
        if visible is not None:
            for key in self.settled - set(visible):
                self.fields.pop(key, None)

    @property
    def parsed(self) -> dict[str, Any]:
        """Canonical answers of the step's declared fields; what can't be read is as typed."""
        self.errors  # noqa: B018 - cleans
        if not self.is_bound:
            return {}
        return {key: self.cleaned_data[key] for key in self.fields if self._answers(key)}

    def reread(self) -> dict[str, Any]:
        """`parsed` of a form that is only shown: what it shows is read as if it had been sent."""
        asked = [bound for bound in self.questions if self._answers(bound.name)]
        return {bound.name: self.read(bound, bound.value()) for bound in asked}

    def _answers(self, key: str) -> bool:
        return registry[self.definitions[key].type].has_answer

    def raw(self) -> dict[str, Any]:
        """What was typed, as JSON that can be stored; a pressed button is carried out on it."""
        typed: dict[str, Any] = dict(self.typed)
        for bound in self.questions:
            definition = bound.definition
            if self.is_bound and self._answers(definition.key) and definition.type != "file":
                typed[definition.key] = storable(bound.data)
        if self.action and self.action.key in typed:
            typed[self.action.key] = carried_out(self.action, typed[self.action.key])
        return typed

    def typed_now(self) -> dict[str, Any]:
        """`raw()` with its language, as a draft keeps it (`egov_forms.typed`)."""
        return {**self.raw(), LANGUAGE: self.language}

    @cached_property
    def action(self) -> Action | None:
        """The button that was pressed, when it is one of the step's own."""
        asked = self.questions if self.is_bound else ()
        return next((found for bound in asked if (found := pressed(bound, self.data))), None)

    @property
    def file_inputs(self) -> list[FileInput]:
        """Where files could be chosen, those of the rows that were sent among them."""
        return [place for bound in self.questions for place in _file_inputs(bound)]

    def place(self, errors: Iterable[Any]) -> list[Any]:
        """Put the errors of an evaluation at their questions; returns those that have none here.

        The evaluation decides: what was typed wrongly where it finds nothing wrong, because
        the question does not apply, is no error any more.
        """
        found: dict[str, list[tuple[str, Any]]] = {key: [] for key in self.fields}
        elsewhere = []
        for error in errors:
            match = _PATH.fullmatch(error.path)
            if match and match[1] in found:
                found[match[1]].append((match[2], error))
            else:
                elsewhere.append(error)
        for bound in self.questions:
            here = found[bound.name]
            bound.keep_only({path for path, _error in here})
            for path, error in here:
                params = dict(error.params or {})
                bound.add(Problem(path, error.code, params, self._message(error)))
        self.unplaced += elsewhere
        return elsewhere

    def _message(self, error: Any) -> str:
        message = getattr(error, "message", None)
        if not message:
            return ""
        return str(message.get(self.language) if hasattr(message, "get") else message)

    def is_valid(self) -> bool:
        """Whether it was sent and nothing is known to be wrong: before `place` only what was
        typed, after it what the evaluation says."""
        return self.is_bound and not any(bound.problems for bound in self.questions)

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        """(id of the input, message) in the page's order, each once."""
        found = [line for bound in self.questions for line in bound.summary()]
        # A rule may point to a question that is hidden: then its text stands without a link.
        found += [("", self._message(error)) for error in self.unplaced]
        return list(dict.fromkeys(found))


def _file_inputs(bound: BoundAnswer) -> Iterable[FileInput]:
    definition, name = bound.definition, bound.html_name
    if definition.type == "file":
        yield FileInput(name, definition.key, definition.key)
    for key in (column.key for column in definition.columns if column.type == "file"):
        for number, row in enumerate(bound.data or ()):
            held = tuple(file_ids(row.get(key)))
            place = f"{definition.key}[{number}].{key}"
            yield FileInput(f"{name}-{number}-{key}", file_path(definition, key), place, held)


@dataclass(frozen=True)
class _ByDigest:
    """A definition as a key of the cache: equal texts, equal forms."""

    digest: str
    definition: Definition

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and self.digest == other.digest


def form_class(definition: Definition, step_key: str, language: str) -> type[StepForm]:
    """The form of a step, compiled once for a digest, step and language."""
    return _compiled(_ByDigest(definition.digest, definition), step_key, language)


@lru_cache(maxsize=512)
def _compiled(handle: _ByDigest, step_key: str, language: str) -> type[StepForm]:
    step = handle.definition.step(step_key)
    asked = [field for field in step.fields if not field.computed]
    own = {field.key for field in step.fields}
    settled = {
        field.key
        for field in asked
        if field.show_when and not compile_(field.show_when).reads & own
    }
    rows = {field.key: _row_class(field, language) for field in asked if field.columns}
    namespace = {
        "step_key": step_key,
        "settled": frozenset(settled),
        "row_classes": rows,
    }
    return _form(StepForm, namespace, asked, language)


def _row_class(group: Field, language: str) -> type[AnswersForm]:
    asked = [column for column in group.columns if not column.computed]
    made = _form(AnswersForm, {}, asked, language)
    for column in asked:
        widget = made.base_fields[column.key].widget
        if column.type == "file":
            widget.in_row = True
        # Rows are about other people: the browser has nothing to fill in.
        if not column.prefill:
            widget.attrs.pop("autocomplete", None)
    return made


def _form(
    base: type[FormType], namespace: Mapping[str, Any], asked: Sequence[Field], language: str
) -> type[FormType]:
    definitions = {field.key: field for field in asked}
    made: Any = type(
        base.__name__,
        (base,),
        {**namespace, "definitions": definitions, "language": language, "blanks": {}},
    )
    # Not as attributes of the class: a field may be called "data", "prefix" or "errors".
    made.base_fields = {
        field.key: registry[field.type].form_field(field, language) for field in asked
    }
    return cast(type[FormType], made)
