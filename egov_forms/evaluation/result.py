"""What an evaluation says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from egov_forms.rules.definition import Text


@dataclass(frozen=True)
class Error:
    """`step`: where it is shown, the path's own step unless that is hidden; `after`: the last
    step that the error depends on. A rule may point to a field that is hidden.

    `message` is the text of a rule; the text of a field's error is made from code and params.
    """

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    message: Text | None = None
    step: str = ""
    after: str = ""


@dataclass(frozen=True)
class Evaluation:
    """`steps`: keys of the shown steps; `visible`: paths of shown fields, rows and cells."""

    steps: tuple[str, ...]
    visible: frozenset[str]
    required: frozenset[str]
    computed: Mapping[str, Any]
    errors: tuple[Error, ...]
    warnings: tuple[Error, ...]
    answers: dict[str, Any]

    @cached_property
    def errors_by_step(self) -> dict[str, list[Error]]:
        found: dict[str, list[Error]] = {}
        for error in self.errors:
            found.setdefault(error.step, []).append(error)
        return found
