"""From the interchange format to blocks and back: nothing is lost, or it is a named problem."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_forms.blocks.conversion import from_interchange, stream_blocks, to_interchange
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition, DefinitionError
from tests.domain import load
from tests.factories import procedure

SLUGS = [one["id"] for one in load("procedures.json")["procedures"]]


def streams(given: dict[str, Any]) -> dict[str, Any]:
    raw = from_interchange(given)
    names = ("facts", "steps", "rules")
    return {n: b.to_python(raw[n]) for n, b in zip(names, stream_blocks(), strict=True)}


def there_and_back(given: dict[str, Any]) -> dict[str, Any]:
    return to_interchange(**streams(given), id=given["id"])


def digest(given: dict[str, Any]) -> str:
    return Definition.from_json(given, load("procedures.json")["choice_lists"], registry).digest


@pytest.mark.parametrize("slug", SLUGS)
def test_a_procedure_comes_back_with_the_same_digest(slug: str) -> None:
    assert digest(there_and_back(procedure(slug))) == digest(procedure(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_statuses_and_sources_come_back_too(slug: str) -> None:
    given, back = procedure(slug), there_and_back(procedure(slug))
    for key in ("service_level", "fees", "legal_basis", "record", "note", "code"):
        assert without_nothing(back.get(key)) == without_nothing(given.get(key))
    assert back["form"]["label_source"] == given["form"]["label_source"]


def without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        found = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item not in (None, "", [], {})}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value


NEEDED = {"id", "name", "form", "steps", "key", "type", "label", "fields", "columns", "text",
          "assert", "error", "path", "message", "unit", "choices", "choices_ref", "value",
          "number"}  # fmt: skip


def optional_places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where a key stands that the format does not ask for."""
    found: list[tuple[Any, ...]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if isinstance(key, str) and key not in NEEDED:
            found.append((*path, key))
        if isinstance(item, (dict, list)):
            found += optional_places(item, (*path, key))
    return found


@st.composite
def thinned(draw: Any) -> dict[str, Any]:
    """A procedure without some of its optional keys."""
    given = copy.deepcopy(procedure(draw(st.sampled_from(SLUGS))))
    places = optional_places(given)
    for path in draw(st.lists(st.sampled_from(places), max_size=25, unique=True)):
        target: Any = given
        for step in path[:-1]:
            target = target.get(step) if isinstance(target, dict) else target[step]
            if target is None:
                break
        if isinstance(target, dict):
            target.pop(path[-1], None)
    return given


@given(thinned())
def test_whatever_optional_keys_are_missing_the_digest_survives(given: dict[str, Any]) -> None:
    try:
        expected = digest(given)
    except DefinitionError:
        return  # the format does ask for one of them
    assert digest(there_and_back(given)) == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["form"]["steps"][0]["fields"][1].update(required="today > '2026'"),
        lambda p: p["form"]["steps"][0]["fields"][2].update(default="0123"),
        lambda p: p["form"]["steps"][0]["fields"][2].update(default="12"),
        lambda p: p["form"]["steps"][0]["fields"][2].update(help={"en": "Only English"}),
        lambda p: p["form"]["steps"][0].update(note="for the editor"),
        lambda p: p["fees"][0].update(amount=0.5),
        lambda p: p["fees"][0].update(amount=1234567890123),
        lambda p: p.update(channel="national_portal", portal_url="https://example.org/x"),
        lambda p: p.update(routing={"by": "address", "field": "registration_office"}),
        lambda p: p.update(
            process=[{"desk": {"vi": "Tiếp nhận"}, "role": "reception", "hours": 4}]
        ),
        lambda p: p["time_limits"].append({"unit": "working_day", "amount": 0.5}),
        lambda p: p["legal_basis"][0].update(date="2014", url="https://example.org/"),
        lambda p: p["form"]["rules"][0]["error"].pop("code"),
        lambda p: p["form"]["rules"][0].update(severity="warning"),
    ],
)
def test_what_the_real_procedures_do_not_use_is_held_too(change: Any) -> None:
    given = copy.deepcopy(procedure("khai-sinh"))
    change(given)
    assert digest(there_and_back(given)) == digest(given)


@pytest.mark.parametrize(
    ("type_", "default"),
    [
        ("integer", 3),
        ("decimal", 0.5),
        ("text", "3"),
        ("text", "true"),
        ("checkbox", True),
        ("multichoice", ["a", "b"]),
        ("choice", "01"),
        ("address", {"province": "01", "ward": "00004"}),
    ],
)
def test_a_default_answer_keeps_its_json_type(type_: str, default: Any) -> None:
    given = copy.deepcopy(procedure("khai-sinh"))
    field = {"key": "new", "type": type_, "label": {"vi": "Mới"}, "default": default}
    if type_ in ("choice", "multichoice"):
        values = default if isinstance(default, list) else [default]
        field["choices"] = [{"value": one, "label": {"vi": one}} for one in values]
    given["form"]["steps"][0]["fields"].append(field)
    assert there_and_back(given)["form"]["steps"][0]["fields"][-1]["default"] == default
    assert digest(there_and_back(given)) == digest(given)


def test_a_setting_that_says_what_its_absence_says_is_no_difference() -> None:
    given = copy.deepcopy(procedure("khai-sinh"))
    given["form"]["steps"][0]["fields"][0].pop("detail_required", None)
    plain = digest(given)
    given["form"]["steps"][0]["fields"][0].update(detail_required=True, allow_foreign=False)
    given["form"]["steps"][0]["fields"][1].update(sensitive=False)
    assert digest(there_and_back(given)) == digest(given) == plain


def test_a_language_that_the_site_does_not_write_is_a_named_problem() -> None:
    given = copy.deepcopy(procedure("khai-sinh"))
    given["form"]["steps"][0]["label"]["fr"] = "Demandeur"
    with pytest.raises(DefinitionError) as caught:
        from_interchange(given)
    assert [p.path for p in caught.value.problems] == ["form.steps[0].label.fr"]


def test_a_second_import_gives_the_blocks_the_same_ids() -> None:
    assert from_interchange(procedure("khai-sinh")) == from_interchange(procedure("khai-sinh"))


def test_a_form_without_an_official_one_leaves_its_reference_out() -> None:
    """A new block has a status from the start; it says nothing until its value is filled."""
    block = stream_blocks()[0]
    form = block.to_python([{"type": "form", "value": {"title": {"vi": "Phiếu"}}}])
    form[0].value["reference"]["status"] = "known"
    made = to_interchange(form, [], [], "phieu")
    assert made["form"] == {"title": {"vi": "Phiếu"}, "steps": []}
