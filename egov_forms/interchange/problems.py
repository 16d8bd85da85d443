"""What is wrong with a file: every problem with its place, in one error."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from egov_forms.exceptions import EgovFormsError
from egov_forms.rules.definition import Problem

from .unkept import printable


class FileRefused(EgovFormsError):
    """Nothing of the file was taken; ``lines`` say why, one problem each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = [printable(line) for line in lines]
        super().__init__("\n".join(self.lines))


@dataclass
class Problems:
    lines: list[str] = field(default_factory=list)

    def add(self, path: str, message: str, where: str = "") -> None:
        """``where`` names the procedure, ``path`` the place in it."""
        place = " ".join(part for part in (where, path) if part)
        line = f"{place}: {message}" if place else message
        if line not in self.lines:
            self.lines.append(line)

    def extend(
        self, problems: Iterable[Problem], where: str = "", told: Container[str] = ()
    ) -> None:
        """All but those at places that were ``told`` already, in other words."""
        for problem in problems:
            if problem.path not in told:
                is_shared = problem.path.startswith("choice_lists.")
                self.add(problem.path, problem.message, "" if is_shared else where)

    def raise_any(self) -> None:
        if self.lines:
            raise FileRefused(self.lines)
