"""A value that a question does not have, wherever an expression compares with it."""

from typing import Any

import pytest

from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from egov_forms.rules.values_check import strange_values
from tests.forms.columns import asked, made_up

CHOICES = [{"value": value, "label": {"vi": value}} for value in ("parent", "child")]


def found(source: str, **where: Any) -> list[tuple[str, str, str]]:
    given = made_up()
    step = given["form"]["steps"][0]
    step["fields"] = [
        asked("kind", "radio", choices=CHOICES),
        asked("kinds", "multichoice", choices=CHOICES),
        asked("note", "text"),
        asked("rows", "group", columns=[asked("sort", "choice", choices=CHOICES)]),
        asked("more", "text", show_when=source),
    ]
    given["form"]["rules"] = []
    del given["dossier_components"][0]["form_field"]
    definition = Definition.from_json({**given, **where}, {}, registry)
    return [(one.path, one.key, one.value) for one in strange_values(definition)]


@pytest.mark.parametrize(
    ("source", "key", "value"),
    [
        ('kind == "parnt"', "kind", "parnt"),
        ("kind != 'parnt'", "kind", "parnt"),
        ('"parnt" == kind', "kind", "parnt"),
        ('answers.kind == "parnt"', "kind", "parnt"),
        ('has(answers.kind) && "parnt" == answers.kind', "kind", "parnt"),
        ('kind in ["parent", "parnt"]', "kind", "parnt"),
        ('"parnt" in kinds', "kinds", "parnt"),
        ('rows.exists(row, row.sort == "parnt")', "sort", "parnt"),
    ],
)
def test_a_value_that_the_question_does_not_have_is_named(
    source: str, key: str, value: str
) -> None:
    assert found(source) == [("form.steps[0].fields[4].show_when", key, value)]


@pytest.mark.parametrize(
    "source",
    [
        'kind == "parent"',
        'kind in ["parent", "child"]',
        '"child" in kinds',
        'note == "parnt"',
        '"parnt" == lower(kind)',
        'rows.all(row, row.sort != "child")',
        "kind == note",
        "note == \"kind == 'parnt'\"",
    ],
)
def test_others_are_left_alone(source: str) -> None:
    assert found(source) == []


def test_facts_and_rules_are_looked_at_too() -> None:
    limits = [{"amount": 1, "unit": "working_day", "when": 'kind == "x"'}]
    fees = [{"name": {"vi": "Phí"}, "formula": 'kind == "y" ? 1.0 : 2.0'}]
    assert [
        (path, value) for path, _key, value in found("true", time_limits=limits, fees=fees)
    ] == [
        ("time_limits[0].when", "x"),
        ("fees[0].formula", "y"),
    ]
