"""A publication rule: one function that looks at a procedure and says what it found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Definition

Outcome = Literal["met", "not_met", "for_a_person"]

PROFILES = {
    "current": _("Rules in force"),
    "tt26-2009": _("Circular 26/2009/TT-BTTTT"),
}
OUTCOMES = {
    "met": _("checked and met"),
    "not_met": _("checked and not met"),
    "for_a_person": _("for a person to confirm"),
}
#: How far the wording of a rule is known; no article number is given below "F".
CONFIDENCE = {
    "F": _("the article's text was found quoted"),
    "F2": _("found second-hand"),
    "RH": _("from memory, sure"),
    "RM": _("from memory, fairly sure"),
    "RL": _("from memory, unsure"),
    "design": _("a rule of this software"),
}


@dataclass(frozen=True)
class Finding:
    """One line of the report. ``path`` is where to mend it, in the interchange format."""

    code: str
    rule: str
    outcome: Outcome
    confidence: str
    message: str
    path: str = ""
    source: str = ""

    def __str__(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"{self.rule}{place}: {self.message}"


@dataclass(frozen=True)
class Case:
    """What the rules look at. Agencies are objects with the attributes of the `Agency` model.

    Without a definition, the form has faults of its own: rules that read it say nothing then.
    """

    procedure: Mapping[str, Any]
    definition: Definition | None
    agencies: Sequence[Any]
    confirmations: Mapping[str, Any]
    profile: str

    @property
    def questions(self) -> Mapping[str, Any]:
        return self.definition.fields if self.definition else {}

    @property
    def is_filed_here(self) -> bool:
        return (self.procedure.get("channel") or "wizard") == "wizard"


Line = tuple[Outcome, str, str]  # outcome, message, path
Check = Callable[[Case], Iterator[Line]]


@dataclass(frozen=True)
class Rule:
    number: str
    confidence: str
    source: str
    profiles: tuple[str, ...]
    check: Check

    def findings(self, case: Case) -> Iterator[Finding]:
        for outcome, message, path in self.check(case):
            yield Finding(
                code=self.check.__name__,
                rule=self.number,
                outcome=outcome,
                confidence=self.confidence,
                message=str(message),
                path=path,
                source=self.source,
            )


RULES: list[Rule] = []


def rule(
    number: str,
    confidence: str,
    source: str = "",
    *,
    profiles: tuple[str, ...] = tuple(PROFILES),
) -> Callable[[Check], Check]:
    """Decorator: adds a rule to the profiles that ask for it.

    ``number`` is that of the list of requirements in the documentation; ``source`` names a
    document, and an article only where its text was found.
    """

    def add(check: Check) -> Check:
        RULES.append(Rule(number, confidence, source, profiles, check))
        return check

    return add


def text_of(fact: Any, language: str = "vi") -> str:
    """A fact's text in one language: ``{vi, en}``, ``{value, en}`` or a plain string."""
    if not isinstance(fact, Mapping):
        return str(fact or "")
    if language == "vi" and fact.get("value"):
        return str(fact["value"])
    return str(fact.get(language) or "")
