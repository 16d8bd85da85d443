"""CEL as the domain data writes it."""

import logging
import threading

import pytest

from egov_forms.rules.expressions import (
    MAX_LENGTH,
    UNKNOWN,
    ExpressionError,
    check,
    compile_,
    dependencies,
)

TODAY = "2026-07-15"
BOUND = {
    "today": TODAY,
    "a": 5.0,
    "name": "Nguyễn",
    "yes": True,
    "no": False,
    "birth": "1992-03-08",
    "year_only": "1992",
    "month_only": "1992-02",
    "citizen": "079192999002",
    "papers": [{"pages": 5.0, "copies": 2.0, "main": True}, {"pages": 1.0, "main": False}],
    "none": [],
    "place": {"province": "01", "ward": "00070"},
}


def value(source: str, **more: object) -> object:
    return compile_(source).evaluate({**BOUND, **more})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + 1.0", 6.0),
        ("a > 4", True),
        ('name == "Nguyễn" ? 1.0 : 2.0', 1.0),
        ('"x" in ["x", "y"]', True),
        ("has(answers.a) && !has(answers.missing)", True),
        ('place.ward == "00070"', True),
        ("today", TODAY),
        ('name.startsWith("Ng")', True),
        ('name.matches("^N[a-zễ]+$")', True),
        ("size(name)", 6.0),
        ("name.size() == 6", True),
        ("papers.size() == 2", True),
        ("sum(papers.map(row, row.pages))", 6.0),
        ("sum(none)", 0.0),
        ("count(papers.filter(row, row.main))", 1.0),
        ("papers.exists(row, row.pages > 4.0)", True),
        ("papers.all(row, has(row.copies))", False),
        ("unique(papers.map(row, row.pages))", True),
        ('unique(["a", "b", "a"])', False),
        ("unique(none)", True),
        ("min(a, 2)", 2.0),
        ("max(a, 2.5)", 5.0),
        ('min("2020", "2019")', "2019"),
        ('lower("CÔNG TY Đ")', "công ty đ"),
        ("year(birth)", 1992.0),
        ("year(year_only)", 1992.0),
        ('add_days("2024-02-28", 2)', "2024-03-01"),
        ("add_days(today, -10)", "2026-07-05"),
        ('days_between("2026-06-20", today)', 25.0),
        ('days_between(today, "2026-07-01")', -14.0),
        ("earliest(year_only)", "1992-01-01"),
        ("latest(year_only)", "1992-12-31"),
        ("earliest(month_only)", "1992-02-01"),
        ("latest(month_only)", "1992-02-29"),
        ("latest(birth)", "1992-03-08"),
        ("id_birth_year(citizen)", 1992.0),
        ("id_gender(citizen)", "female"),
        ('id_birth_year("001204000001")', 2004.0),
        ('id_gender("001204000001")', "male"),
    ],
)
def test_an_expression_has_the_value_that_the_language_says(source, expected):
    result = value(source)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("2008-07-15", "2026-07-15", 18.0),
        ("2008-07-16", "2026-07-15", 17.0),
        ("2008", "2026-01-01", 18.0),  # may have been born on the first of January
        ("2008-12", "2026-11-30", 17.0),
        ("2008-07-16", "2026", 18.0),  # the exam may have been in December
        ("2004-02-29", "2022-02-28", 17.0),
        ("2004-02-29", "2022-03-01", 18.0),
        ("2030-01-01", "2026-07-15", -4.0),
    ],
)
def test_age_takes_the_earliest_birth_and_the_latest_day(birth, on, years):
    assert value("age(birth, on)", birth=birth, on=on) == years


@pytest.mark.parametrize(
    "source",
    [
        "missing",
        "missing > 1",
        "!missing",
        "missing && true",
        "missing || false",
        "missing ? 1 : 2",
        "answers.missing",
        "a + 1",  # int and double do not mix in arithmetic
        'a < "x"',
        "a / 0.0",
        "0.0 / 0.0",
        "papers[9].pages",
        "papers.map(row, row.copies)",
        "sum(papers.map(row, row.copies))",
        "sum([true])",
        "name.unheard()",
        "min(a, name)",
        "lower(a)",
        "count(name)",
        'year("199")',
        'year("1992-13")',
        'earliest("1992-02-30")',
        'latest("0000")',
        "add_days(year_only, 1)",
        "add_days(today, 0.5)",
        "add_days(today, 99999999)",
        'add_days("9999-12-31", 1)',
        "days_between(year_only, today)",
        'id_birth_year("07919299900")',
        'id_gender("07919299900x")',
        'name.matches("(")',
        "null",
        "row.pages",
    ],
)
def test_what_cannot_be_said_is_unknown(source):
    assert value(source) is UNKNOWN
    assert not compile_(source).holds(BOUND)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("true || missing", True),
        ("missing || true", True),
        ("false && missing > 1", False),
        ("missing > 1 && false", False),
        ("missing || missing", UNKNOWN),
        ('id_gender("bad") == "male" || yes', True),
    ],
)
def test_or_and_and_absorb_the_unknown(source, expected):
    assert value(source) is expected


def test_unknown_is_false_as_a_condition():
    assert not UNKNOWN


def test_a_row_is_a_map_of_its_cells():
    assert value("row.pages * a", row={"pages": 2.0}) == 10.0
    assert value("has(row.copies)", row={"pages": 2.0}) is False
    assert value("sum(papers.map(row, row.pages)) + row.pages", row={"pages": 2.0}) == 8.0


def test_no_value_reaches_a_log(caplog):
    with caplog.at_level(logging.DEBUG):
        assert value("id_gender(secret)", secret="canary-079192999002") is UNKNOWN
        assert value("secret + 1", secret="canary-079192999002") is UNKNOWN
    assert "canary" not in caplog.text


def test_threads_do_not_see_each_others_answers():
    seen: list[object] = []

    def work(number: float) -> None:
        expression = compile_("n * 1.0")
        seen.extend(expression.evaluate({"n": number}) - number for _ in range(300))

    threads = [threading.Thread(target=work, args=(float(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {0.0}


def test_names_members_and_dependencies_are_listed():
    expression = compile_("has(answers.b) && a > 1 && papers.exists(row, row.pages > c)")
    assert expression.names == {"answers", "a", "papers", "c"}
    assert expression.members == {"answers.b", "row.pages"}
    assert expression.reads == {"a", "b", "c", "papers"}
    assert expression.group_cells == {("papers", "pages")}
    assert expression.row_cells == frozenset()
    assert dependencies("a + today") == {"a"}


def test_cells_of_the_row_are_told_from_cells_of_a_group():
    expression = compile_("row.share < sum(papers.filter(row, row.main).map(row, row.pages))")
    assert expression.row_cells == {"share"}
    assert expression.group_cells == {("papers", "main"), ("papers", "pages")}


def test_words_in_texts_comments_and_members_are_no_names():
    source = (
        'a == 1 // and b\n && name != \'c \\\' d\' && place.ward != r"e\\" && name != """f\ng"""'
    )
    assert dependencies(source) == {"a", "name", "place"}


NAMES = {"a", "name", "papers", "place"}
GROUPS = {"papers": {"pages", "copies"}}


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("", "syntax", 1, 1),
        ("a ==", "syntax", 1, 5),
        ("a\n == )", "syntax", 2, 5),
        ("(((", "syntax", 1, 4),
        ("nope > 1", "unknown_name", 1, 1),
        ("a > 1 &&\n  nope", "unknown_name", 2, 3),
        ("has(answers.nope)", "unknown_name", 1, 13),
        ("unheard(a)", "unknown_name", 1, 1),
        ("name.unheard()", "unknown_name", 1, 6),
        ("min(a)", "unknown_name", 1, 1),
        ("age(a, min(a, a), a)", "unknown_name", 1, 1),
        ("row.pages", "unknown_name", 1, 1),
        ("papers.map(row, row.nope)", "unknown_name", 1, 21),
        ("papers.map(x, x.pages)", "macro_variable", 1, 8),
        ("papers.map(row, papers.exists(row, true))", "nested_macro", 1, 24),
        ('answers["a"]', "whole_answers", 1, 1),
        ("size(answers) > 1", "whole_answers", 1, 6),
        ("a" * (MAX_LENGTH + 1), "too_long", 1, 1),
        ("a * 5000", "whole_number", 1, 5),
        ("18 + a", "whole_number", 1, 1),
        ("count(papers) - 1 > 0", "whole_number", 1, 17),
        ("papers.size() - 1 > 0.0", "whole_number", 1, 17),
        ("2 * age(name, today) > 36.0", "whole_number", 1, 1),
        ("papers.exists(row, row.pages * 2 > 1)", "whole_number", 1, 32),
        ("a * -2", "whole_number", 1, 6),
        ("a *\n 2 * 3.0", "whole_number", 2, 2),
    ],
)
def test_a_wrong_source_is_told_with_its_place(source, code, line, column):
    found = check(source, NAMES, None, GROUPS)
    assert [(p.code, p.line, p.column) for p in found] == [(code, line, column)]
    assert found[0].message


@pytest.mark.parametrize(
    "source",
    [
        "a > 1 && today > '2020'",
        "papers.filter(row, has(row.pages)).map(row, row.copies).size() > 1",
        "place.ward == 'x'",
        "has(answers.a) || count(papers) > 1.0",
        "name in ['a', 'b']",
        "double('1') > a",
        "a * 5000.0 - 1e3 > -1 && a < 60 * 60",
        "add_days(today, -10) < '2020' && papers[0].pages > 1",
        "int(a) * 2 > 1",
    ],
)
def test_a_right_source_has_no_problems(source):
    assert check(source, NAMES, None, GROUPS) == []


def test_every_unknown_name_is_told():
    assert [p.column for p in check("x + y + a + z", NAMES)] == [1, 5, 13]


def test_cells_are_checked_against_the_row():
    assert check("row.pages > 1", NAMES, {"pages"}) == []
    assert [p.code for p in check("row.nope > 1", NAMES, {"pages"})] == ["unknown_name"]


@pytest.mark.parametrize("unit", ["(", "[", "!", "-", "{1:", "f(", "true?", "a.", "1+", '"'])
def test_deep_nesting_is_refused_or_compiled_but_never_fatal(unit):
    source = (unit * MAX_LENGTH)[: MAX_LENGTH - 1] + "1"
    try:
        came_of_it = compile_(source).evaluate(BOUND)
    except ExpressionError as refused:
        came_of_it = refused.problems
    assert came_of_it not in (None, [])


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("(1 + 2) * 3 == 9", True),
        ("2 * (1 + 2) == 6", True),
        ("1 - -1 == 2", True),
        ("[1, 2][0] + 1 == 2", True),
        ("(a > 1.0 ? 1 : 2) + 1 == 2", True),
        ("[1, 2].exists(row, row * 2 == 4)", True),
        ("int(a) + 1 == 4", True),
        ("[{'n': 1}].exists(row, row.n + 1 == 2)", True),
        ("timestamp('2020-01-05T00:00:00Z').getFullYear() + 1 == 2021", True),
    ],
)
def test_whole_numbers_that_have_a_value_are_let_be(source: str, value: bool) -> None:
    assert compile_(source).evaluate({"a": 3.0}) is value
    assert not [one for one in check(source, NAMES, None, GROUPS) if one.code == "whole_number"]
