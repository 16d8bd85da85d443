"""Rows on a page: added, removed, wrong."""

from django.http import QueryDict

from egov_forms.evaluation import evaluate
from egov_forms.fields import registry
from egov_forms.forms import StepForm
from egov_forms.rules.definition import Field
from tests.forms.pages import TODAY, blank, definition, draw, sent, step_with

from .build import codes, field


def papers(**changes: str) -> tuple[type[StepForm], QueryDict]:
    return blank("chung-thuc-ban-sao", step_with("chung-thuc-ban-sao", "papers"), **changes)


def test_a_required_group_starts_with_one_blank_row() -> None:
    _made, data = papers()
    assert data["papers-rows"] == "1"
    assert "papers-0-pages" in data


def test_adding_a_row_keeps_what_was_typed() -> None:
    made, data = papers(papers__0__paper_name="Bằng tốt nghiệp", **{"add-papers": "1"})
    form = made(data)
    assert (form.action.kind, form.action.key, form.action.anchor) == (
        "add_row", "papers", "id_papers-1",
    )  # fmt: skip
    html = draw(made(typed=form.raw()))
    assert html.find(id="id_papers-0-paper_name")["value"] == "Bằng tốt nghiệp"
    assert not html.find(id="id_papers-1-paper_name").get("value")
    assert html.find(id=form.action.anchor)


def test_removing_a_row_takes_that_row_away() -> None:
    made, _data = papers()
    rows = [{"paper_name": name} for name in ("Một", "Hai", "Ba")]
    data = sent(draw(made(initial={"papers": rows})), ("remove-row-papers", "1"))
    form = made(data)
    assert [row["paper_name"] for row in form.raw()["papers"]] == ["Một", "Ba"]


def test_a_full_group_takes_no_more_rows() -> None:
    made, _data = papers()
    most = definition("chung-thuc-ban-sao").field("papers").options["max_rows"]
    full = [{"paper_name": "x"} for _row in range(most)]
    html = draw(made(initial={"papers": full}))
    assert html.find("button", attrs={"name": "add-papers"}) is None
    form = made(sent(html, ("add-papers", "1")))
    assert len(form.raw()["papers"]) == most


def test_more_rows_than_a_group_may_have_are_refused_and_not_cut_off() -> None:
    made, data = papers(**{"papers-rows": "9999", "papers-8888-pages": "1"})
    form = made(data)
    errors = evaluate(definition("chung-thuc-ban-sao"), form.parsed, TODAY).errors
    form.place(errors)
    assert [code for path, code in ((e.path, e.code) for e in errors) if path == "papers"] == [
        "max_rows"
    ]
    assert len(form.raw()["papers"]) == 101, "no request makes work without end"


def test_an_error_in_a_row_stands_at_its_cell() -> None:
    made, data = papers(papers__0__pages="hai trang")
    form = made(data)
    errors = evaluate(definition("chung-thuc-ban-sao"), form.parsed, TODAY).errors
    step = step_with("chung-thuc-ban-sao", "papers")
    form.place([error for error in errors if error.step == step])
    anchors = [anchor for anchor, _message in form.error_summary]
    assert anchors.count("id_papers-0-pages") == 1
    html = draw(form)
    cell = html.find(id="id_papers-0-pages")
    assert cell["value"] == "hai trang"
    assert cell["aria-invalid"] == "true"
    assert html.find(id=cell["aria-describedby"].split()[0]).get_text(strip=True)
    assert not any(anchor == "id_papers" for anchor in anchors)


def test_a_computed_cell_is_never_entered() -> None:
    made, data = papers(papers__0__row_fee="1")
    assert "row_fee" not in made(data).parsed["papers"][0]
    assert draw(made()).find(attrs={"name": "papers-0-row_fee"}) is None


def test_a_row_left_with_unticked_boxes_only_is_not_lost() -> None:
    name = "dang-ky-ho-kinh-doanh"
    made, data = blank(name, step_with(name, "lines"))
    data["lines-rows"] = "2"
    assert len(made(data).parsed["lines"]) == 2


def rows_field(**options: object) -> Field:
    columns = (field("text", "name"), field("integer", "copies"), field("checkbox", "done"))
    return field("group", columns=columns, **options)


def test_only_declared_cells_are_kept_and_empty_ones_are_left_out() -> None:
    raw = [{"name": " Một ", "copies": None, "done": False, "intruder": 1}]
    assert registry["group"].parse(rows_field(), raw) == [{"name": "Một", "done": False}]


def test_every_wrong_cell_is_named() -> None:
    found = codes(rows_field(), [{"copies": "x"}, {"name": 5, "copies": 1.5}])
    assert found == [
        ("[0].copies", "invalid_format"),
        ("[1].name", "invalid_format"),
        ("[1].copies", "invalid_format"),
    ]


def test_rows_are_counted() -> None:
    subject = rows_field(min_rows=2, max_rows=3)
    assert codes(subject, [{}]) == [("", "min_rows")]
    assert codes(subject, [{}] * 4) == [("", "max_rows")]
    assert codes(rows_field(), [{}] * 101) == [("", "max_rows")]


def test_a_row_that_is_no_object_is_named() -> None:
    assert codes(rows_field(), [{}, "x"]) == [("[1]", "invalid_format")]


def test_rows_are_shown_as_pairs_of_label_and_answer() -> None:
    shown = registry["group"].display(rows_field(), [{"name": "Một", "copies": 2}], "vi")
    assert shown == [[("Câu hỏi", "Một"), ("Câu hỏi", "2")]]
