"""The browser shows and hides what the server shows and hides."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.html import json_script
from playwright.sync_api import Browser, Page

from egov_forms.evaluation import evaluate
from egov_forms.evaluation.browser import page_logic
from egov_forms.evaluation.plan import plan_of
from egov_forms.evaluation.run import Run
from egov_forms.fields import FieldError, registry
from egov_forms.fields.numbers import plain_number
from egov_forms.forms import form_class
from egov_forms.rules.definition import Definition
from egov_forms.rules.expressions import UNKNOWN, compile_
from tests.domain import load

SCRIPT = Path(__file__).parents[2] / "egov_forms/static/egov_forms/egov-conditions.js"
TODAY = datetime.date(2026, 7, 15)
NAMES = [procedure["id"] for procedure in load("procedures.json")["procedures"]]
Bindings = dict[str, Any]


@cache
def definition(name: str) -> Definition:
    data = load("procedures.json")
    procedure = next(p for p in data["procedures"] if p["id"] == name)
    return Definition.from_json(procedure, data["choice_lists"], registry)


@cache
def valid(name: str) -> dict[str, Any]:
    sets = load("personas.json")["answer_sets"]
    answers: dict[str, Any] = next(s for s in sets if s["procedure"] == name)["valid"]["answers"]
    return answers


@pytest.fixture(scope="module")
def shared_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


# Expressions by themselves.

EXPRESSIONS = ("show_when", "computed", "required", "when", "assert", "formula", "condition")


def sources(node: Any, key: str = "") -> Iterator[str]:
    """Every CEL text of an interchange procedure."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from sources(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from sources(value, key)
    elif isinstance(node, str) and key in EXPRESSIONS:
        yield node


def bindings(name: str) -> Iterator[Bindings]:
    """What the valid answers bind, then without each name in turn, then for each row."""
    run = Run(plan_of(definition(name)), valid(name), TODAY, -1)
    run.evaluation()
    yield run.bound
    for left_out in run.bound:
        yield {key: value for key, value in run.bound.items() if key != left_out}
    for rows in run.row_views.values():
        for row in rows:
            yield {**run.bound, "row": row}
            for left_out in row:
                yield {**run.bound, "row": {k: v for k, v in row.items() if k != left_out}}


def in_browser(page: Page, cases: list[tuple[str, Bindings]]) -> list[Any]:
    script = """cases => cases.map(([source, bound]) => {
        const value = window.egovConditions.evaluate(source, bound);
        return value === undefined ? "is unknown" : value;
    })"""
    found: list[Any] = page.evaluate(script, cases)
    return found


def on_server(cases: list[tuple[str, Bindings]]) -> list[Any]:
    found = (compile_(source).evaluate(bound) for source, bound in cases)
    return ["is unknown" if value is UNKNOWN else value for value in found]


@pytest.mark.parametrize("name", NAMES)
def test_every_expression_of_a_procedure_means_the_same_in_the_browser(
    shared_page: Page, name: str
) -> None:
    procedure = next(p for p in load("procedures.json")["procedures"] if p["id"] == name)
    texts = sorted({text for text in sources(procedure) if not text.startswith("today.")})
    cases = [(text, bound) for bound in bindings(name) for text in texts]
    browser, server = in_browser(shared_page, cases), on_server(cases)
    different = [
        (case[0], mine, theirs)
        for case, mine, theirs in zip(cases, browser, server, strict=True)
        if mine != theirs
    ]
    assert different[:5] == []


HARD = [
    "size(name) > 3",
    "size(name) * 2.0",
    'name.matches("^Ng.y")',
    'name.matches("(a+)+$")',
    '"size(x)" == name',
    "name.size() == 4.0",
    "number == 2",
    "2 == number",
    "number in [1, 2, 3]",
    "number + 1",
    "number + 1.0",
    "number / 0.0",
    'number > 1 || nothing == "a"',
    'nothing == "a" || number > 1',
    'nothing == "a" && number > 1',
    'nothing == "a" && number > 2',
    "!has(answers.nothing)",
    "has(answers.number) && answers.number == 2.0",
    "nothing",
    "null",
    'name == null || number == "2"',
    "age(born, today)",
    "age(year_only, today)",
    'age("2026-02-30", today)',
    "year(year_only)",
    "add_days(born, 30.0)",
    "add_days(born, 0.5)",
    "add_days(year_only, 1.0)",
    "days_between(born, today)",
    'earliest("2024-02") == "2024-02-01" && latest("2024-02") == "2024-02-29"',
    'latest("2023-02")',
    "id_birth_year(id)",
    "id_gender(id)",
    "id_gender(name)",
    'lower("ĐỖ THỊ")',
    "min(number, 3)",
    'max("a", "b")',
    "min(number, name)",
    "unique([1.0, 2.0, 1.0])",
    "unique(rows.map(row, row.a))",
    "sum(rows.map(row, row.a))",
    "sum(rows.map(row, row.b))",
    "count(rows.filter(row, has(row.b)))",
    "rows.exists(row, row.a == 1.0)",
    "rows.all(row, row.a < 3.0)",
    "rows.exists_one(row, row.a > 1.0)",
    "rows[0].a",
    "rows[9].a",
    "count(rows) == 2",
    "number > 1 ? name : number",
    "int(number) + 1",
    "double(2) + number",
    'string(number) == "2"',
    'name.startsWith("Ng") && name.endsWith("y") && name.contains("à")',
    "-number < 0",
    "number % 2.0",
    "1 < 2.0 && 2u > 1",
]


def test_hard_expressions_mean_the_same_in_the_browser(shared_page: Page) -> None:
    bound: Bindings = {
        "today": "2026-07-15",
        "name": "Ngày",
        "number": 2.0,
        "born": "2000-07-16",
        "year_only": "1980",
        "id": "001301000001",
        "rows": [{"a": 1.0}, {"a": 2.0, "b": 5.0}],
    }
    cases = [(source, bound) for source in HARD]
    pairs = zip(HARD, in_browser(shared_page, cases), on_server(cases), strict=True)
    assert [(source, mine, theirs) for source, mine, theirs in pairs if mine != theirs] == []


def test_a_pattern_that_would_hang_the_browser_is_unknown(shared_page: Page) -> None:
    source = 'name.matches("^(a+)+$")'
    assert in_browser(shared_page, [(source, {"name": "a" * 501 + "b"})]) == ["is unknown"]


TYPED = ["1", "1.234", "1,234", "1.5", "1,5", "1.234,5", "1,234.5", "1.2.3", "12.345.678", "0,5"]
TYPED += ["-3", "+4", " 1 000 ", "", "abc", "1.", ".5", "0.123", "1234.567", "1,2,3", "1.234.56"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("fractions", [True, False])
def test_typed_numbers_are_read_alike(shared_page: Page, language: str, fractions: bool) -> None:
    def server(typed: str) -> float | None:
        try:
            return float(plain_number(typed, language, fractions=fractions))
        except FieldError:
            return None

    script = """([typed, options]) => typed.map(
        (one) => window.egovConditions.readNumber(one, options) ?? null)"""
    options = {"places": 6, "fractions": fractions, "usesComma": language == "vi"}
    browser = shared_page.evaluate(script, [TYPED, options])
    assert dict(zip(TYPED, browser, strict=True)) == {one: server(one) for one in TYPED}


# Whole steps.


LOGIC = {
    "bound": {"today": "2026-07-15"},
    "fields": [{"key": "a", "type": "text"}, {"key": "b", "type": "text"}],
}


def two_questions(page: Page, condition: str, error: str = "") -> None:
    page.set_content(f"""<html lang="vi"><form>
        <div data-egov-field="a"><input name="a"></div>
        <div data-egov-field="b" data-egov-show-when='{condition}'>{error}<input name="b"></div>
        </form>{json_script(LOGIC, "egov-logic")}</html>""")
    page.add_script_tag(path=SCRIPT)


def test_a_condition_that_the_browser_cannot_read_hides_nothing(shared_page: Page) -> None:
    two_questions(shared_page, "(true ? 1.0 : 2) == 1")
    assert shown_in_browser(shared_page) == {"a", "b"}


def test_what_the_server_faults_stays_in_sight_until_something_changes(shared_page: Page) -> None:
    two_questions(shared_page, 'a == "x"', error="<p class=egov-error>Wrong</p>")
    assert shown_in_browser(shared_page) == {"a", "b"}
    shared_page.fill("[name=a]", "y")
    assert shown_in_browser(shared_page) == {"a"}


def open_step(page: Page, name: str, step: str) -> None:
    """The step's questions with the valid answers, and the script."""
    form = form_class(definition(name), step, "vi")(initial=valid(name))
    questions = "".join(bound.as_field_group() for bound in form.questions)
    answers = evaluate(definition(name), valid(name), TODAY, "").answers
    logic = json_script(page_logic(definition(name), step, answers, TODAY), "egov-logic")
    page.set_content(f'<html lang="vi"><form>{questions}</form>{logic}</html>')
    page.add_script_tag(path=SCRIPT)


def shown_in_browser(page: Page) -> set[str]:
    """Paths of the questions in sight, as an evaluation writes them."""
    names = page.evaluate("""() => [...document.querySelectorAll("[data-egov-field]")]
        .filter((one) => one.getClientRects().length).map((one) => one.dataset.egovField)""")
    return {as_path(name) for name in names}


def as_path(name: str) -> str:
    key, *rest = name.split("-")
    return f"{key}[{rest[0]}].{rest[1]}" if rest else key


def shown_on_server(page: Page, name: str, step: str) -> set[str]:
    """What an evaluation shows of the answers that the page would send."""
    sent = QueryDict(mutable=True)
    for key, value in page.evaluate("""() => [...new FormData(document.querySelector("form"))]
            .filter(([, value]) => typeof value === "string")"""):
        sent.appendlist(key, value)
    form = form_class(definition(name), step, "vi")(sent, initial=valid(name))
    visible = evaluate(definition(name), {**valid(name), **form.parsed}, TODAY).visible
    asked = {
        *form.fields,
        *(
            f"{key}[{number}].{cell}"
            for key, row_class in form.row_classes.items()
            for number in range(100)
            for cell in row_class.base_fields
        ),
    }
    return set(visible & asked)


CHANGES = """(limit) => {
    const found = [];
    document.querySelectorAll("[data-egov-field] input, [data-egov-field] select")
        .forEach((one, at) => {
            if (!one.name || one.name.endsWith("-rows")) return;
            if (one.tagName === "SELECT") {
                for (let i = 0; i < Math.min(one.length, limit); i++) found.push([at, i]);
            } else if (one.type !== "file" && one.type !== "hidden") {
                found.push([at, one.type === "radio" || one.type === "checkbox" ? null : ""]);
            }
        });
    return found;
}"""
CHANGE = """([at, to]) => {
    const all = document.querySelectorAll("[data-egov-field] input, [data-egov-field] select");
    const one = all[at];
    if (typeof to === "number") one.selectedIndex = to;
    else if (to === null) one.checked = !one.checked;
    else one.value = to;
    one.dispatchEvent(new Event("change", { bubbles: true }));
}"""
STEPS = [
    (name, step.key)
    for name in NAMES
    for step in definition(name).steps
    if any(field.show_when or field.columns for field in step.fields)
]


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_a_step_shows_what_the_server_would_show_after_every_change(
    shared_page: Page, name: str, step: str
) -> None:
    open_step(shared_page, name, step)
    assert shown_in_browser(shared_page) == shown_on_server(shared_page, name, step)
    for change in shared_page.evaluate(CHANGES, 4):
        shared_page.evaluate(CHANGE, change)
        assert shown_in_browser(shared_page) == shown_on_server(shared_page, name, step), change
