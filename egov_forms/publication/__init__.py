"""What a service page must show by law: one function a rule, two profiles.

The software gives evidence, never a verdict: a line says checked and met, checked and not met,
or for a person to confirm, with how far the rule's wording is known.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from egov_forms.rules.definition import Definition

from . import (  # noqa: F401 - they register their rules
    columns,
    conditions,
    content,
    language,
    level,
    limits,
    receiving,
)
from .base import CONFIDENCE, OUTCOMES, PROFILES, RULES, Case, Finding, rule
from .confirmation import approximate_facts, confirm, is_confirmed, unconfirmed

__all__ = [
    "CONFIDENCE",
    "OUTCOMES",
    "PROFILES",
    "RULES",
    "Case",
    "Finding",
    "approximate_facts",
    "check",
    "confirm",
    "is_confirmed",
    "rule",
    "unconfirmed",
]


def check(
    procedure: Mapping[str, Any],
    definition: Definition | None,
    agencies: Sequence[Any],
    confirmations: Mapping[str, Any],
    profile: str,
) -> list[Finding]:
    """Every line of a profile's report; a page with a ``not_met`` line must not go live."""
    if profile not in PROFILES:
        raise ValueError(f"There is no publication profile {profile!r}")
    case = Case(procedure, definition, agencies, confirmations or {}, profile)
    return [finding for one in RULES if profile in one.profiles for finding in one.findings(case)]
