"""What every question type must keep, ours and a site's."""

import datetime
import json
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override
from wagtail import blocks

from egov_forms.fields import FieldError, FieldType, registry
from egov_forms.forms import AnswersForm
from egov_forms.rules.definition import Choice, Field, Text

TODAY = datetime.date(2026, 7, 15)
LABEL = Text({"vi": "Câu hỏi <b>", "en": "Question <b>"})
CHOICES = (Choice("a", Text({"vi": "Một", "en": "One"})), Choice("b", Text({"vi": "Hai"})))
COLUMNS = (
    Field("name", "text", LABEL, required=True),
    Field("copies", "integer", LABEL, options={"min": 1}),
    Field("done", "checkbox", LABEL),
    Field("advice", "static", LABEL),
    Field("scan", "file", LABEL, options={"max_files": 2}),
)
FILE = {"id": "f1", "name": "a.pdf", "size": 10, "content_type": "application/pdf"}
HOSTILE = [
    None, "", " ", "x", "<b>", "\x00", "\ud800", "1e999", "٣", 0, -1, 1.5, 10**400, float("nan"),
    float("inf"), True, False, [], [None], [[]], [{}], {}, {"province": 1}, {"country": []},
    [{"name": 1, "size": "x"}], [{"name": 5, "copies": {}}], {"day": "1"},
    "9" * 5000, "a" * 200_000,
]  # fmt: skip
# Right answers, canonical, by type.
SAMPLES: dict[str, list[Any]] = {
    "text": ["Phường Ninh Kiều"],
    "textarea": ["Dòng một\nDòng hai"],
    "integer": [0, 12, -3],
    "decimal": [0, 12.5, 1000000.25],
    "money": [0, 24000],
    "date": ["2026-07-15", "1990-02-28"],
    "date_partial": ["1990", "1990-05", "1990-05-20"],
    "email": ["minh.hoa@example.vn"],
    "phone": ["0990000101", "02400000001"],
    "citizen_id": ["079192999002"],
    "tax_code": ["0199990011", "0199990011-001", "001090999001"],
    "choice": ["a", "b"],
    "radio": ["a"],
    "multichoice": [["a"], ["b", "a"]],
    "checkbox": [True, False],
    "address": [
        {"province": "92", "ward": "31135", "detail": "Số 45"},
        {"country": "KR", "detail": "Seoul"},
    ],
    "file": [[{"name": "a.pdf", "size": 10, "content_type": "application/pdf"}]],
    "group": [
        [{"name": "Một", "copies": 2, "done": False}, {"name": "Hai", "done": True}],
        [{"name": "Một", "done": False, "scan": [FILE, {**FILE, "id": "f2"}]}],
    ],
    "static": [None],
}


def a_field(type_: FieldType, **options: Any) -> Field:
    options |= {"allow_foreign": True} if type_.name == "address" else {}
    return Field(
        key="answer",
        type=type_.name,
        label=LABEL,
        help=Text({"vi": "Gợi ý", "en": "Hint"}),
        options=options,
        choices=CHOICES if type_.has_choices else (),
        columns=COLUMNS if type_.nests else (),
    )


each_type = pytest.mark.parametrize("type_", list(registry.values()), ids=list(registry))
each_sample = pytest.mark.parametrize(
    ("type_", "value"),
    [(registry[name], value) for name, values in SAMPLES.items() for value in values],
)


def test_every_type_has_samples() -> None:
    assert set(SAMPLES) >= set(registry)


@each_sample
def test_parsing_a_canonical_value_gives_it_again(type_: FieldType, value: Any) -> None:
    assert type_.parse(a_field(type_), value) == value
    assert list(type_.check(a_field(type_), value, TODAY, {})) == []


@each_sample
def test_a_value_goes_to_the_page_and_back(type_: FieldType, value: Any) -> None:
    subject = a_field(type_)
    for language in ("vi", "en"):
        typed = type_.to_form(subject, value, language)
        assert type_.read(subject, json.loads(json.dumps(typed)), language) == (value, [])


@each_type
@pytest.mark.parametrize("raw", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_whatever_json_comes_parsing_raises_nothing_but_field_errors(
    type_: FieldType, raw: Any
) -> None:
    subject = a_field(type_)
    try:
        value = type_.parse(subject, raw)
    except FieldError:
        return
    assert type_.parse(subject, value) == value
    json.dumps(value, allow_nan=False)
    if not type_.is_empty(value):
        list(type_.check(subject, value, TODAY, {}))
        type_.display(subject, value, "vi")


@each_type
@pytest.mark.parametrize("typed", [None, "", "x", "\x00", [], {}, [{}], ["x"], {"day": "x"}])
def test_what_the_form_cannot_read_the_evaluation_refuses_too(type_: FieldType, typed: Any) -> None:
    subject = a_field(type_)
    value, errors = type_.read(subject, typed, "vi")
    if errors:
        with pytest.raises(FieldError):
            type_.parse(subject, value)


@each_sample
def test_the_schema_accepts_the_samples(type_: FieldType, value: Any) -> None:
    for language in ("vi", "en"):
        schema = type_.json_schema(a_field(type_), language)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(value)


@each_type
def test_an_export_has_the_same_columns_whatever_the_value(type_: FieldType) -> None:
    subject = a_field(type_)
    empty = type_.parse(subject, None)
    columns = list(type_.export(subject, empty, "vi"))
    for value in SAMPLES[type_.name]:
        row = type_.export(subject, value, "en")
        assert list(row) == columns
        assert all(isinstance(cell, str) for cell in row.values())


@each_type
def test_what_is_shown_is_plain_text(type_: FieldType) -> None:
    subject = a_field(type_)
    assert not type_.display(subject, type_.parse(subject, None), "vi") or type_.name == "checkbox"
    for value in SAMPLES[type_.name]:
        shown = type_.display(subject, value, "vi")
        assert not hasattr(shown, "__html__")
        assert isinstance(shown, (str, list))


@each_type
def test_the_editor_sees_the_type_s_own_settings_only(type_: FieldType) -> None:
    block = type_.block()
    assert isinstance(block, blocks.StructBlock)
    assert str(block.label)
    settings = set(type_.settings)
    assert set(type_.options) <= settings
    assert set(block.child_blocks) - {"columns"} == settings
    assert ("columns" in block.child_blocks) is type_.nests


@each_type
def test_a_setting_comes_back_from_the_editor_as_it_went(type_: FieldType) -> None:
    values = {
        "max_length": 10, "min_length": 2, "pattern": "^A", "format": "person_name", "min": 1,
        "max": 9, "decimal_places": 1, "kinds": ["branch"], "min_selected": 2, "max_files": 3,
        "must_be_true": True, "detail_required": False, "allow_foreign": True, "min_rows": 1,
        "max_rows": 5, "accept": ["pdf", "dwg"], "max_size_mb": 2.5,
    }  # fmt: skip
    for key, option in type_.options.items():
        value = "today" if option.is_expression else values[key]
        assert list(option.problems(value)) == []
        assert option.from_block(option.to_block(value)) == value
        assert list(option.problems(object())), f"{key} takes anything"


@each_type
def test_every_type_but_one_that_nests_may_stand_in_a_row(type_: FieldType) -> None:
    assert type_.in_columns is not type_.nests
    columns = registry["group"].block().child_blocks["columns"].child_blocks
    assert (type_.name in columns) is type_.in_columns


def page(type_: FieldType, typed: Any = None) -> BeautifulSoup:
    subject = a_field(type_)
    made: Any = type("Page", (AnswersForm,), {"definitions": {"answer": subject}, "blanks": {}})
    made.base_fields = {"answer": type_.form_field(subject, "vi")}
    row: Any = type("Row", (AnswersForm,), {"blanks": {}})
    row.base_fields = {c.key: registry[c.type].form_field(c, "vi") for c in subject.columns}
    made.row_classes = {"answer": row}
    form = made(typed={} if typed is None else {"answer": typed})
    with override("vi"):
        return BeautifulSoup(form["answer"].as_field_group(), "html.parser")


@each_type
def test_every_control_has_a_name_and_a_label(type_: FieldType) -> None:
    for value in [None, *SAMPLES[type_.name]]:
        typed = None if value is None else type_.to_form(a_field(type_), value, "vi")
        html = page(type_, typed)
        assert html.find("b") is None, "a label is text, not HTML"
        ids = [tag["id"] for tag in html.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for control in html.find_all(["input", "select", "textarea"]):
            if control.get("type") == "hidden":
                continue
            assert control["name"]
            assert html.find("label", attrs={"for": control["id"]}), control
            for described in control.get("aria-describedby", "").split():
                assert described in ids
        for fieldset in html.find_all("fieldset"):
            assert fieldset.find("legend").get_text(strip=True)
