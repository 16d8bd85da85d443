"""Expressions and paths of a definition: known names, right order, no circles."""

from typing import Any

import pytest

from .build import field, problems_of, rule, step


def papers(*columns: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return field("papers", "group", columns=list(columns), **settings)


def test_within_a_step_a_condition_may_look_forward():
    assert problems_of(step("mot", field("a", show_when="b == 'x'"), field("b"))) == []


@pytest.mark.parametrize("settings", [{"show_when": "z == 'x'"}, {"computed": "z"}])
def test_a_condition_or_a_computed_value_may_not_look_at_a_later_step(settings):
    found = problems_of(step("mot", field("a", **settings)), step("hai", field("z")))
    (name,) = settings
    assert found == [(f"form.steps[0].fields[0].{name}", "forward_reference")]


def test_a_column_may_not_look_at_a_later_step():
    column = field("x", show_when="z == 'x'")
    found = problems_of(step("mot", papers(column)), step("hai", field("z")))
    assert found == [("form.steps[0].fields[0].columns[0].show_when", "forward_reference")]


def test_what_is_required_may_depend_on_a_later_step():
    assert problems_of(step("mot", field("a", required="z == 'x'")), step("hai", field("z"))) == []


def test_a_circle_is_told_at_each_of_its_fields():
    found = problems_of(
        step("mot", field("a", show_when="b == 'x'"), field("b", computed="c"),
             field("c", show_when="has(answers.a)")),
    )  # fmt: skip
    assert [code for _path, code in found] == ["circular"] * 3


def test_a_circle_of_columns_is_told():
    columns = [field("x", show_when="row.y == 'a'"), field("y", show_when="row.x == 'a'")]
    assert [code for _path, code in problems_of(step("mot", papers(*columns)))] == ["circular"] * 2


def test_a_column_of_a_group_may_not_read_its_own_group():
    found = problems_of(step("mot", papers(field("x", computed="papers.size() > 1 ? 'a' : 'b'"))))
    assert [code for _path, code in found] == ["circular"]


@pytest.mark.parametrize(
    ("path", "each", "known"),
    [
        ("a", None, True),
        ("papers", None, True),
        ("home.ward", None, True),
        ("papers[].x", "papers", True),
        ("papers[]", "papers", True),
        ("papers[].home.detail", "papers", True),
        ("nope", None, False),
        ("a.ward", None, False),
        ("papers[].x", None, False),
        ("papers[].nope", "papers", False),
        ("papers[0].x", "papers", False),
        ("papers.x", "papers", False),
        ("home.nope", None, False),
        ("words", None, False),
    ],
)
def test_a_rule_points_to_a_field(path, each, known):
    fields = [field("a"), field("home", "address"), field("words", "static")]
    fields += [papers(field("x"), field("home", "address"))]
    found = problems_of(step("mot", *fields), rules=[rule("r", "true", path, each=each)])
    assert found == ([] if known else [("form.rules[0].error.path", "unknown_path")])


def test_row_has_a_meaning_in_rows_only():
    rules = [rule("r", "row.x == 'a'", "papers[].x", each="papers"), rule("s", "row.x == 'a'", "a")]
    found = problems_of(step("mot", field("a"), papers(field("x"))), rules=rules)
    assert found == [("form.rules[1].assert", "unknown_name")]


def test_a_text_to_read_has_no_answer_to_refer_to():
    found = problems_of(step("mot", field("words", "static"), field("a", show_when="words == 'x'")))
    assert found == [("form.steps[0].fields[1].show_when", "unknown_name")]


@pytest.mark.parametrize(
    "source",
    [
        "papers.map(row, [papers, papers]).size() > 1",
        "papers.exists(row, answers.papers.size() > 1)",
        "answers.papers.exists(row, answers.a == row.x)",
        "papers.exists(row, row.x in kinds)",
        " + ".join(["papers.size()"] * 11) + " > 1",
        " + ".join(["papers.map(row, row.x).size()"] * 11) + " > 1",
        "a " + "+ a " * 50 + "== ''",
        "papers.map(row, row.x).map(row, row + row).size() > 1",
        "(true ? papers.map(row, row.x) : papers).map(row, row + row).size() > 1",
    ],
)
def test_an_expression_that_could_hold_a_worker_is_refused(source: str) -> None:
    kinds = field("kinds", "multichoice", choices=[{"value": "k", "label": {"vi": "K"}}])
    found = problems_of(step("mot", papers(field("x")), kinds, field("a")),
                        rules=[rule("r", source, "papers")])  # fmt: skip
    assert {code for _path, code in found} == {"bad_expression"}


@pytest.mark.parametrize(
    "source",
    [
        "papers.filter(row, row.x == a).map(row, row.x).size() > 1",
        "unique(papers.map(row, [row.x, row.y]))",
        " + ".join(["count(papers.filter(row, row.x == a))"] * 10) + " > 1",
        "papers.exists(row, row.x in ['a', 'b']) && answers.papers.size() > 1",
    ],
)
def test_what_a_form_asks_of_its_groups_is_not_refused(source: str) -> None:
    found = problems_of(step("mot", papers(field("x"), field("y")), field("a")),
                        rules=[rule("r", source, "papers")])  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("papers[0].x == 'a'", True),
        ("papers[0].typo == 'a'", False),
        ("answers.papers[0].typo == 'a'", False),
        ("papers.x == 'a'", False),
        ("home.province == '01'", True),
        ("home.provnce == '01'", False),
        ("has(answers.home.country)", True),
        ("has(answers.home.provnce)", False),
        ("papers.exists(row, row.at.ward == '1')", True),
        ("papers.exists(row, row.at.wrad == '1')", False),
        ("papers[0].at.wrad == '1'", True),
        ("a.x == 'a'", False),
        ("a.startsWith('a') && [a][0] == 'b'", True),
        ("scan[0].size > 1.0", True),
        ("scan[0].sise > 1.0", False),
    ],
)
def test_a_part_or_cell_that_is_not_there_is_told_where_it_can_be(source: str, known: bool) -> None:
    rows = papers(field("x"), field("at", "address"))
    fields = [rows, field("home", "address"), field("a"), field("scan", "file")]
    found = problems_of(step("mot", *fields), rules=[rule("r", source, "papers")])
    assert found == ([] if known else [("form.rules[0].assert", "unknown_name")])


@pytest.mark.parametrize(
    ("source", "known"), [("row.at.ward == '1'", True), ("row.at.w == '1'", False)]
)
def test_parts_of_the_cells_of_a_rules_own_row_are_checked(source: str, known: bool) -> None:
    rows = papers(field("x"), field("at", "address"))
    found = problems_of(step("mot", rows), rules=[rule("r", source, "papers[].x", each="papers")])
    assert found == ([] if known else [("form.rules[0].assert", "unknown_name")])
