"""Rules over several fields, and what is checked step by step."""

import pytest

from egov_forms.rules.journey import Journey

from .rules.build import define, field, rule, step
from .test_evaluation import codes, run


def test_a_rule_waits_until_the_fields_it_uses_are_right():
    definition = define(
        step("one", field("n", "integer", max=9), field("m", "integer")),
        rules=[rule("less", "n < m", "m"), rule("no_condition", "n < 5", "n", when="m > 100")],
    )
    assert codes(run(definition, {"n": 50, "m": 1})) == [("n", "max_value")]
    assert codes(run(definition, {"n": 7, "m": 1})) == [("m", "less")]
    assert codes(run(definition, {"n": 7})) == []
    assert codes(run(definition, {"n": "x", "m": 1})) == [("n", "invalid_format")]


def test_a_rule_carries_its_message_and_a_field_its_parameters():
    definition = define(
        step("one", field("n", "integer", max=9)), rules=[rule("small", "n < 5", "n")]
    )
    (error,) = run(definition, {"n": 7}).errors
    assert (error.message.get("vi"), error.step, error.after) == ("small", "one", "one")
    (error,) = run(definition, {"n": 10}).errors
    assert (error.message, error.params["max"]) == (None, 9)


def test_a_warning_is_no_error():
    definition = define(
        step("one", field("n", "integer")),
        rules=[rule("odd", "n < 5", "n", severity="warning")],
    )
    found = run(definition, {"n": 7})
    assert codes(found) == []
    assert [warning.code for warning in found.warnings] == ["odd"]


def test_an_assertion_that_is_no_truth_value_passes():
    definition = define(step("one", field("a")), rules=[rule("odd", "'x'", "a")])
    assert codes(run(definition, {})) == []


ACROSS = define(
    step("one", field("a", "integer", required=True)),
    step("two", field("b", "integer", required=True)),
    step("three", field("c", required=True)),
    rules=[rule("ordered", "a < b", "a"), rule("small", "a < 100", "a")],
)


def test_only_the_steps_so_far_are_checked():
    assert codes(run(ACROSS, {}, "")) == []
    assert codes(run(ACROSS, {}, "one")) == [("a", "required")]
    assert codes(run(ACROSS, {"a": 1}, "two")) == [("b", "required")]
    assert codes(run(ACROSS, {})) == [("a", "required"), ("b", "required"), ("c", "required")]


def test_a_rule_across_steps_runs_once_the_last_step_it_reads_is_within():
    answers = {"a": 5, "b": 1}
    assert codes(run(ACROSS, answers, "one")) == []
    found = run(ACROSS, answers, "two")
    assert codes(found) == [("a", "ordered")]
    assert (found.errors[0].step, found.errors[0].after) == ("one", "two")
    assert Journey(ACROSS, found, ["one", "two"]).first_open == "one"


def test_an_unknown_step_is_the_callers_mistake():
    with pytest.raises(KeyError):
        run(ACROSS, {}, "nope")


def test_a_rule_that_points_into_a_hidden_step_is_shown_on_one_that_was_read():
    definition = define(
        step("one", field("a")),
        step("two", field("b"), show_when="a == 'y'"),
        rules=[rule("never", "a == 'y'", "b")],
    )
    found = run(definition, {"a": "x"})
    assert [(error.path, error.step) for error in found.errors] == [("b", "one")]
    assert not Journey(definition, found, ["one"]).may_open("check")


def test_a_box_nobody_saw_is_not_answered_yet():
    definition = define(step("one", field("a")), step("two", field("box", "checkbox")))
    assert run(definition, {}, "one").answers == {}
    assert run(definition, {"box": True}, "one").answers == {"box": True}
    assert run(definition, {}).answers == {"box": False}
