"""The citizen's path."""

from dataclasses import dataclass

import pytest

from egov_forms.rules.journey import Journey

from .build import define, field, step

DEFINITION = define(step("one", field("a")), step("two", field("b")), step("three", field("c")))


@dataclass(frozen=True)
class Found:
    steps: tuple[str, ...] = ("one", "two", "three")
    errors: tuple["Wrong", ...] = ()


@dataclass(frozen=True)
class Wrong:
    step: str
    after: str


def journey(*done: str, errors=(), steps=("one", "two", "three")) -> Journey:
    return Journey(DEFINITION, Found(steps, tuple(errors)), done)


def opened(path: Journey) -> list[str]:
    return [key for key in ("one", "two", "three", "check") if path.may_open(key)]


def test_a_new_journey_opens_its_first_step_only():
    assert opened(journey()) == ["one"]
    assert journey().first_open == "one"


def test_a_saved_step_opens_the_next_and_stays_open():
    assert opened(journey("one")) == ["one", "two"]
    assert journey("one").first_open == "two"


def test_the_check_page_opens_when_every_applicable_step_is_saved():
    assert opened(journey("one", "two", "three")) == ["one", "two", "three", "check"]
    assert not journey("one", "two").may_open("check")
    assert not journey("one", "three").may_open("check")
    assert journey("one", "two", "three").is_complete_form


def test_a_step_that_does_not_apply_is_passed_over():
    path = journey("one", steps=("one", "three"))
    assert [item.key for item in path.steps] == ["one", "three"]
    assert opened(path) == ["one", "three"]
    assert path.after("one") == "three"
    assert path.before("three") == "one"
    assert not path.may_open("two")


def test_a_step_that_begins_to_apply_must_be_answered_before_the_check_page():
    assert opened(journey("one", "three")) == ["one", "two"]


@pytest.mark.parametrize("key", ["nope", "", "done", "../one"])
def test_a_step_that_does_not_exist_cannot_be_opened(key):
    assert not journey("one", "two", "three").may_open(key)


def test_an_error_on_a_saved_step_leads_back_to_it():
    path = journey("one", "two", "three", errors=[Wrong("one", "three")])
    assert path.first_open == "one"
    assert opened(path) == ["one"]


def test_an_error_that_depends_on_an_unsaved_step_does_not_count_yet():
    path = journey("one", errors=[Wrong("one", "three"), Wrong("two", "two")])
    assert path.first_open == "two"
    assert path.wrong == frozenset()


def test_a_hidden_step_between_saved_ones_does_not_hold_an_error_back():
    path = journey("one", "three", steps=("one", "three"), errors=[Wrong("one", "two")])
    assert path.first_open == "one"


def test_steps_follow_each_other_up_to_the_check_page():
    path = journey()
    assert [path.after(key) for key in ("one", "two", "three", "check")] == [
        "two",
        "three",
        "check",
        "check",
    ]
    assert [path.before(key) for key in ("one", "two", "three", "check")] == [
        None,
        "one",
        "two",
        "three",
    ]


def test_the_step_after_one_that_no_longer_applies_is_found():
    assert journey(steps=("one", "three")).after("two") == "three"
