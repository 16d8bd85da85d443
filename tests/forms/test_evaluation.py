"""The one validator, over small forms."""

from datetime import date
from typing import Any

import pytest

from egov_forms.evaluation import Evaluation, evaluate
from egov_forms.rules.definition import Definition

from .rules.build import define, field, rule, step, text

TODAY = date(2026, 7, 15)


def run(definition: Definition, answers: Any, upto: str | None = None) -> Evaluation:
    return evaluate(definition, answers, TODAY, upto)


def codes(found: Evaluation) -> list[tuple[str, str]]:
    return sorted((error.path, error.code) for error in found.errors)


# What is shown.

BRANCH = define(
    step("one", field("kind"), field("box", "checkbox")),
    step("two", field("other", required=True), show_when="kind == 'x'"),
    step("three", field("inner", show_when="other == 'y'"), field("words", "static")),
)


def test_a_step_whose_condition_is_unknown_is_hidden_with_its_fields():
    found = run(BRANCH, {"other": "y", "inner": "z"})
    assert found.steps == ("one", "three")
    assert found.visible == {"kind", "box", "words"}
    assert codes(found) == []


def test_hidden_answers_are_dropped_and_hide_what_depends_on_them():
    assert run(BRANCH, {"kind": "x", "other": "y", "inner": "z"}).answers == {
        "kind": "x",
        "box": False,
        "other": "y",
        "inner": "z",
    }
    assert run(BRANCH, {"kind": "w", "other": "y", "inner": "z"}).answers == {
        "kind": "w",
        "box": False,
    }


def test_answers_that_belong_to_no_field_are_dropped():
    assert run(BRANCH, {"kind": "x", "admin": True, "words": "x"}).answers == {
        "kind": "x",
        "box": False,
    }


def test_within_a_step_a_field_may_depend_on_one_that_stands_below():
    definition = define(step("one", field("a", show_when="b == 'x'"), field("b", computed="'x'")))
    found = run(definition, {"a": "1"})
    assert found.answers == {"a": "1", "b": "x"}
    assert list(found.answers) == ["a", "b"]


@pytest.mark.parametrize(
    ("condition", "shown"),
    [("1", False), ("'true'", False), ("missing_is_unknown", False), ("true", True)],
)
def test_only_true_shows(condition, shown):
    definition = define(
        step("one", field("missing_is_unknown", "text"), field("a", show_when=condition))
    )
    assert ("a" in run(definition, {}).visible) is shown


def test_a_group_without_rows_is_an_empty_list_and_a_box_is_false_even_when_hidden():
    definition = define(
        step(
            "one",
            field("rows", "group", columns=[field("x")], show_when="false"),
            field("box", "checkbox", show_when="false"),
            field("a", show_when="count(rows) == 0.0 && box == false"),
        )
    )
    assert run(definition, {"rows": [{"x": "1"}], "box": True}).visible == {"a"}


# What is required.


def test_a_required_expression_is_required_only_when_it_is_true():
    definition = define(step("one", field("a"), field("b", required="a == 'x'")))
    assert codes(run(definition, {"a": "x"})) == [("b", "required")]
    assert codes(run(definition, {"a": "y"})) == []
    assert codes(run(definition, {})) == []
    assert run(definition, {"a": "x"}).required == {"b"}


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_answer_is_no_answer(empty):
    definition = define(step("one", field("a", required=True)))
    assert codes(run(definition, {"a": empty})) == [("a", "required")]
    assert run(definition, {"a": empty}).answers == {}


def test_an_empty_required_group_is_required_and_not_too_short():
    rows = field("rows", "group", columns=[field("x")], min_rows=2, required=True)
    definition = define(step("one", rows))
    for empty in (None, [], ""):
        assert codes(run(definition, {"rows": empty})) == [("rows", "required")]
    assert codes(run(definition, {"rows": [{"x": "1"}]})) == [("rows", "min_rows")]


def test_nobody_is_asked_for_a_computed_value():
    definition = define(step("one", field("a"), field("b", computed="a", required=True)))
    found = run(definition, {"b": "typed"})
    assert codes(found) == []
    assert found.answers == {}
    assert run(definition, {"a": "x", "b": "typed"}).answers == {"a": "x", "b": "x"}


# What is computed.


@pytest.mark.parametrize(
    ("type_", "source", "value"),
    [
        ("decimal", "2.0 / 3.0", 0.67),
        ("decimal", "1.005", 1.01),  # half up, on the digits that are shown
        ("decimal", "2.0", 2),
        ("integer", "2.5", 3),
        ("money", "1234.5", 1235),
        ("integer", "1.0 / 0.0", None),
        ("integer", "'x'", None),
        ("integer", "1.0e300", None),
        ("text", "1.0", None),
        ("date", "add_days(today, 1)", "2026-07-16"),
        ("text", "'a' + 'b'", "ab"),
    ],
)
def test_a_computed_value_is_canonical_or_empty(type_, source, value):
    found = run(define(step("one", field("a", type_, computed=source))), {})
    assert found.answers.get("a") == found.computed.get("a") == value
    assert codes(found) == []


def test_decimals_are_rounded_to_the_places_of_the_field_before_they_are_used():
    definition = define(
        step(
            "one",
            field("third", "decimal", decimal_places=1, computed="1.0 / 3.0"),
            field("sum", "decimal", computed="third * 3.0"),
        )
    )
    assert run(definition, {}).answers == {"third": 0.3, "sum": 0.9}


# Rows.

ROWS = define(
    step(
        "one",
        field("limit", "integer"),
        field(
            "rows",
            "group",
            columns=[
                field("kind", required=True),
                field("why", required=True, show_when="row.kind == 'other'"),
                field("n", "integer", max=9),
                field("price", "money", computed="row.n * 1000.0"),
                field("twice", "money", computed="row.price * 2.0"),
                field("box", "checkbox", must_be_true=True, show_when="row.kind == 'box'"),
            ],
        ),
        field("total", "money", computed="sum(rows.map(row, row.twice))"),
    ),
    rules=[
        rule("below_limit", "row.n <= limit", "rows[].n", each="rows"),
        rule("total_small", "total < 10000", "total"),
    ],
)


def test_each_row_has_its_own_conditions_and_computed_cells():
    found = run(ROWS, {"rows": [{"kind": "other", "n": 2}, {"kind": "box", "why": "x", "n": 1}]})
    assert codes(found) == [("rows[0].why", "required"), ("rows[1].box", "must_accept")]
    assert found.answers["rows"] == [
        {"kind": "other", "n": 2, "price": 2000, "twice": 4000},
        {"kind": "box", "n": 1, "price": 1000, "twice": 2000, "box": False},
    ]
    assert found.answers["total"] == 6000
    assert found.computed["rows[1].twice"] == 2000
    assert "rows[0].why" in found.visible
    assert "rows[1].why" not in found.visible
    assert "rows[0].kind" in found.required


def test_a_rule_for_each_row_names_the_row():
    found = run(ROWS, {"limit": 2, "rows": [{"kind": "a", "n": 1}, {"kind": "a", "n": 3}]})
    assert codes(found) == [("rows[1].n", "below_limit")]


def test_a_cell_that_is_wrong_keeps_the_rules_that_read_it_from_running():
    rows = [{"kind": "a", "n": 50}, {"kind": "a", "n": 3}]
    assert codes(run(ROWS, {"limit": 2, "rows": rows})) == [
        ("rows[0].n", "max_value"),
        ("rows[1].n", "below_limit"),
    ]  # the total, computed from a wrong cell, is not complained about


def test_a_wrong_cell_does_not_stop_rules_that_do_not_read_it():
    found = run(ROWS, {"rows": [{"n": 9}]})
    assert codes(found) == [("rows[0].kind", "required"), ("total", "total_small")]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (5, ("rows", "invalid_format")),
        ("x", ("rows", "invalid_format")),
        ({"0": {}}, ("rows", "invalid_format")),
        ([5], ("rows[0]", "invalid_format")),
        ([{"kind": "a"}, None], ("rows[1]", "invalid_format")),
        ([{"kind": ["a"]}], ("rows[0].kind", "invalid_format")),
        ([{"kind": "a", "n": {}}], ("rows[0].n", "invalid_format")),
        ([{"kind": "a"}] * 101, ("rows", "max_rows")),
    ],
)
def test_rows_of_a_wrong_type_are_told_where_they_are(rows, error):
    found = run(ROWS, {"rows": rows})
    assert error in codes(found)
    assert len([path for path, _code in codes(found) if path == error[0]]) == 1


@pytest.mark.parametrize("answers", [None, [], "x", 5, True, [{}]])
def test_answers_that_are_no_object_are_no_answers(answers):
    assert codes(run(BRANCH, answers)) == []


def test_a_wrong_type_is_told_at_its_field():
    fields = [
        field(name, name) for name in ("text", "integer", "date", "email", "phone", "address")
    ]
    fields.append(field("choice", "choice", choices=[{"value": "a", "label": text()}]))
    definition = define(step("one", *fields))
    for key in definition.fields:
        found = codes(run(definition, {key: [[{"x": 1}]]}))
        assert [path for path, _code in found] == [key]
