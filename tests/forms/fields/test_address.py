"""An address on a page, and what is wrong with one."""

from typing import Any

import pytest

from egov_forms.evaluation import evaluate
from egov_forms.fields import registry
from tests.forms.pages import TODAY, blank, definition, draw, step_with

from .build import codes, field


def test_wards_come_with_the_chosen_province() -> None:
    name = "giay-phep-xay-dung-nha-o"
    made, data = blank(
        name,
        step_with(name, "site_address"),
        site_address__province="92",
        site_address__detail="Hẻm 9",
        **{"choose-site_address": "1"},
    )
    form = made(data)
    assert form.action.kind == "wards"
    html = draw(made(typed=form.raw()))
    assert html.find(id=form.action.anchor).find("option", value="31135")
    assert html.find(id="id_site_address-detail")["value"] == "Hẻm 9"


def test_the_missing_ward_has_its_message_at_its_own_list() -> None:
    name = "giay-phep-xay-dung-nha-o"
    step = step_with(name, "site_address")
    made, data = blank(name, step, site_address__province="92")
    form = made(data)
    form.place(evaluate(definition(name), form.parsed, TODAY).errors_by_step[step])
    html = draw(form)
    ward = html.find(id="id_site_address-ward")
    assert ward["aria-invalid"] == "true"
    assert html.find(id=ward["aria-describedby"])
    assert html.find(id="id_site_address-province").get("aria-invalid") is None


def missing(name: str, question: str) -> Any:
    """The step of the question, sent empty."""
    step = step_with(name, question)
    made, data = blank(name, step)
    form = made(data)
    form.place(evaluate(definition(name), form.parsed, TODAY).errors_by_step[step])
    return form


@pytest.mark.parametrize(
    ("name", "question", "parts"),
    [
        ("giay-phep-xay-dung-nha-o", "site_address", ["province", "ward", "detail"]),
        ("khai-sinh", "birth_place", ["province", "ward"]),
    ],
)
def test_an_empty_address_marks_only_what_has_to_be_given(
    name: str, question: str, parts: list[str]
) -> None:
    html = draw(missing(name, question))
    marked = html.select(f"[data-egov-field={question}] [aria-invalid]")
    assert [one["id"] for one in marked] == [f"id_{question}-{part}" for part in parts]


def test_the_summary_s_link_to_an_address_moves_the_focus() -> None:
    form = missing("khai-sinh", "birth_place")
    target = draw(form).find(id=next(form["birth_place"].summary())[0])
    assert target.name == "fieldset"
    assert target["tabindex"] == "-1"


def test_a_foreign_address_is_a_country_and_a_text() -> None:
    name = "khai-sinh"
    made, data = blank(
        name,
        step_with(name, "birth_place"),
        birth_place__country="KR",
        birth_place__province="92",
        birth_place__detail="Seoul",
    )
    assert made(data).parsed["birth_place"] == {"country": "KR", "detail": "Seoul"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"province": "92", "ward": "31135", "detail": "Số 1"}, []),
        ({"province": "92", "ward": "31135"}, [(".detail", "required")]),
        ({"province": "92", "detail": "Số 1"}, [(".ward", "required")]),
        ({"detail": "Số 1"}, [(".province", "required")]),
        ({"province": "03", "ward": "31135", "detail": "x"}, [(".province", "invalid_choice")]),
        ({"province": "01", "ward": "31135", "detail": "x"}, [(".ward", "invalid_choice")]),
        ({"country": "KR", "detail": "Seoul"}, [(".country", "invalid_choice")]),
        ("Hà Nội", [("", "invalid_format")]),
        ({"province": 92}, [(".province", "invalid_format")]),
        ({}, [("", "required")]),
    ],
)
def test_what_is_wrong_with_an_address_stands_at_its_part(
    raw: object, expected: list[tuple[str, str]]
) -> None:
    assert codes(field("address"), raw) == expected


def test_abroad_a_country_of_the_list_is_needed() -> None:
    subject = field("address", allow_foreign=True)
    assert codes(subject, {"country": "KR", "detail": "Seoul"}) == []
    assert codes(subject, {"country": "ZZ", "detail": "x"}) == [(".country", "invalid_choice")]
    assert codes(subject, {"country": "VN"}) == [("", "required")]


def test_an_address_is_shown_from_small_to_large() -> None:
    home = {"province": "92", "ward": "31135", "detail": "Số 45"}
    shown = registry["address"].display(field("address"), home, "vi")
    assert shown == "Số 45, Phường Ninh Kiều, Thành phố Cần Thơ"
    abroad = {"country": "KR", "detail": "Seoul"}
    assert registry["address"].display(field("address"), abroad, "vi") == "Seoul, Hàn Quốc"
