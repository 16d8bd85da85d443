"""Foreign procedures: accepted whole, or refused with every problem."""

import copy
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from egov_forms.fields import registry
from egov_forms.rules.definition import Definition, DefinitionError, Text
from tests.domain import load

from .build import (
    define,
    field,
    patched,
    places,
    problems,
    problems_of,
    procedure,
    replaced,
    rule,
    step,
    text,
)

PROCEDURES = {item["id"]: item for item in load("procedures.json")["procedures"]}
LISTS = load("procedures.json")["choice_lists"]
CHOICES = [{"value": "a", "label": text("A")}, {"value": "b", "label": text("B")}]


def rows(*columns: dict[str, Any]) -> dict[str, Any]:
    return {"type": "group", "columns": list(columns)}


def chosen(*choices: dict[str, Any]) -> dict[str, Any]:
    return {"type": "choice", "choices": list(choices)}


def paper(**settings: Any) -> dict[str, Any]:
    return {"dossier_components": [{"key": "a", "name": text(), **settings}]}


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_procedure_of_the_domain_data_loads_and_comes_back_as_it_was(name):
    given = PROCEDURES[name]
    definition = Definition.from_json(given, LISTS, registry)
    back = definition.to_json()
    assert {key: back["procedure"][key] for key in given if key != "form"} == {
        key: given[key] for key in given if key != "form"
    }
    again = Definition.stored(json.loads(json.dumps(back)))
    assert again.digest == definition.digest
    assert Definition.from_json(back["procedure"], back["choice_lists"], registry).digest == (
        definition.digest
    )
    assert set(back["choice_lists"]) < set(LISTS)


def test_a_definition_gives_its_parts():
    definition = Definition.from_json(PROCEDURES["chung-thuc-ban-sao"], LISTS, registry)
    assert definition.code == "2.000815"
    assert definition.field("papers").columns[0].key == "paper_name"
    assert definition.step_of("papers[1].pages").key == "papers"
    assert definition.step("applicant").fields[0].choices[0].label.get("en")
    assert definition.components[0].name.get("vi")
    assert [limit.unit for limit in definition.time_limits] == ["same_day", "working_day"]
    assert definition.fees[0].kind
    assert definition.facts["levels"]
    assert definition.field("applicant_id_type").choice("passport").label.get("vi") == "Hộ chiếu"


def test_a_text_falls_back_to_what_is_filled():
    assert Text({"vi": "Có", "en": "Yes"}).get("en") == "Yes"
    assert Text({"en": "Yes", "vi": "Có", "fr": ""}).get("fr") == "Có"
    assert Text({"fr": "Oui"}).get("en") == "Oui"
    assert Text({}).get("vi") == ""
    assert not Text({})
    assert Text({"vi": "Có", "status": "known"}) == Text({"vi": "Có"})


@pytest.mark.parametrize("given", [None, True, 5, "x", [], [{}], float("nan"), float("inf")])
def test_what_is_no_object_is_refused(given):
    assert problems(given)


def test_an_empty_object_lacks_what_a_procedure_needs():
    assert problems({}) == [("id", "missing_key"), ("name", "missing_key"), ("form", "missing_key")]


def test_a_deep_value_is_refused_without_recursion():
    deep: Any = []
    for _level in range(50_000):
        deep = [deep]
    assert [code for _path, code in problems({"id": deep})] == ["too_deep"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\x00b", "bad_text"),
        ("a\ud800b", "bad_text"),
        ("x" * 20_001, "too_long"),
        (float("nan"), "bad_number"),
        (float("-inf"), "bad_number"),
        (10**16, "bad_number"),
        (b"x", "wrong_type"),
        ({5: "x"}, "wrong_type"),
    ],
)
def test_what_a_database_cannot_hold_is_refused_wherever_it_stands(value, code):
    given = procedure(step("mot", field("a")), note=[{"en": value}])
    assert [code for _path, code in problems(given)] == [code]


def test_all_problems_are_told_at_once_with_their_paths():
    given = procedure(
        step("check", field("in"), field("a", "nope"), field("a", colour="red")),
        step("mot", field("b", "choice"), show_when="b == 'x'"),
        step("mot", {"type": "text"}),
        rules=[rule("r", "c > 1", "d"), rule("r", "a == ", "a", each="a")],
        levels="commune",
        surprise=1,
    )
    assert sorted(problems(given)) == sorted(
        [
            ("levels", "wrong_type"),
            ("surprise", "unknown_key"),
            ("form.steps[0].key", "reserved_key"),
            ("form.steps[0].fields[0].key", "reserved_key"),
            ("form.steps[0].fields[1].type", "unknown_type"),
            ("form.steps[0].fields[2].key", "duplicate_key"),
            ("form.steps[0].fields[2].colour", "unknown_key"),
            ("form.steps[1].fields[0].choices", "missing_key"),
            ("form.steps[1].show_when", "forward_reference"),
            ("form.steps[2].key", "duplicate_key"),
            ("form.steps[2].fields[0].key", "missing_key"),
            ("form.steps[2].fields[0].label", "missing_key"),
            ("form.rules[0].assert", "unknown_name"),
            ("form.rules[0].error.path", "unknown_path"),
            ("form.rules[1].id", "duplicate_key"),
            ("form.rules[1].each", "unknown_name"),
            ("form.rules[1].assert", "bad_expression"),
        ]
    )


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"label": {}}, ("label", "missing_key")),
        ({"label": {"vi": " "}}, ("label", "missing_text")),
        ({"label": {"tiếng": "x"}}, ("label.tiếng", "unknown_key")),
        ({"label": "x"}, ("label", "wrong_type")),
        ({"label": {"vi": 5}}, ("label.vi", "wrong_type")),
        ({"required": 1}, ("required", "wrong_type")),
        ({"required": "nope"}, ("required", "unknown_name")),
        ({"show_when": "a =="}, ("show_when", "bad_expression")),
        ({"show_when": True}, ("show_when", "wrong_type")),
        ({"computed": "a"}, ("computed", "circular")),
        ({"status": "perhaps"}, ("status", "bad_value")),
        ({"pattern": "(?=x)"}, ("pattern", "bad_pattern")),
        ({"pattern": 5}, ("pattern", "wrong_type")),
        ({"key": "2a"}, ("key", "bad_key")),
        ({"key": "a-b"}, ("key", "bad_key")),
        ({"key": "today"}, ("key", "reserved_key")),
        ({"key": "while"}, ("key", "reserved_key")),
        ({"key": ["a"]}, ("key", "wrong_type")),
        ({"type": {}}, ("type", "missing_key")),
        ({"type": ["text"]}, ("type", "wrong_type")),
        ({"type": "date", "max": "nope"}, ("max", "unknown_name")),
        ({"type": "date", "max": 5}, ("max", "wrong_type")),
        ({"type": "choice", "choices": []}, ("choices", "missing_key")),
        ({"type": "choice", "choices": "a"}, ("choices", "wrong_type")),
        (chosen(*CHOICES, CHOICES[0]), ("choices[2].value", "duplicate_value")),
        (chosen({"value": 1, "label": text()}), ("choices[0].value", "wrong_type")),
        (chosen({"value": "a"}), ("choices[0].label", "missing_key")),
        ({"type": "choice", "choices_ref": "nope"}, ("choices_ref", "unknown_list")),
        ({"type": "choice", "choices_ref": ["x"]}, ("choices_ref", "unknown_list")),
        ({"type": "group"}, ("columns", "missing_key")),
        ({"type": "group", "columns": "x"}, ("columns", "wrong_type")),
        (rows(field("x"), field("x")), ("columns[1].key", "duplicate_key")),
        (rows(field("g", "group", columns=[field("x")])), ("columns[0].type", "nested_group")),
    ],
)  # fmt: skip
def test_a_wrong_setting_of_a_field_is_told(settings, problem):
    path, code = problem
    found = problems_of(step("mot", {**field("a"), **settings}))
    assert (f"form.steps[0].fields[0].{path}", code) in found


@pytest.mark.parametrize(
    "settings",
    [
        {"column": True, "sensitive": True, "note": {"en": "x"}},
        {"status": "approximate", "required": "today > '2020'", "help": text(), "default": "x"},
        {"pattern": "^[A-Z]+$", "min_length": 1, "max_length": 5, "format": "person_name"},
        {"type": "decimal", "decimal_places": 3, "min": 0.5, "max": 10},
        {"type": "date", "min": "add_days(today, -10)", "max": "today"},
        {"type": "choice", "choices": CHOICES},
        {"type": "choice", "choices_ref": "gioi_tinh"},
    ],
)
def test_a_right_setting_of_a_field_is_accepted(settings):
    lists = {"gioi_tinh": {"status": "known", "choices": CHOICES}}
    assert problems_of(step("mot", {**field("a"), **settings}), lists=lists) == []


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"code": "1.001"}, "code"),
        ({"code": {"value": 5}}, "code.value"),
        ({"levels": [{"value": "moon"}]}, "levels[0].value"),
        (paper(name=None), "dossier_components[0].name"),
        (paper(copies=-1), "dossier_components[0].copies"),
        (paper(condition="x"), "dossier_components[0].condition"),
        (paper(form_field="a"), "dossier_components[0].form_field"),
        ({"time_limits": [{"unit": "moon", "case": text()}]}, "time_limits[0].unit"),
        ({"time_limits": [{"unit": "same_day", "cutoff": "25:00"}]}, "time_limits[0].cutoff"),
        ({"time_limits": [{"unit": "working_day", "amount": 10_000}]}, "time_limits[0].amount"),
        ({"service_level": {"value": "", "label": text()}}, "service_level.value"),
        ({"fees": [{"name": text(), "amount": "5"}]}, "fees[0].amount"),
        ({"fees": [{"name": text(), "formula": "1 +"}]}, "fees[0].formula"),
        ({"routing": {"by": "wind"}}, "routing.by"),
        ({"routing": {"by": "address", "field": "nope"}}, "routing.field"),
        ({"process": [{"desk": "x"}]}, "process[0].desk"),
        ({"channel": "pigeon"}, "channel"),
        ({"agencies": "H15"}, "agencies"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_told(facts, path):
    found = problems_of(step("mot", field("a")), **facts)
    assert [place for place, _code in found] == [path]


def test_our_own_facts_are_accepted():
    desk = {"desk": text(), "role": "reception", "hours": 4}
    facts = {"agencies": ["H15.50"], "process": [desk], "channel": "counter", "portal_url": ""}
    routing = {"by": "address", "field": "a", "default": "H15"}
    assert problems_of(step("mot", field("a", "address")), routing=routing, **facts) == []


def test_a_shared_list_is_resolved_and_kept():
    lists = {"used": {"choices": CHOICES}, "spare": {"choices": CHOICES}}
    definition = define(step("mot", field("a", "choice", choices_ref="used")), lists=lists)
    assert [choice.value for choice in definition.field("a").choices] == ["a", "b"]
    assert list(definition.choice_lists) == ["used"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
    ),
    max_leaves=8,
)
ALL_PLACES = list(places(PROCEDURES["chung-thuc-ban-sao"]))


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(ALL_PLACES), new=JSON_VALUES)
@example(path=("time_limits", 1, "amount"), new=[])
def test_a_procedure_with_any_part_replaced_is_accepted_or_refused(path, new):
    changed = replaced(PROCEDURES["chung-thuc-ban-sao"], path, new)
    if problems(changed, LISTS):
        return
    definition = Definition.from_json(changed, LISTS, registry)
    assert Definition.stored(json.loads(json.dumps(definition.to_json()))).digest == (
        definition.digest
    )


@settings(max_examples=100, deadline=None)
@given(lists=JSON_VALUES)
def test_any_choice_lists_are_accepted_or_refused(lists):
    given = procedure(step("mot", field("a", "choice", choices_ref="x")))
    found = problems(given, lists)
    try:
        Definition.from_json(given, lists, registry)
    except DefinitionError:
        assert found
    else:
        assert not found


def test_a_definition_does_not_change_with_what_it_was_made_of():
    given = copy.deepcopy(PROCEDURES["khai-sinh"])
    definition = Definition.from_json(given, LISTS, registry)
    before = definition.to_json()
    before["procedure"]["name"]["vi"] = "khác"
    assert definition.to_json()["procedure"]["name"]["vi"] != "khác"


def test_changing_a_label_changes_the_digest():
    given = PROCEDURES["khai-sinh"]
    changed = patched(given, {"form.steps.0.fields.0.label.vi": "khác"})
    digests = {Definition.from_json(p, LISTS, registry).digest for p in (given, changed)}
    assert len(digests) == 2


@pytest.mark.parametrize(
    ("type_", "default", "right"),
    [
        ("integer", "abc", False),
        ("integer", 3, True),
        ("money", "abc", False),
        ("decimal", "abc", False),
        ("multichoice", 5, False),
        ("multichoice", ["a"], True),
        ("choice", "z", False),
        ("choice", "a", True),
        ("address", "x", False),
        ("file", "abc", False),
        ("text", "abc", True),
        ("date", "2026-13-01", False),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_an_answer_given_at_first_must_be_an_answer(type_, default, right, nested):
    settings = {"choices": CHOICES} if type_ in ("choice", "multichoice") else {}
    asked = field("a", type_, default=default, **settings)
    found = problems_of(step("mot", field("g", **rows(asked)) if nested else asked))
    place = "form.steps[0].fields[0]" + (".columns[0]" if nested else "")
    assert found == ([] if right else [(f"{place}.default", "bad_default")])


@pytest.mark.parametrize(
    ("type_", "default"),
    [
        *(("integer", "abc"), ("money", "abc"), ("decimal", "abc"), ("multichoice", 5)),
        *(("address", "x"), ("file", "abc"), ("date", 5)),
    ],
)
def test_a_form_published_with_a_wrong_default_is_still_shown(type_, default):
    from egov_forms.forms import form_class

    given = procedure(step("mot", field("a", type_, default=default)))
    form = form_class(Definition.stored({"procedure": given}), "mot", "vi")()
    assert "a" in form["a"].render()


def test_a_text_falls_back_to_the_plain_language_before_vietnamese():
    words = Text({"vi": "Nhà", "en": "House"})
    assert (words.get("en-us"), words.get("vi-vn"), words.get("fr")) == ("House", "Nhà", "Nhà")


@pytest.mark.parametrize("key", ["csrfmiddlewaretoken"])
def test_the_names_of_the_buttons_of_a_page_are_no_keys_of_questions(key):
    found = problems_of(step("mot", field(key), rows(field(key)) | field("g", "group")))
    assert found == [("form.steps[0].fields[0].key", "reserved_key")]


def test_a_paper_of_the_dossier_has_a_key_of_its_own():
    twins = [{"key": key, "name": text()} for key in "aba"]
    found = problems_of(step("mot", field("x")), dossier_components=twins)
    assert found == [("dossier_components[2].key", "duplicate_key")]


def test_a_rule_has_an_id_of_its_own():
    rules = [rule("r", "true", "x"), rule("r", "true", "x")]
    found = problems_of(step("mot", field("x")), rules=rules)
    assert found == [("form.rules[1].id", "duplicate_key")]
