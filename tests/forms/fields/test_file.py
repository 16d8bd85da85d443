"""Attached papers on a page, and what is wrong with them."""

from egov_forms.fields import registry
from egov_forms.forms import form_class
from tests.forms.pages import definition, draw, sent, step_with

from .build import codes, field


def test_attached_files_are_listed_with_a_button_each() -> None:
    name = "giay-phep-xay-dung-nha-o"
    step = step_with(name, "drawing_files")
    made = form_class(definition(name), step, "vi")
    file = {"id": "f1", "name": "ban-ve.pdf", "size": 5_120_000, "content_type": "application/pdf"}
    html = draw(made(initial={"drawing_files": [file]}))
    button = html.find("button", attrs={"name": "remove-drawing_files", "value": "f1"})
    assert "ban-ve.pdf" in button.get_text()
    assert html.find(id="id_drawing_files")["accept"] == ".pdf,.dwg"
    form = made(sent(html, ("remove-drawing_files", "f1")), initial={"drawing_files": [file]})
    assert (form.action.kind, form.action.value) == ("remove_file", "f1")
    assert form.parsed["drawing_files"] == [file]
    assert "drawing_files" not in form.raw()


def entry(name: str = "a.pdf", size: int = 10) -> dict[str, object]:
    return {"name": name, "size": size, "content_type": "application/pdf"}


def test_what_is_wrong_with_a_file_stands_at_its_number() -> None:
    subject = field("file", accept=["pdf", "JPG"], max_files=3, max_size_mb=1)
    assert codes(subject, [entry(), entry("b.JPG")]) == []
    assert codes(subject, [entry(), entry("b.exe")]) == [("[1]", "invalid_file_type")]
    assert codes(subject, [entry("no-ending")]) == [("[0]", "invalid_file_type")]
    assert codes(subject, [entry(size=1024 * 1024)]) == []
    assert codes(subject, [entry(size=1024 * 1024 + 1)]) == [("[0]", "file_too_large")]
    assert codes(subject, [entry()] * 4) == [("", "too_many_files")]


def test_an_entry_that_is_no_file_is_refused_at_its_number() -> None:
    for wrong in (
        "a.pdf",
        {"size": 1},
        {"name": "a.pdf", "size": -1},
        {"name": "a.pdf", "size": "1"},
    ):
        assert codes(field("file"), [entry(), wrong]) == [("[1]", "invalid_format")]


def test_files_are_shown_with_their_size() -> None:
    shown = registry["file"].display(field("file"), [entry(size=5_120_000)], "vi")
    assert shown == ["a.pdf (4,9 MB)"]
