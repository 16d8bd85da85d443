"""Rows with files and texts to read: defined, edited, judged, shown, drawn."""

import copy
from typing import Any

import pytest

from egov_forms import display, parts, printing
from egov_forms.evaluation import evaluate
from egov_forms.evaluation.browser import page_logic
from egov_forms.fields import registry
from egov_forms.forms import StepForm, form_class
from egov_forms.rules.definition import Definition, DefinitionError
from tests.forms.columns import asked, made_up, made_up_definition
from tests.forms.pages import TODAY, draw, sent
from tests.forms.test_conversion import there_and_back

MB = 1024 * 1024


def entry(name: str, size: int = 1000) -> dict[str, Any]:
    return {"id": f"id-{name}", "name": name, "size": size, "content_type": "application/pdf"}


def row(*names: str, **cells: Any) -> dict[str, Any]:
    return {"name": "Bằng", "scan": [entry(name) for name in names], **cells}


def wrong(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    answers = {"full_name": "Hoàng Minh Họa", "papers": list(rows)}
    found = evaluate(made_up_definition(), answers, TODAY).errors
    return [(error.path, error.code) for error in found]


# The definition and the editor.


def test_only_a_group_cannot_stand_in_a_group() -> None:
    given = made_up()
    columns = given["form"]["steps"][0]["fields"][2]["columns"]
    columns.append(asked("inner", "group", columns=[asked("x", "text")]))
    with pytest.raises(DefinitionError) as caught:
        Definition.from_json(given, {}, registry)
    assert [(one.path, one.code) for one in caught.value.problems] == [
        ("form.steps[0].fields[2].columns[5].type", "nested_group")
    ]


@pytest.mark.parametrize("name", ["papers.name", "papers.advice", "papers.nothing", "papers"])
def test_a_paper_is_uploaded_where_files_are_asked_for(name: str) -> None:
    given = made_up()
    given["dossier_components"][0]["form_field"] = name
    with pytest.raises(DefinitionError, match="dossier_components"):
        Definition.from_json(given, {}, registry)


def test_a_text_to_read_is_no_cell_that_expressions_know() -> None:
    given = made_up()
    given["form"]["rules"][0]["when"] = "row.advice == 'x'"
    with pytest.raises(DefinitionError, match="advice"):
        Definition.from_json(given, {}, registry)


def test_the_editor_holds_all_of_it() -> None:
    given, back = made_up(min_rows=1), there_and_back(made_up(min_rows=1))
    assert Definition.from_json(back, {}, registry).digest == made_up_definition(min_rows=1).digest
    fields, held = (one["form"]["steps"][0]["fields"] for one in (given, back))
    assert [one.get("note") for one in held] == [None, "không bắt buộc", None]
    assert held[1]["prefill"] == "organisation.tax_code"
    assert held[2]["columns"][4]["note"] == fields[2]["columns"][4]["note"]
    assert back["time_limits"] == given["time_limits"]
    assert back["target_users"] == given["target_users"]


@pytest.mark.parametrize("note", ["Một dòng\nhai dòng", {"vi": "Chỉ tiếng Việt"}, {"en": "x"}])
def test_a_note_of_either_kind_comes_back_as_it_was(note: Any) -> None:
    given = made_up()
    given["note"] = note
    given["form"]["steps"][0]["note"] = given["form"]["rules"][0]["note"] = note
    given["form"]["steps"][0]["fields"][0]["note"] = note
    given["time_limits"][0]["note"] = given["target_users"]["note"] = note
    given["fees"] = [{"name": {"vi": "Phí"}, "amount": 1, "note": note}]
    back = there_and_back(given)
    form, fee = back["form"], back["fees"][0]
    held = [back, form["steps"][0], form["rules"][0], form["steps"][0]["fields"][0], fee,
            back["time_limits"][0], back["target_users"]]  # fmt: skip
    assert [one["note"] for one in held] == [note] * len(held)


@pytest.mark.parametrize("note", [5, ["x"], {"vi": 5}, {"xx": "y"}])
def test_a_note_that_is_no_text_is_refused(note: Any) -> None:
    given = made_up()
    given["time_limits"][0]["note"] = note
    with pytest.raises(DefinitionError, match=r"time_limits\[0\]\.note"):
        there_and_back(given)
    given = made_up()
    given["form"]["steps"][0]["fields"][0]["note"] = note
    with pytest.raises(DefinitionError, match=r"fields\[0\]\.note"):
        there_and_back(given)


@pytest.mark.parametrize("name", ["account.address", "organisation.tax_code", "a.b_c.d"])
def test_any_dotted_name_may_fill_a_question_in(name: str) -> None:
    option = registry["text"].settings["prefill"]
    assert list(option.problems(name)) == []
    assert option.block().clean(name) == name
    assert list(option.problems("two words")) != []
    html = option.block().field.widget.render("box", name, {"id": "box"})
    assert 'list="box-suggestions"' in html
    assert '<option value="account.address">' in html


def test_who_may_apply_is_told_in_the_reader_s_language() -> None:
    made = made_up_definition()
    shown = {one.key: one.value for one in parts.parts(made, "en")}
    assert shown["target_users"] == ["Citizens", "Organisations", "Others"]
    shown = {one.key: one.value for one in parts.parts(made, "vi")}
    assert shown["target_users"][0] == "Công dân Việt Nam"


# The evaluation.


def test_right_rows_pass_and_hold_their_files() -> None:
    rows = [row("a.pdf"), row("b.pdf", "c.pdf", translated=True, translation=[entry("d.pdf")])]
    assert wrong(*rows) == []
    found = evaluate(made_up_definition(), {"full_name": "x", "papers": rows}, TODAY)
    assert found.answers["papers"][1]["translation"] == [entry("d.pdf")]
    assert "papers[1].advice" in found.visible
    assert "papers[0].advice" not in found.visible
    assert {"papers[0].scan", "papers[1].translation"} <= found.required


def test_what_is_wrong_with_files_stands_at_the_cell() -> None:
    large = {"name": "x", "scan": [entry("x.pdf", 2 * MB)]}
    assert wrong(row("a.pdf"), row("b.exe")) == [("papers[1].scan[0]", "invalid_file_type")]
    assert wrong(row("a.pdf"), large) == [("papers[1].scan[0]", "file_too_large")]
    assert wrong(row("1.pdf", "2.pdf", "3.pdf", "4.pdf")) == [("papers[0].scan", "too_many_files")]
    assert wrong(row("1.pdf", "2.pdf", "3.pdf"), row("4.pdf")) == []
    assert wrong(row()) == [("papers[0].scan", "required")]


def test_conditions_and_rules_read_the_files_of_a_row() -> None:
    assert wrong(row("a.pdf", translated=True)) == [
        ("papers[0].translation", "required"),
        ("papers[0].scan", "two_pages"),
    ]
    hidden = row("a.pdf", translation=[entry("d.exe")])
    assert wrong(hidden) == []
    found = evaluate(made_up_definition(), {"papers": [hidden]}, TODAY)
    assert "translation" not in found.answers["papers"][0]


# How it is shown.


def test_files_of_rows_are_shown_as_files() -> None:
    answers = {"papers": [row("a.pdf", "b.pdf"), row("c.pdf")]}
    section = display.sections(made_up_definition(), answers, "vi")[0]
    cells = [{cell.key: cell for cell in cells} for cells in section.answers[0].rows]
    assert [line.name for line in cells[0]["scan"].files] == ["a.pdf", "b.pdf"]
    assert cells[1]["scan"].files[0].id == "id-c.pdf"
    assert "advice" not in cells[0]


def test_types_that_write_rows_out_leave_texts_to_read_alone() -> None:
    group = made_up_definition().field("papers")
    schema = registry["group"].json_schema(group, "vi")
    assert set(schema["items"]["properties"]) == {"name", "translated", "scan", "translation"}
    told = registry["group"].export(group, [row("a.pdf", "b.pdf")], "vi")[""]
    assert "a.pdf" in told
    assert "b.pdf" in told
    blank = printing.blank_steps(made_up_definition(), "vi")[0].blanks[2]
    assert "Kèm bản dịch" not in blank.columns


def test_the_browser_knows_texts_to_read_in_rows_by_their_conditions() -> None:
    logic = page_logic(made_up_definition(), "papers_step", {}, TODAY)
    group = next(one for one in logic["fields"] if one["key"] == "papers")
    assert {"key": "advice", "type": "static"} in group["columns"]


# The form.


def step(**given: Any) -> StepForm:
    return form_class(made_up_definition(), "papers_step", "vi")(**given)


def two_rows() -> dict[str, Any]:
    return {"papers": [row("a.pdf", "b.pdf"), row("c.pdf", "d.pdf")]}


ATTACHED = {"papers.scan": {f"id-{name}.pdf": entry(f"{name}.pdf") for name in "abcd"}}


def names(rows: Any) -> list[list[str]]:
    return [[one["name"] for one in cells.get("scan", ())] for cells in rows]


def test_a_row_lists_its_files_with_its_own_input() -> None:
    html = draw(step(initial=two_rows()))
    control = html.find(id="id_papers-1-scan")
    assert (control["type"], control["name"]) == ("file", "papers-1-scan")
    assert control.has_attr("multiple")
    assert html.find("label", attrs={"for": "id_papers-1-scan"})
    held = html.find_all("input", attrs={"name": "papers-1-scan-id"})
    assert [one["value"] for one in held] == ["id-c.pdf", "id-d.pdf"]
    button = html.find("button", attrs={"name": "remove-papers-1-scan", "value": "id-c.pdf"})
    assert "c.pdf" in button.get_text()
    text = html.find(id="id_papers-0-advice")
    assert text["data-egov-show-when"] == "row.translated"
    assert "Kèm bản dịch" in text.get_text()


def test_files_stay_with_their_rows_when_a_row_is_removed_or_added() -> None:
    page = draw(step(initial=two_rows()))
    removed = step(data=sent(page, ("remove-row-papers", "0")), attached=ATTACHED)
    assert names(removed.raw()["papers"]) == [["c.pdf", "d.pdf"]]
    added = step(data=sent(page, ("add-papers", "1")), attached=ATTACHED)
    assert names(added.raw()["papers"]) == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"], []]
    gone = step(data=sent(page, ("remove-papers-1-scan", "id-c.pdf")), attached=ATTACHED)
    assert names(gone.raw()["papers"]) == [["a.pdf", "b.pdf"], ["d.pdf"]]
    assert gone.action is not None
    assert (gone.action.kind, gone.action.anchor) == ("remove_file", "id_papers-1-scan")


def test_a_row_names_only_files_of_its_column_and_each_stands_once() -> None:
    data = sent(draw(step(initial=two_rows())))
    data.setlist("papers-0-scan-id", ["id-a.pdf", "foreign", "id-a.pdf", "id-c.pdf"])
    data.setlist("papers-0-translation-id", ["id-b.pdf"])
    form = step(data=data, attached=ATTACHED)
    assert names(form.parsed["papers"]) == [["a.pdf", "c.pdf"], ["d.pdf"]]
    assert "translation" not in form.parsed["papers"][0]
    assert names(step(data=data).parsed["papers"]) == [[], []]


def test_an_error_of_a_file_stands_at_its_row() -> None:
    answers = {**copy.deepcopy(two_rows()), "full_name": "x"}
    answers["papers"][1]["scan"][0]["name"] = "c.exe"
    form = step(data=sent(draw(step(initial=answers))), attached=ATTACHED)
    errors = evaluate(made_up_definition(), answers, TODAY).errors
    assert form.place(errors) == []
    assert [anchor for anchor, _message in form.error_summary] == ["id_papers-1-scan"]
    assert draw(form).find(id="id_papers-1-scan")["aria-invalid"] == "true"
