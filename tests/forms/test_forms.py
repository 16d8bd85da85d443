"""A step as a Django form."""

import copy
from typing import Any

import pytest

from egov_forms.evaluation import Error, evaluate
from egov_forms.forms import form_class
from egov_forms.rules.definition import Definition, Text
from tests.domain import load
from tests.forms.pages import TODAY, blank, definition, draw, sent, step_with


def answer_sets() -> list[tuple[str, dict[str, Any]]]:
    return [(s["procedure"], s["valid"]["answers"]) for s in load("personas.json")["answer_sets"]]


SETS = pytest.mark.parametrize(
    ("name", "answers"), answer_sets(), ids=[n for n, _a in answer_sets()]
)


@SETS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_saved_answers_go_to_the_page_and_back_unchanged(
    name: str, answers: dict[str, Any], language: str
) -> None:
    whole = evaluate(definition(name), answers, TODAY)
    gathered: dict[str, Any] = {}
    for step in definition(name).steps:
        made = form_class(definition(name), step.key, language)
        saved = copy.deepcopy(dict(whole.answers))
        page = draw(made(initial=saved, visible=whole.visible))
        form = made(sent(page), initial=saved, visible=whole.visible)
        gathered |= form.parsed
        assert form.is_valid(), form.error_summary
    again = evaluate(definition(name), gathered, TODAY)
    assert again.errors == ()
    assert again.answers == whole.answers


@SETS
def test_a_blank_step_is_read_as_nothing_but_unticked_boxes(
    name: str, answers: dict[str, Any]
) -> None:
    for step in definition(name).steps:
        made = form_class(definition(name), step.key, "vi")
        form = made(sent(draw(made())))
        assert form.is_valid(), form.error_summary
        for key, value in form.parsed.items():
            field = definition(name).field(key)
            if field.default is None and not field.columns:
                assert not value


@SETS
def test_every_error_of_a_blank_form_has_an_input_to_go_to(
    name: str, answers: dict[str, Any]
) -> None:
    errors = evaluate(definition(name), {}, TODAY).errors_by_step
    for step in definition(name).steps:
        made = form_class(definition(name), step.key, "vi")
        form = made(sent(draw(made())))
        assert form.place(errors.get(step.key, [])) == []
        html = draw(form)
        assert form.is_valid() is not bool(errors.get(step.key))
        for anchor, message in form.error_summary:
            assert html.find(id=anchor), anchor
            assert message in html.get_text()


def test_a_form_class_is_made_once_for_a_digest_step_and_language() -> None:
    one = definition("khai-sinh")
    key = one.steps[0].key
    same = Definition.stored(one.to_json())
    assert form_class(one, key, "vi") is form_class(same, key, "vi")
    assert form_class(one, key, "vi") is not form_class(one, key, "en")


def test_only_declared_fields_are_read() -> None:
    made, data = blank("khai-sinh", definition("khai-sinh").steps[0].key, intruder="1")
    form = made(data)
    assert "intruder" not in form.parsed
    assert "intruder" not in form.raw()


def test_a_wrong_date_keeps_what_was_typed_and_names_the_part() -> None:
    name = "khai-sinh"
    made, data = blank(
        name,
        step_with(name, "child_birth_date"),
        child_birth_date__day="31",
        child_birth_date__month="2",
        child_birth_date__year="2026",
    )
    form = made(data)
    assert not form.is_valid()
    assert form.error_summary[0][0] == "id_child_birth_date-day"
    again = made(typed=form.raw())
    html = draw(again)
    assert html.find(id="id_child_birth_date-day")["value"] == "31"
    errors = evaluate(definition(name), form.parsed, TODAY).errors
    assert [e.code for e in errors if e.path == "child_birth_date"] == ["invalid_date"]


@pytest.mark.parametrize(
    ("parts", "anchor"),
    [
        (("", "2", "2026"), "day"),
        (("5", "", "2026"), "month"),
        (("5", "2", ""), "year"),
        (("5", "2", "26"), "year"),
        (("5", "13", "2026"), "month"),
        (("31", "4", "2026"), "day"),
        (("một", "4", "2026"), "day"),
    ],
)
def test_the_error_of_a_date_goes_to_its_wrong_part(
    parts: tuple[str, str, str], anchor: str
) -> None:
    name = "khai-sinh"
    day, month, year = parts
    made, data = blank(
        name,
        step_with(name, "child_birth_date"),
        child_birth_date__day=day,
        child_birth_date__month=month,
        child_birth_date__year=year,
    )
    form = made(data)
    html = draw(form)
    assert form.error_summary[0][0] == f"id_child_birth_date-{anchor}"
    wrong = html.select("[data-egov-field=child_birth_date] [aria-invalid=true]")
    assert [control["id"] for control in wrong] == [f"id_child_birth_date-{anchor}"]


def test_the_evaluation_decides_over_what_was_typed_in_a_question_that_does_not_apply() -> None:
    name = "khai-sinh"
    step = step_with(name, "applicant_id_issue_date")
    made, data = blank(name, step, applicant_id_type="none", applicant_id_issue_date__day="99")
    form = made(data)
    assert not form.is_valid()
    errors = evaluate(definition(name), form.parsed, TODAY).errors_by_step.get(step, [])
    form.place(errors)
    assert not any("issue_date" in anchor for anchor, _message in form.error_summary)


def test_an_error_of_another_step_is_handed_back() -> None:
    name = "khai-sinh"
    form = form_class(definition(name), definition(name).steps[0].key, "vi")()
    foreign = Error("pledge", "must_accept")
    assert form.place([foreign]) == [foreign]


def test_a_rule_s_own_message_is_shown_in_the_form_s_language() -> None:
    name = "khai-sinh"
    step = step_with(name, "child_birth_date")
    text = Text({"vi": "Sai ngày", "en": "Wrong day"})
    for language, shown in (("vi", "Sai ngày"), ("en", "Wrong day")):
        form = form_class(definition(name), step, language)()
        form.place([Error("child_birth_date", "some_rule", {}, text)])
        assert form.error_summary == [("id_child_birth_date-day", shown)]


# What the page says to browsers and to people.


def test_questions_that_earlier_steps_hide_are_left_out_those_of_the_step_stay() -> None:
    name = "giay-phep-xay-dung-nha-o"
    answers = next(a for n, a in answer_sets() if n == name)
    visible = evaluate(definition(name), answers, TODAY).visible
    for step in definition(name).steps:
        made = form_class(definition(name), step.key, "vi")
        form = made(initial=answers, visible=visible)
        for key in made.base_fields:
            assert (key in form.fields) is (key in visible or key not in made.settled)


def test_a_condition_stands_on_its_question_for_the_browser() -> None:
    step = step_with("khai-sinh", "applicant_passport_no")
    html = draw(form_class(definition("khai-sinh"), step, "vi")())
    wrapper = html.find(attrs={"data-egov-field": "applicant_passport_no"})
    assert wrapper["data-egov-show-when"] == 'applicant_id_type == "passport"'


def test_browsers_are_told_what_they_may_fill_in() -> None:
    name = "khai-sinh"
    html = draw(form_class(definition(name), step_with(name, "applicant_name"), "vi")())
    assert html.find(id="id_applicant_name")["autocomplete"] == "name"
    assert html.find(id="id_applicant_birth_date-year")["autocomplete"] == "bday-year"
    assert html.find(id="id_applicant_phone")["autocomplete"] == "tel"
    assert html.find(id="id_applicant_phone")["type"] == "tel"
    assert html.find(id="id_applicant_email")["spellcheck"] == "false"
    assert html.find(id="id_applicant_citizen_id")["inputmode"] == "numeric"
    assert not html.find_all(required=True)


def test_what_cannot_be_stored_is_dropped_from_what_was_typed() -> None:
    name = "khai-sinh"
    made, data = blank(name, step_with(name, "applicant_name"), applicant_name="A\x00\ud800 B")
    assert made(data).raw()["applicant_name"] == "A B"
    assert not made(data).is_valid()


def test_a_key_may_be_called_like_an_attribute_of_a_form() -> None:
    fields = [
        {"key": key, "type": "text", "label": {"vi": key}, "required": False}
        for key in ("data", "prefix", "errors", "initial", "language", "typed", "questions")
    ]
    procedure = copy.deepcopy(next(iter(load("procedures.json")["procedures"])))
    procedure["form"] = {
        "title": {"vi": "Thử"},
        "steps": [{"key": "one", "label": {"vi": "Một"}, "fields": fields}],
        "rules": [],
    }
    procedure["dossier_components"] = []
    one = Definition.stored({"procedure": procedure, "choice_lists": {}})
    made = form_class(one, "one", "vi")
    data = sent(draw(made()))
    for field in fields:
        data[field["key"]] = "x"
    assert made(data).parsed == {field["key"]: "x" for field in fields}


def test_what_one_citizen_typed_never_shows_on_another_s_blank_page() -> None:
    name = "khai-sinh"
    made = form_class(definition(name), step_with(name, "applicant_name"), "vi")
    fresh = str(made())
    wrong = made(sent(draw(made())))
    wrong.place([Error("applicant_name", "required")])
    assert "aria-invalid" in str(wrong)
    assert "Hoàng Minh Họa" in str(made(initial={"applicant_name": "Hoàng Minh Họa"}))
    assert "Hoàng Minh Họa" in str(made(typed={"applicant_name": "Hoàng Minh Họa"}))
    assert str(made()) == fresh


def test_a_page_drawn_again_is_the_same_page() -> None:
    for step in definition("khai-sinh").steps:
        made = form_class(definition("khai-sinh"), step.key, "vi")
        made.blanks.clear()
        assert str(made()) == str(made())
