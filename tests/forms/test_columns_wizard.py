"""Rows with files through the wizard, with what a browser without script sends."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from egov_forms import actions, attaching
from egov_forms.models import Attachment, Draft, Submission
from tests import factories
from tests.filling import Citizen, pdf
from tests.forms.columns import asked, made_up
from tests.forms.pages import sent

pytestmark = pytest.mark.django_db

STEP = "papers_step"


@pytest.fixture
def citizen(client: Client) -> Citizen:
    factories.service_page(given=made_up())
    citizen = Citizen(client, "thu-tuc-thu")
    citizen.start()
    return citizen


def form_of(response: Any) -> Tag:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    found = page.find("form", attrs={"enctype": "multipart/form-data"})
    assert isinstance(found, Tag), page.get_text()
    return found


def press(
    citizen: Citizen,
    page: Any,
    button: tuple[str, str] = ("save", "1"),
    files: dict[str, list[Any]] | None = None,
    **typed: str,
) -> Any:
    """What is on the page and is typed and chosen now, sent; follows to the next page."""
    data = sent(form_of(page), button)
    for name, value in typed.items():
        data[name.replace("__", "-")] = value
    whole = {**{key: data.getlist(key) for key in data}, **(files or {})}
    return citizen.client.post(citizen.url(STEP), whole, follow=True)


def listed(page: Any) -> list[list[str]]:
    """The names of the files in each row of the page."""
    return [
        [name.get_text() for name in row.select(".egov-files__name")]
        for row in form_of(page).select("[data-egov-row]")
    ]


def two_rows(citizen: Citizen, **typed: str) -> Any:
    """The page with two rows of two files each, still to be saved."""
    first = press(
        citizen,
        citizen.get(STEP),
        ("add-papers", "1"),
        {"papers-0-scan": [pdf("a.pdf"), pdf("b.pdf")]},
        papers__0__name="Một",
        **typed,
    )
    files = {"papers-1-scan": [pdf("c.pdf"), pdf("d.pdf")]}
    return press(citizen, first, files=files, papers__1__name="Hai")


def answers(citizen: Citizen) -> list[list[str]]:
    rows = citizen.draft.open_answers()["papers"]
    return [[one["name"] for one in row.get("scan", ())] for row in rows]


def test_files_stay_at_their_rows_while_another_answer_is_wrong(citizen: Citizen) -> None:
    page = two_rows(citizen)  # nobody has told a name
    assert listed(page) == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"]]
    assert form_of(page).find(id="id_full_name")["aria-invalid"] == "true"
    assert listed(citizen.get(STEP)) == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"]]
    press(citizen, page, full_name="Hoàng Minh Họa")
    assert answers(citizen) == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"]]
    assert Attachment.objects.count() == 4


def test_a_removed_row_takes_its_own_files_along_and_no_others(citizen: Citizen) -> None:
    page = press(citizen, two_rows(citizen), ("remove-row-papers", "0"))
    assert listed(page) == [["c.pdf", "d.pdf"]]
    press(citizen, page, full_name="Hoàng Minh Họa")
    assert answers(citizen) == [["c.pdf", "d.pdf"]]


def test_a_removed_row_is_still_there_when_its_removal_is_never_saved(citizen: Citizen) -> None:
    two_rows(citizen, full_name="Hoàng Minh Họa")
    press(citizen, citizen.get(STEP), ("remove-row-papers", "0"))
    assert answers(citizen)[0] == ["a.pdf", "b.pdf"]
    assert Attachment.objects.filter(name="a.pdf").exists()


def test_one_file_of_a_row_is_removed(citizen: Citizen) -> None:
    two_rows(citizen, full_name="Hoàng Minh Họa")
    page = citizen.get(STEP)
    gone = Attachment.objects.get(name="c.pdf")
    page = press(citizen, page, ("remove-papers-1-scan", str(gone.pk)), papers__0__name="Đổi")
    assert listed(page) == [["a.pdf", "b.pdf"], ["d.pdf"]]
    assert form_of(page).find(id="id_papers-0-name")["value"] == "Đổi"
    assert answers(citizen) == [["a.pdf", "b.pdf"], ["d.pdf"]]
    assert not Attachment.objects.filter(pk=gone.pk).exists()


def test_what_is_chosen_while_a_button_is_pressed_is_kept(citizen: Citizen) -> None:
    page = two_rows(citizen)
    more = {"papers-1-scan": [pdf("e.pdf")]}
    page = press(citizen, page, ("remove-row-papers", "0"), more)
    assert listed(page) == [["c.pdf", "d.pdf", "e.pdf"]]


def test_later_keeps_the_files_for_another_browser(citizen: Citizen) -> None:
    page = two_rows(citizen)
    press(citizen, page, ("egov-later", "1"), {"papers-0-scan": [pdf("e.pdf")]})
    draft, phone = citizen.draft, Client()
    pair = {"reference": draft.reference, "secret": draft.secret}
    resumed = phone.post(reverse("egov_forms:resume"), pair, follow=True)
    assert listed(resumed) == [["a.pdf", "b.pdf", "e.pdf"], ["c.pdf", "d.pdf"]]


def test_a_refused_file_is_told_at_its_row_and_the_others_stay(citizen: Citizen) -> None:
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    files = {"papers-0-scan": [pdf("e.pdf")], "papers-1-scan": [svg]}
    page = press(citizen, two_rows(citizen), files=files, full_name="Hoàng Minh Họa")
    assert listed(page) == [["a.pdf", "b.pdf", "e.pdf"], ["c.pdf", "d.pdf"]]
    assert form_of(page).find(id="id_papers-1-scan")["aria-invalid"] == "true"
    assert not form_of(page).find(id="id_papers-0-scan").has_attr("aria-invalid")
    assert 'href="#id_papers-1-scan"' in page.content.decode()


def test_files_are_counted_for_each_cell(citizen: Citizen) -> None:
    more = {
        "papers-0-scan": [pdf("e.pdf"), pdf("f.pdf")],
        "papers-1-scan": [pdf("g.pdf")],
    }
    page = press(citizen, two_rows(citizen), files=more)
    assert listed(page) == [["a.pdf", "b.pdf", "e.pdf"], ["c.pdf", "d.pdf", "g.pdf"]]
    assert "id_papers-0-scan" in [anchor for anchor, _text in page.context["form"].error_summary]


def test_all_files_of_a_draft_are_counted_and_removed_rows_make_room(
    citizen: Citizen, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "MAX_FILES_PER_DRAFT": 4}
    page = two_rows(citizen)
    page = press(citizen, page, files={"papers-0-scan": [pdf("e.pdf")]})
    assert Attachment.objects.count() == 4
    page = press(citizen, page, ("remove-row-papers", "0"))
    monkeypatch.setattr(attaching, "UNNAMED", attaching.UNNAMED * 0)
    page = press(citizen, page, files={"papers-0-scan": [pdf("e.pdf")]})
    assert listed(page) == [["c.pdf", "d.pdf", "e.pdf"]]
    assert {one.name for one in Attachment.objects.all()} == {"c.pdf", "d.pdf", "e.pdf"}


def test_only_files_of_this_draft_and_column_can_be_named(citizen: Citizen) -> None:
    two_rows(citizen, full_name="Hoàng Minh Họa")
    own = Attachment.objects.get(name="a.pdf")
    other = Citizen(citizen.client, "thu-tuc-thu")
    other.start()
    page = other.get(STEP)
    data = sent(form_of(page), ("save", "1"))
    data.setlist("papers-0-scan-id", [str(own.pk), "no-id"])
    data["papers-0-name"], data["full_name"] = "Một", "Hoàng Minh Họa"
    response = other.client.post(other.url(STEP), data, follow=True)
    assert listed(response) == [[]]
    rows = [{"name": "Một", "scan": [own.as_answer()]}]
    saved = actions.save_step(other.draft_id, STEP, {"full_name": "x", "papers": rows}, {})
    assert [(one.path, one.code) for one in saved.errors] == [("papers[0].scan", "required")]
    data = sent(form_of(page), ("remove-papers-0-scan", str(own.pk)))
    other.client.post(other.url(STEP), data)
    other.client.post(other.url(STEP), {**data.dict(), "remove-papers-0-scan": "no-id"})
    assert Attachment.objects.filter(pk=own.pk).exists()


def test_files_of_sensitive_rows_are_sealed_like_them(client: Client) -> None:
    factories.service_page(given=made_up(sensitive=True))
    citizen = Citizen(client, "thu-tuc-thu")
    citizen.start()
    two_rows(citizen, full_name="Hoàng Minh Họa")
    assert answers(citizen) == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"]]
    assert "a.pdf" not in str(Draft.objects.values("answers", "sealed").get())


def test_the_files_that_rows_name_are_submitted_and_the_others_dropped(citizen: Citizen) -> None:
    page = press(citizen, two_rows(citizen), ("remove-row-papers", "0"))
    press(citizen, page, full_name="Hoàng Minh Họa")
    citizen.client.post(citizen.url("last_step"), {"remark": "", "save": "1"})
    check = citizen.get("check").content.decode()
    assert "c.pdf" in check
    assert "a.pdf" not in check
    receipt = citizen.submit().content.decode()
    assert "d.pdf" in receipt
    submission = Submission.objects.get()
    assert {one.name for one in submission.attachments.all()} == {"c.pdf", "d.pdf"}
    assert Attachment.objects.count() == 2
    assert {one.field_path for one in Attachment.objects.all()} == {"papers.scan"}


def test_a_whole_form_with_files_in_rows_is_filled_at_once(citizen: Citizen) -> None:
    row = {"name": "Một", "translated": True, "scan": [{"name": "a.pdf"}, {"name": "b.png"}],
           "translation": [{"name": "c.pdf"}]}  # fmt: skip
    given = {"full_name": "Hoàng Minh Họa", "papers": [row, {**row, "translated": False}]}
    assert citizen.fill(given) == "check"
    citizen.submit()
    stored = Submission.objects.get().open_answers()["papers"]
    assert "translation" not in stored[1]  # chosen, but not asked for
    assert {one.name for one in Attachment.objects.all()} == {"a.pdf", "b.png", "c.pdf"}
    assert Attachment.objects.count() == 5


def test_a_cell_that_can_not_be_read_leaves_no_other_in_the_language_of_before(
    client: Client,
) -> None:
    given = made_up()
    columns = given["form"]["steps"][0]["fields"][2]["columns"]
    columns += [asked("fee", "decimal"), asked("pages", "integer")]
    factories.service_page(given=given)
    citizen = Citizen(client, "thu-tuc-thu")
    citizen.start()
    press(citizen, citizen.get(STEP), papers__0__fee="1.250", papers__0__pages="x")
    client.post(reverse("set_language"), {"language": "en"})
    page = form_of(citizen.get(STEP))
    assert page.find(id="id_papers-0-fee")["value"] == "1250"
    assert page.find(id="id_papers-0-pages")["value"] == "x"


def test_a_file_that_is_refused_while_a_button_is_pressed_is_told_at_its_row(
    citizen: Citizen,
) -> None:
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    page = press(citizen, citizen.get(STEP), ("add-papers", "1"), {"papers-0-scan": [svg]})
    assert [anchor for anchor, _told in page.context["form"].error_summary] == ["id_papers-0-scan"]


def test_it_is_told_there_when_a_row_before_it_is_removed(citizen: Citizen) -> None:
    page = press(citizen, citizen.get(STEP), ("add-papers", "1"))
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    files = {"papers-0-scan": [svg], "papers-1-scan": [SimpleUploadedFile("y.svg", b"<svg/>")]}
    page = press(citizen, page, ("remove-row-papers", "0"), files)
    [(anchor, told)] = page.context["form"].error_summary
    assert anchor == "id_papers-0-scan"
    assert "y.svg: " in told
