"""One question on one page: what was typed, what is wrong, and the ids that tie them."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from egov_forms.rules.definition import Field

from .composite import CompositeWidget
from .messages import message

if TYPE_CHECKING:
    from .base import FieldType

MOST_BLANKS = 500  # of one form class; what yesterday left goes with them
_CELL = re.compile(r"\[([0-9]+)\]\.(\w+)(.*)")


@dataclass(frozen=True)
class Problem:
    """An error at its question. `path` is what follows the question's own path."""

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""  # the message of a rule; else one is made from the code
    is_typed: bool = False  # what was typed can't be read


class BoundAnswer(forms.BoundField):
    """What the element templates see as `field`."""

    template_name = "egov_forms/elements/field.html"

    def __init__(self, form: Any, field: Any, name: str) -> None:
        super().__init__(form, field, name)
        self.definition: Field = field.definition
        self.type: FieldType = field.type
        self.language: str = field.language
        self._problems: list[Problem] = []
        self.page: Any = form  # an AnswersForm, which stands a layer above

    # What is typed.

    @property
    def data(self) -> Any:
        """What was sent; files of rows as the form knows them, not as ids."""
        sent = super().data
        return self.page.own_files(self.definition, sent) if self.layout == "group" else sent

    def value(self) -> Any:
        """What was typed last, else the saved answer as it is typed, else the default."""
        key = self.definition.key
        if self.form.is_bound and self.definition.type != "file":
            return self.data
        if key in self.page.typed:
            return self.page.typed[key]
        saved = self.form.initial.get(key)
        return self._as_typed(self._default if saved is None else saved)

    @cached_property
    def _default(self) -> Any:
        """A version published long ago may hold a default that is no answer."""
        default = self.definition.default
        if default is None or self.type.default_problem(self.definition, default):
            return None
        return self.type.parse(self.definition, default)

    def _as_typed(self, value: Any) -> Any:
        try:
            return self.type.to_form(self.definition, value, self.language)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # What could not be read is kept as it came; the question is asked anew.
            return self.type.to_form(self.definition, None, self.language)

    # What is wrong.

    @property
    def problems(self) -> list[Problem]:
        self.form.errors  # noqa: B018 - a form that was sent is read first
        return self._problems

    def add(self, problem: Problem) -> None:
        """Each once; what is known of a place from what was typed says it best and stays."""
        here = [known for known in self.problems if known.path == problem.path]
        if any(known.code == problem.code or known.is_typed for known in here):
            return
        self.problems.append(problem)
        if cell := self._cell(problem):
            cell[0].add(cell[1])

    def keep_only(self, paths: Collection[str]) -> None:
        """Forget what was typed wrongly at other places: nobody is asked there."""
        gone = [known for known in self.problems if known.is_typed and known.path not in paths]
        for problem in gone:
            self.problems.remove(problem)
            if cell := self._cell(problem):
                cell[0].keep_only(())

    def _cell(self, problem: Problem) -> tuple["BoundAnswer", Problem] | None:
        """The question of a row that a group's problem belongs to."""
        match = _CELL.fullmatch(problem.path) if self.layout == "group" else None
        if not match or int(match[1]) >= len(self.rows):
            return None
        row = self.rows[int(match[1])]
        if match[2] not in row.fields:
            return None
        return row[match[2]], replace(problem, path=match[3])

    def text(self, problem: Problem) -> str:
        if problem.text:
            return problem.text
        part = problem.path.rpartition(".")[2]
        label = ": ".join(filter(None, (self.page.row_label, str(self.label))))
        params = {"type": self.definition.type, "label": label, **problem.params}
        return message(problem.code, {"part": part, **params}, self.language)

    @property
    def messages(self) -> list[str]:
        """Shown at the question itself: not at one of its inputs, nor in a row."""
        own = [problem for problem in self.problems if not self._has_place(problem)]
        return list(dict.fromkeys(self.text(problem) for problem in own))

    def _has_place(self, problem: Problem) -> bool:
        if self.layout == "group":
            return self._cell(problem) is not None
        return problem.path.startswith(".") and problem.path[1:] in self.parts

    @property
    def parts(self) -> tuple[str, ...]:
        widget = self.field.widget
        return widget.parts if isinstance(widget, CompositeWidget) else ()

    def summary(self) -> Iterator[tuple[str, str]]:
        """(id of the input, message) for the summary at the head of the page, in order."""
        for problem in self.problems:
            if self._cell(problem) is None:
                anchor = self.type.anchor(problem.path, problem.params)
                yield f"{self.auto_id}{anchor}", self.text(problem)
        if self.layout == "group":
            for row in self.rows:
                for cell in row:
                    yield from cell.summary()

    # How it is drawn.

    @property
    def layout(self) -> str:
        return self.type.layout

    @property
    def is_optional(self) -> bool:
        return self.definition.required is False and self.layout not in ("checkbox", "static")

    @property
    def show_when(self) -> str:
        return self.definition.show_when or ""

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint" if self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error" if self.messages else ""

    @property
    def described_by(self) -> str:
        return " ".join(filter(None, (self.hint_id, self.error_id)))

    @cached_property
    def rows(self) -> list[Any]:
        """A form for each row of a group."""
        rows: list[Any] = self.page.row_forms(self)
        return rows

    @property
    def can_remove(self) -> bool:
        return len(self.rows) > 1 or self.definition.required is False

    @property
    def is_full(self) -> bool:
        return bool(len(self.rows) >= self.field.widget.most)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        built: dict[str, Any] = dict(attrs)
        if self.layout in ("single", "checkbox"):
            if self.described_by:
                built["aria-describedby"] = self.described_by
            if self.messages:
                built["aria-invalid"] = "true"
        return built

    @property
    def control(self) -> SafeString:
        """The widget's HTML."""
        widget = self.field.widget
        if isinstance(widget, CompositeWidget):
            widget.part_errors = self._part_errors()
        return self.as_widget()

    def _part_errors(self) -> dict[str, str]:
        """Which inputs are wrong."""
        wrong: dict[str, str] = {}
        for problem in self.problems:
            text = self.text(problem) if problem.path else ""
            for name in self._wrong_parts(problem):
                wrong.setdefault(name, text)
        return wrong

    def _wrong_parts(self, problem: Problem) -> tuple[str, ...]:
        """All of them when the problem names none, but none that may stay empty if it is that."""
        part = problem.path[1:] or problem.params.get("part")
        if part in self.parts:
            return (str(part),)
        spare = self.field.widget.spare if problem.code == "required" else ()
        return tuple(name for name in self.parts if name not in spare)

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The HTML of the question; that of a blank one is made once for a form class."""
        blanks: dict[Any, SafeString] = self.page.blanks
        # Lists of units change with the day; addresses with the place of the site.
        key = (self.html_name, timezone.localdate(), get_script_prefix())
        is_plain = self.is_blank and not (args or kwargs)
        if is_plain and key in blanks:
            return blanks[key]
        with override(self.language):
            html = SafeString(super().render(*args, **kwargs))
        if is_plain:
            if len(blanks) >= MOST_BLANKS:
                blanks.clear()
            blanks[key] = html
        return html

    @property
    def is_blank(self) -> bool:
        """Nothing wrong, and no answer but the default: the HTML holds nothing of anybody."""
        if self.layout == "group" or self.problems:
            return False
        return bool(self.value() == self._as_typed(self._default))
