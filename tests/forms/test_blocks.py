"""The editor's streams: built from the registry, keys, errors at blocks, and lossless JSON."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter
from django.utils import translation
from wagtail.blocks import StreamBlockValidationError

from egov_forms.blocks import FactsField, RulesField, StepsField
from egov_forms.blocks.conversion import from_interchange, stream_blocks, to_interchange
from egov_forms.blocks.facts import NEW_PAGE, FactsBlock
from egov_forms.blocks.keys import propose
from egov_forms.blocks.placing import place, tokens_of
from egov_forms.blocks.steps import StepsBlock
from egov_forms.fields import registry
from egov_forms.fields.editor import CelBlock, KeyBlock, TranslatedTextBlock
from egov_forms.fields.text import TextType
from egov_forms.pages.models import ServicePage
from egov_forms.rules.definition import Problem
from tests.domain import load
from tests.factories import procedure, service_page
from tests.forms.test_conversion import digest, streams

SLUGS = [one["id"] for one in load("procedures.json")["procedures"]]
FIELDS = [FactsField, StepsField, RulesField]


# The streams and migrations


@pytest.mark.parametrize("field_class", FIELDS)
def test_migrations_see_no_blocks(field_class: Any) -> None:
    field = field_class("a form", blank=True)
    _name, path, args, kwargs = field.deconstruct()
    assert path == f"{field_class.__module__}.{field_class.__name__}"
    assert args == []
    assert kwargs == {"verbose_name": "a form", "blank": True}
    assert "Block" not in MigrationWriter.serialize(field)[0]


def test_a_new_field_type_is_offered_and_changes_no_migration() -> None:
    before = StepsField(blank=True)
    frozen = MigrationWriter.serialize(before)[0]

    class StampType(TextType):
        name = "stamp"

    registry.add(StampType())
    try:
        after = StepsField(blank=True)
        questions = after.stream_block.child_blocks["step"].child_blocks["fields"]
        assert "stamp" in questions.child_blocks
        assert MigrationWriter.serialize(after)[0] == frozen
    finally:
        registry.remove("stamp")


@pytest.mark.django_db
def test_a_data_migration_that_saves_pages_does_not_empty_the_streams() -> None:
    page = service_page("khai-sinh")
    expected = [page.facts.get_prep_value(), page.steps.get_prep_value()]
    state = MigrationLoader(connection).project_state()
    historical = state.apps.get_model("egov_forms_pages", "ServicePage")
    old = historical.objects.get(pk=page.pk)
    old.title = "Đổi tên"
    old.save()
    page = ServicePage.objects.get(pk=page.pk)
    assert page.title == "Đổi tên"
    assert [page.facts.get_prep_value(), page.steps.get_prep_value()] == expected


def test_every_registered_type_is_a_block_of_a_step() -> None:
    questions = StepsBlock().child_blocks["step"].child_blocks["fields"]
    assert list(questions.child_blocks) == list(registry)


@pytest.mark.django_db  # for the content type
def test_a_new_page_starts_with_the_mandatory_parts_and_says_nothing_yet() -> None:
    page = ServicePage()
    assert [child.block_type for child in page.facts] == list(NEW_PAGE)
    assert to_interchange(page.facts, page.steps, page.rules, "x") == {
        "id": "x",
        "form": {"steps": []},
    }


@pytest.mark.django_db  # for the content type
def test_a_new_page_has_a_line_for_who_may_apply() -> None:
    users = next(one for one in ServicePage().facts if one.block_type == "target_users")
    assert len(users.value["value"]) == 1
    assert len(users.value["en"]) == 0


def test_who_acts_is_offered_and_other_words_are_kept() -> None:
    actor = stream_blocks()[0].child_blocks["procedure_steps"].child_block.child_blocks["actor"]
    with translation.override("vi"):
        drawn = actor.field.widget.render("actor", "")
    assert '<option value="leader">Lãnh đạo</option>' in drawn
    assert actor.clean("notary") == "notary"


def test_a_part_stands_at_most_once() -> None:
    block = stream_blocks()[0]
    twice = block.to_python(from_interchange(procedure("khai-sinh"))["facts"][:1] * 2)
    with pytest.raises(StreamBlockValidationError):
        block.clean(twice)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_was_imported_can_be_saved_by_an_editor_unchanged(slug: str) -> None:
    given = procedure(slug)
    cleaned = {
        name: block.clean(block.to_python(from_interchange(given)[name]))
        for name, block in zip(("facts", "steps", "rules"), stream_blocks(), strict=True)
    }
    assert digest(to_interchange(**cleaned, id=slug)) == digest(given)


# Keys


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Họ, chữ đệm, tên người yêu cầu", (), "ho_chu_dem_ten_nguoi_yeu_cau"),
        ("Ngày sinh", ("ngay_sinh",), "ngay_sinh_2"),
        ("Đường", (), "duong"),
        ("2025", (), "q_2025"),
        ("Today", (), "today_2"),
        ("…", (), "q"),
    ],
)
def test_a_key_is_proposed_from_the_label(label: str, taken: tuple[str, ...], key: str) -> None:
    assert propose(label, taken) == key


def question(label: str, key: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "text", "value": {"label": {"vi": label}, "key": key, **more}}


def form(*steps: list[dict[str, Any]]) -> Any:
    block = stream_blocks()[1]
    raw = [
        {"type": "step", "value": {"label": {"vi": f"Bước {number}"}, "fields": fields}}
        for number, fields in enumerate(steps)
    ]
    return block.clean(block.to_python(raw))


def test_saving_fills_the_keys_that_the_editor_left_empty() -> None:
    cleaned = form([question("Họ tên"), question("Họ tên"), question("Tuổi", "age")])
    assert cleaned[0].value["key"] == "buoc_0"
    keys = [child.value["key"] for child in cleaned[0].value["fields"]]
    assert keys == ["ho_ten", "ho_ten_2", "age"]


def test_a_key_used_in_two_steps_is_an_error_at_the_second_question() -> None:
    with pytest.raises(StreamBlockValidationError) as caught:
        form([question("Một", "same")], [question("Hai", "other"), question("Ba", "same")])
    errors = caught.value.block_errors
    assert list(errors) == [1]
    assert list(errors[1].block_errors["fields"].block_errors) == [1]
    inner = errors[1].block_errors["fields"].block_errors[1].block_errors["key"]
    assert "same" in inner.message


@pytest.mark.parametrize("key", ["họ", "a b", "1a", "a-b", "a.b"])
def test_a_key_that_no_expression_could_name_is_refused(key: str) -> None:
    with pytest.raises(ValidationError):
        KeyBlock().clean(key)


# Texts and expressions


def test_a_text_has_a_child_for_each_language_and_needs_the_first() -> None:
    block = TranslatedTextBlock()
    assert list(block.child_blocks) == ["vi", "en"]
    assert block.clean(block.to_python({"vi": "Có", "en": ""})).to_json() == {"vi": "Có"}
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"vi": "", "en": "Yes"}))


def test_a_text_prints_in_the_active_language_or_in_one_that_is_filled() -> None:
    block = TranslatedTextBlock()
    assert str(block.to_python({"vi": "Có", "en": "Yes"})) == "Có"
    assert str(block.to_python({"vi": "", "en": "Yes"})) == "Yes"


@pytest.mark.parametrize(
    "source", ["1 +", "os.system('x')", "rows.map(x, x)", "nothing_known(1)", "x" * 2001]
)
def test_an_expression_is_compiled_when_it_is_saved(source: str) -> None:
    with pytest.raises(ValidationError):
        CelBlock().clean(source)


def test_an_expression_may_name_questions_that_the_block_cannot_know() -> None:
    source = "age(birth_date, today) >= 18 && has(answers.nick) && row.copies > 1.0"
    assert CelBlock().clean(source) == source


# Problems at their blocks


def test_a_path_is_read_into_names_and_numbers() -> None:
    assert tokens_of("form.steps[0].fields[12].key") == ["form", "steps", 0, "fields", 12, "key"]


def placed(*paths: str) -> dict[str, Any]:
    page = streams(procedure("trich-luc-ho-tich"))
    problems = [Problem(path, "code", f"wrong: {path}") for path in paths]
    return place(problems, **page)


def test_a_problem_of_a_question_stands_at_its_setting() -> None:
    errors = placed("form.steps[1].fields[0].columns[2].show_when")
    assert list(errors) == ["steps"]
    step = errors["steps"].block_errors[1].block_errors["fields"].block_errors[0]
    column = step.block_errors["columns"].block_errors[2]
    assert column.block_errors["show_when"].messages == [
        "wrong: form.steps[1].fields[0].columns[2].show_when"
    ]


def test_a_problem_of_a_fact_stands_at_its_row() -> None:
    errors = placed("fees[0].formula", "form.title", "form.rules[0].assert")
    facts = streams(procedure("trich-luc-ho-tich"))["facts"]
    places = {child.block_type: index for index, child in enumerate(facts)}
    fee = errors["facts"].block_errors[places["fees"]].block_errors[0]
    assert list(fee.block_errors) == ["formula"]
    assert list(errors["facts"].block_errors[places["form"]].block_errors) == ["title"]
    assert list(errors["rules"].block_errors[0].block_errors) == ["assert"]


def test_a_problem_without_a_place_is_shown_above_the_stream() -> None:
    errors = placed("form.steps", "decision_of_nobody", "form.steps[99].key")
    assert errors["steps"].non_block_errors
    assert any("decision_of_nobody" in text for text in errors["facts"].non_block_errors)


def test_texts_are_normalised_and_hostile_ones_refused_when_saved() -> None:
    block = TranslatedTextBlock()
    assert str(block.clean(block.to_python({"vi": "Ho\u0323 te\u0302n", "en": ""}))) == "Họ tên"
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"vi": "a\x00b", "en": ""}))


def test_a_level_of_agency_is_no_degree_of_service() -> None:
    facts = FactsBlock().child_blocks
    level = facts["levels"].child_block
    with translation.override("vi"):
        assert str(level.label) == str(level.child_blocks["value"].label) == "Cấp thực hiện"
        assert str(facts["service_level"].child_blocks["value"].label) == "Mức độ"
