"""Which questions are listed with their answers."""

from datetime import date
from typing import Any

import pytest

from egov_forms import display
from egov_forms.evaluation import evaluate
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from tests.domain import answer_sets, load, procedures

TODAY = date(2026, 7, 15)
LISTS = load("procedures.json")["choice_lists"]
DEFINITIONS = {item["id"]: Definition.from_json(item, LISTS, registry) for item in procedures()}


@pytest.mark.parametrize("given", answer_sets(), ids=lambda given: given["procedure"])
def test_what_was_filed_lists_no_question_that_was_not_shown(given: dict[str, Any]) -> None:
    definition = DEFINITIONS[given["procedure"]]
    found = evaluate(definition, given["valid"], TODAY)
    listed = display.sections(definition, found.answers, "vi")
    keys = {answer.key for section in listed for answer in section.answers}
    assert keys
    assert keys <= found.visible


def test_a_box_left_empty_is_listed_with_no_and_one_never_asked_is_not() -> None:
    definition = DEFINITIONS["khai-sinh"]
    listed = display.sections(definition, {"want_copies": False}, "vi")
    assert [(one.key, one.text) for section in listed for one in section.answers] == [
        ("want_copies", "Không")
    ]


def test_what_nobody_is_asked_is_never_called_unanswered() -> None:
    definition = DEFINITIONS["khai-sinh"]
    found = evaluate(definition, {}, TODAY)
    computed = {one.key for step in definition.steps for one in step.fields if one.computed}
    listed = display.sections(definition, found.answers, "vi", found.visible)
    empty = {one.key for section in listed for one in section.answers if one.is_empty}
    assert computed - set(found.answers)
    assert empty
    assert not empty & computed
