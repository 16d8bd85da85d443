"""The citizen's path through a form: which steps apply, which is next, which may be opened.

Pure: it is given what an evaluation found and which steps were saved. Errors count only once
the last step they depend on has been reached, so that an unanswered later step spoils nothing.
"""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, Protocol

from .definition import CHECK, Definition, Step


class FoundError(Protocol):
    """`step` owns the error's path; `after` is the last step that it depends on."""

    @property
    def step(self) -> str: ...

    @property
    def after(self) -> str: ...


class Found(Protocol):
    """What a journey must know of an evaluation."""

    @property
    def steps(self) -> Collection[str]: ...

    @property
    def errors(self) -> Iterable[FoundError]: ...


class Journey:
    """`evaluation` reaches at least to the last saved step; `done`: keys of the saved steps."""

    def __init__(self, definition: Definition, evaluation: Found, done: Collection[str]) -> None:
        self.definition = definition
        self.evaluation = evaluation
        self.done = frozenset(done)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Those that apply, in order."""
        shown = frozenset(self.evaluation.steps)
        return tuple(step for step in self.definition.steps if step.key in shown)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps)

    @cached_property
    def _reached(self) -> int:
        """How many steps of the form lie before the first applicable one that is not saved."""
        places = {step.key: place for place, step in enumerate(self.definition.steps)}
        return next((places[key] for key in self.keys if key not in self.done), len(places))

    @cached_property
    def errors(self) -> tuple[Any, ...]:
        """Those that count: all that they depend on was saved."""
        reached = {step.key for step in self.definition.steps[: self._reached]}
        return tuple(error for error in self.evaluation.errors if error.after in reached)

    @cached_property
    def wrong(self) -> frozenset[str]:
        """Steps that own an error."""
        return frozenset(error.step for error in self.errors)

    @cached_property
    def first_open(self) -> str:
        """The step to go on with; `check` when nothing is left to do."""
        return next((key for key in self.keys if not self.is_complete(key)), CHECK)

    @property
    def is_complete_form(self) -> bool:
        return self.first_open == CHECK

    def is_complete(self, key: str) -> bool:
        return key in self.done and key not in self.wrong

    def may_open(self, key: str) -> bool:
        """A step once all before it are complete; the check page once all are."""
        if key == CHECK:
            return self.is_complete_form
        if key not in self.keys:
            return False
        return all(self.is_complete(before) for before in self.keys[: self.keys.index(key)])

    def after(self, key: str) -> str:
        """The step that follows; `check` after the last one."""
        places = {step.key: place for place, step in enumerate(self.definition.steps)}
        place = places.get(key, len(places))
        return next((other for other in self.keys if places[other] > place), CHECK)

    def before(self, key: str) -> str | None:
        """The step that the back link leads to; None on the first one."""
        if key == CHECK:
            return self.keys[-1] if self.keys else None
        place = self.keys.index(key) if key in self.keys else 0
        return self.keys[place - 1] if place else None
