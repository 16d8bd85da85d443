"""The one validator over the domain data, and over any JSON."""

import copy
import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_forms.evaluation import Evaluation, evaluate
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from egov_forms.rules.journey import Journey
from tests.domain import answer_sets, load, procedures

from .rules.build import patched

TODAY = date(2026, 7, 15)
LISTS = load("procedures.json")["choice_lists"]
DEFINITIONS = {item["id"]: Definition.from_json(item, LISTS, registry) for item in procedures()}
SETS = answer_sets()
INVALID = [(given, wrong) for given in SETS for wrong in given["invalid"]]


def run(definition: Definition, answers: Any, upto: str | None = None) -> Evaluation:
    return evaluate(definition, answers, TODAY, upto)


def codes(found: Evaluation) -> list[tuple[str, str]]:
    return sorted((error.path, error.code) for error in found.errors)


# The domain data.


@pytest.mark.parametrize("given", SETS, ids=lambda given: given["procedure"])
def test_a_valid_set_of_answers_passes_and_computes_what_is_expected(given):
    found = run(DEFINITIONS[given["procedure"]], given["valid"]["answers"])
    assert codes(found) == []
    computed = {path: value for path, value in found.computed.items() if "[" not in path}
    assert computed == given["valid"]["expected_computed"]
    assert computed.items() <= found.answers.items()


@pytest.mark.parametrize(("given", "wrong"), INVALID, ids=lambda part: part.get("id", ""))
def test_an_invalid_set_gives_exactly_its_errors(given, wrong):
    answers = patched(given["valid"]["answers"], wrong["patch"])
    expected = sorted((error["path"], error["code"]) for error in wrong["expected_errors"])
    assert codes(run(DEFINITIONS[given["procedure"]], answers)) == expected


@pytest.mark.parametrize("given", SETS, ids=lambda given: given["procedure"])
def test_leaving_out_any_required_answer_is_told_there_and_nowhere_else(given):
    definition, answers = DEFINITIONS[given["procedure"]], given["valid"]["answers"]
    required = run(definition, answers).required
    assert len(required) > 5
    for path in required:
        place = path.replace("[", ".").replace("]", "")
        box = definition.fields.get(path)
        code = "must_accept" if box is not None and box.type == "checkbox" else "required"
        assert codes(run(definition, patched(answers, {place: None}))) == [(path, code)]


@pytest.mark.parametrize("given", SETS, ids=lambda given: given["procedure"])
def test_cleaned_answers_are_their_own_and_survive_json(given):
    definition = DEFINITIONS[given["procedure"]]
    once = run(definition, given["valid"]["answers"]).answers
    assert run(definition, json.loads(json.dumps(once))).answers == once


@pytest.mark.parametrize("given", SETS, ids=lambda given: given["procedure"])
def test_a_form_filled_step_by_step_has_no_errors_on_its_way(given):
    definition, answers = DEFINITIONS[given["procedure"]], given["valid"]["answers"]
    saved: dict[str, Any] = {}
    done: list[str] = []
    while (key := Journey(definition, run(definition, saved), done).first_open) != "check":
        keys = {item.key for item in definition.step(key).fields}
        saved |= {name: value for name, value in answers.items() if name in keys}
        found = run(definition, saved, key)
        assert codes(found) == []
        saved = found.answers
        done.append(key)
    assert codes(run(definition, saved)) == []


def test_the_largest_form_is_checked_in_a_millisecond_or_two():
    definition, answers = DEFINITIONS["khai-sinh"], SETS[0]["valid"]["answers"]
    run(definition, answers)
    started = time.perf_counter()
    for _time in range(50):
        run(definition, answers)
    assert (time.perf_counter() - started) / 50 < 0.01  # about 0.0005 on an idle machine


# Any JSON.

WORDS = st.text(max_size=8)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(WORDS, part, max_size=4),
    max_leaves=10,
)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), new=JSON_VALUES)
def test_any_json_in_place_of_any_answers_gives_errors_and_clean_answers(data, new):
    chosen = data.draw(st.sampled_from(SETS))
    definition = DEFINITIONS[chosen["procedure"]]
    answers = copy.deepcopy(chosen["valid"]["answers"])
    for key in data.draw(st.lists(st.sampled_from(sorted(answers)), max_size=4)):
        answers[key] = new
        if isinstance(answers[key], list) and definition.field(key).columns:
            columns = [column.key for column in definition.field(key).columns]
            answers[key] = [dict.fromkeys(columns, new), *answers[key]]
    found = run(definition, answers)
    json.dumps(found.answers, allow_nan=False).encode()
    assert all(error.path and error.code and error.step for error in found.errors)
    again = run(definition, found.answers).answers  # a box that could not be read is now empty
    assert run(definition, again).answers == again
