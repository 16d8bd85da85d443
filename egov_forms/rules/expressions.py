"""CEL, the Common Expression Language: compile, evaluate, names and positions.

A name that is not bound makes an expression unknown unless `||` or `&&` absorb it. Every
other failure at run time counts as unknown as well: a type that does not fit, a missing
member, a function without an answer, a number that is not finite.
"""

import logging
import math
import re
import threading
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final, Literal

import cel

from .cel_cost import list_costs, plain_costs
from .cel_functions import FUNCTIONS, STANDARD, size
from .cel_numbers import whole_operands
from .cel_tokens import ANSWERS, MACROS, ROW, TODAY, Reference, references, rename_calls
from .messages import gettext as _

MAX_LENGTH = 2000
RESERVED_WORDS = frozenset(
    (
        *("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for"),
        *("function", "if", "import", "let", "loop", "package", "namespace", "return", "var"),
        *("void", "while"),
    )
)

# The library logs the texts of exceptions; ours carry none, its own may quote an answer.
logging.getLogger("cel").setLevel(logging.CRITICAL + 1)


class Unknown(Enum):
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False


UNKNOWN: Final = Unknown.UNKNOWN
Unknown_ = Literal[Unknown.UNKNOWN]


@dataclass(frozen=True)
class ExpressionProblem:
    """`line` and `column` count from 1."""

    code: str
    message: str
    line: int = 1
    column: int = 1


class ExpressionError(ValueError):
    def __init__(self, problems: list[ExpressionProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


class _Bound(threading.local):
    """What the expression under evaluation sees; evaluation never nests."""

    values: Mapping[str, Any] = {}
    members: frozenset[str] = frozenset()


_bound = _Bound()


def _resolve(name: str) -> Any:
    if name == ANSWERS:
        values = _bound.values
        return {key: values[key] for key in _bound.members if values.get(key) is not None}
    return _bound.values.get(name)


_SIZE = "size_of_value"  # a function of the context cannot replace one of the library's own

# One context for all: to build one costs more than to evaluate with it.
_context = cel.Context()
_context.set_variable_resolver(_resolve)
_context.add_function(_SIZE, size)
for _name, (_function, _arity) in FUNCTIONS.items():
    _context.add_function(_name, _function)


class Expression:
    """A compiled source.

    `names`: plain names used (`row` only when it is not a macro's own); `members`: texts
    `answers.key` and `row.cell`; `reads`: keys of the fields it depends on; `row_cells`: cells
    of the row that it is evaluated for; `group_cells`: (group, cell) read by macros.
    """

    def __init__(self, source: str, program: cel.Program, found: list[Reference]) -> None:
        self.source = source
        self._program = program
        self.names = frozenset(r.name for r in found if r.kind == "name" and not _is_macro_row(r))
        self.members = frozenset(
            f"{r.base}.{r.name}" for r in found if r.kind == "member" and r.base in (ANSWERS, ROW)
        )
        self.answer_keys = frozenset(
            r.name for r in found if r.kind == "member" and r.base == ANSWERS
        )
        self.row_cells = frozenset(r.name for r in found if _is_cell(r) and not r.in_macro)
        self.group_cells = frozenset(
            (r.group, r.name) for r in found if _is_cell(r) and r.in_macro and r.group
        )
        self.reads = (self.names | self.answer_keys) - {ANSWERS, ROW, TODAY}

    def evaluate(self, bindings: Mapping[str, Any]) -> Any:
        """The value, or UNKNOWN. `bindings` may hold `row` and should hold `today`."""
        _bound.values, _bound.members = bindings, self.answer_keys
        try:
            value = self._program.execute(_context)
        except Exception:  # whatever goes wrong at run time is "unknown"
            return UNKNOWN
        finally:
            _bound.values = {}
        if isinstance(value, float) and not math.isfinite(value):
            return UNKNOWN
        return UNKNOWN if value is None else value

    def holds(self, bindings: Mapping[str, Any]) -> bool:
        """Whether the value is true: neither false, nor unknown, nor of another type."""
        return self.evaluate(bindings) is True

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"


def _is_macro_row(reference: Reference) -> bool:
    return reference.name == ROW and reference.in_macro


def _is_cell(reference: Reference) -> bool:
    return reference.kind == "member" and reference.base == ROW


@lru_cache(maxsize=8192)
def compile_(source: str) -> Expression:
    """Raises ExpressionError for a source that is no CEL or breaks a limit."""
    if len(source) > MAX_LENGTH:
        message = _("The expression is longer than %(limit)s characters.") % {"limit": MAX_LENGTH}
        raise ExpressionError([ExpressionProblem("too_long", message)])
    program = _parse(source)
    found = references(source)
    problems = [*_macro_problems(found), *_answers_problems(found)]
    problems += [_at(*cost) for cost in plain_costs(found)]
    if problems:
        raise ExpressionError(problems)
    return Expression(source, program, found)


_PLACE = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)")


def _parse(source: str) -> cel.Program:
    try:
        cel.compile(source)
        return cel.compile(rename_calls(source, "size", _SIZE))
    except Exception as error:
        match = _PLACE.search(str(error))
        line, column = (int(match[1]), int(match[2])) if match else (1, 1)
        detail = match[3].split(" expecting {")[0] if match else ""
    message = _("Line %(line)s, column %(column)s: this is not valid CEL (%(detail)s).")
    values = {"line": line, "column": column, "detail": detail}
    raise ExpressionError([ExpressionProblem("syntax", message % values, line, column)])


def _macro_problems(found: list[Reference]) -> list[ExpressionProblem]:
    problems = []
    for index, reference in enumerate(found):
        if reference.kind != "macro":
            continue
        variable = found[index + 1].name if index + 1 < len(found) else ""
        if reference.in_macro:
            problems.append(_at(reference, "nested_macro", _("%(name)s stands inside another.")))
        elif variable != ROW:
            text = _("%(name)s must use “row” as its variable.")
            problems.append(_at(reference, "macro_variable", text))
    return problems


def _answers_problems(found: list[Reference]) -> list[ExpressionProblem]:
    """`answers` as a whole would hide what an expression depends on."""
    text = _("“answers” is used only as answers.key.")
    return [
        _at(reference, "whole_answers", text)
        for reference, after in zip_longest(found, found[1:])
        if (reference.kind, reference.name) == ("name", ANSWERS)
        and (after is None or after.kind != "member" or after.base != ANSWERS)
    ]


def _at(reference: Reference, code: str, message: str) -> ExpressionProblem:
    place = _("Line %(line)s, column %(column)s: ")
    values = {"name": reference.name, "line": reference.line, "column": reference.column}
    return ExpressionProblem(code, (place + message) % values, reference.line, reference.column)


def check(
    source: str,
    names: Container[str],
    cells: Container[str] | None = None,
    groups: Mapping[str, Container[str]] | None = None,
    lists: Container[str] | None = None,
    parts: Mapping[str, Container[str]] | None = None,
) -> list[ExpressionProblem]:
    """Every problem of a source, in order of its place.

    `cells`: columns of the row the expression is evaluated for, None when there is no row;
    `groups`: columns by group, for macros; `lists`: fields that hold many, the groups if None;
    `parts`: what may follow a dot after `field`, `field[]`, `group.column` and `row.column`.
    """
    try:
        compile_(source)
    except ExpressionError as error:
        return error.problems
    scope = _Scope(names, cells, groups or {}, parts or {})
    found = references(source)
    costs = list_costs(found, scope.groups if lists is None else lists)
    whole = _("a calculation needs a decimal point here: “%(name)s.0”.")
    return [
        *(problem for reference in found for problem in scope.problems(reference)),
        *(_at(*cost) for cost in costs),
        *(_at(number, "whole_number", whole) for number in whole_operands(source)),
    ]


@dataclass(frozen=True)
class _Scope:
    names: Container[str]
    cells: Container[str] | None
    groups: Mapping[str, Container[str]]
    parts: Mapping[str, Container[str]]

    def problems(self, reference: Reference) -> list[ExpressionProblem]:
        check_kind: Callable[[Reference], str | None] = getattr(self, f"check_{reference.kind}")
        message = check_kind(reference)
        return [_at(reference, "unknown_name", message)] if message else []

    def check_name(self, reference: Reference) -> str | None:
        if reference.name == ROW:
            known = reference.in_macro or self.cells is not None
            return None if known else _("“row” has a meaning only for the rows of a group.")
        if reference.name == ANSWERS:
            return None
        known = reference.name == TODAY or reference.name in self.names
        return None if known else _("there is no field “%(name)s”.")

    def check_member(self, reference: Reference) -> str | None:
        if reference.base == ANSWERS and reference.name not in self.names:
            return _("there is no field “%(name)s”.")
        if reference.base != ROW:
            return self.check_part(reference)
        known = self.cells if not reference.in_macro else self.groups.get(reference.group or "")
        if known is None or reference.name in known:
            return None
        return _("the group has no column “%(name)s”.")

    def check_part(self, reference: Reference) -> str | None:
        whole = reference.of or ""
        if reference.in_macro and whole.startswith(f"{ROW}."):
            whole = f"{reference.group}.{whole.removeprefix(f'{ROW}.')}"
        known = self.parts.get(whole)
        if known is None or reference.name in known:
            return None
        return _("there is no part “%(name)s”.")

    def check_call(self, reference: Reference) -> str | None:
        if reference.name in FUNCTIONS:
            fits = reference.arity == FUNCTIONS[reference.name][1]
            return None if fits else _("%(name)s is called with a wrong number of values.")
        return None if reference.name in STANDARD else _("there is no function “%(name)s”.")

    def check_macro(self, reference: Reference) -> str | None:
        return None if reference.name in MACROS else _("there is no function “%(name)s”.")


def dependencies(source: str) -> frozenset[str]:
    """Keys of the fields that a source reads."""
    return compile_(source).reads
