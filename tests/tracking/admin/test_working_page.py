"""The working page: what it shows to whom, and that reading answers is written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from egov_forms import attaching
from egov_forms.models import AttachmentState
from egov_tracking import actions
from egov_tracking.admin import answers, working_page
from egov_tracking.admin.act_forms import FORMS
from egov_tracking.admin.rows import act_url
from egov_tracking.models import AccessRecord, Dossier, words
from egov_tracking.permissions import allowed_moves
from egov_tracking.rules.workflow import OFFICE, TABLE
from tests.filling import pdf
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
CITIZEN_ID = "001090000001"


def page(client: Client, dossier: Dossier) -> Any:
    return client.get(reverse("egov_desk:dossier", args=[dossier.pk]))


def html(client: Client, dossier: Dossier) -> str:
    return str(page(client, dossier).content.decode())


# The buttons.


def test_every_move_of_the_office_has_one_form_and_one_place_on_the_page() -> None:
    office = {move.name for move in TABLE if move.role & OFFICE}
    grouped = [act for _heading, acts in working_page.GROUPS for act in acts]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) | working_page.APART == office
    assert set(FORMS) == office - {"hand_over"}


@pytest.mark.parametrize("status", ["new", "accepted", "processing", "asked", "ready"])
def test_the_page_has_the_buttons_of_the_table_and_no_other(
    desk: dict[str, Client], status: str
) -> None:
    story = Story()
    if status != "new":
        getattr(story, status)()
    for role, user in story.staff.items():
        if role == "administration":
            continue
        shown = page(desk[role], story.dossier).context["groups"]
        urls = {button.url for _heading, buttons in shown for button in buttons}
        allowed = {move.name for move in allowed_moves(user, story.dossier)} - {"note"}
        assert urls == {act_url(story.dossier, act) for act in allowed}, role


def test_the_act_that_is_expected_looks_like_it(desk: dict[str, Client]) -> None:
    groups = page(desk["reception"], Story().dossier).context["groups"]
    expected = [one.label for _heading, buttons in groups for one in buttons if one.is_expected]
    assert expected == [words.act_label("accept")]


def test_the_page_leads_to_the_next_dossier_that_waits(desk: dict[str, Client]) -> None:
    first, second = Story().dossier, Story().dossier
    assert page(desk["reception"], first).context["next"] == second
    assert page(desk["reception"], second).context["next"] == first
    assert page(desk["processing"], first).context["next"] is None


# Answers, numbers, files.


def birth() -> Story:
    return Story("khai-sinh")


def test_answers_stand_under_the_citizens_labels_and_identity_numbers_are_hidden(
    desk: dict[str, Client],
) -> None:
    story = birth()
    full = story.dossier.answers()["applicant_citizen_id"]
    shown = html(desk["processing"], story.dossier)
    label = story.dossier.version.load().field("applicant_citizen_id").label.get("vi")
    assert label in shown
    assert full not in shown
    assert f"{answers.MASK}{full[-3:]}" in shown


def test_a_number_of_identity_in_a_free_text_is_hidden_too() -> None:
    field = factories.service().current_version.load().field("holder_name")
    assert answers.hidden(field, f"Số {CITIZEN_ID}, cấp 2021") == "Số ••••••001, cấp 2021"
    assert answers.hidden(field, "Số 123456789012345") == "Số 123456789012345"
    assert answers.hidden(None, "") == ""


@pytest.mark.parametrize("role", ["reception", "processing", "approval"])
def test_showing_the_numbers_needs_the_right_and_is_written_down(
    desk: dict[str, Client], role: str
) -> None:
    story = birth()
    full = story.dossier.answers()["applicant_citizen_id"]
    response = desk[role].post(reverse("egov_desk:unmask", args=[story.dossier.pk]))
    assert full in response.content.decode()
    record = story.dossier.accesses.get()
    assert (record.right, record.user) == ("unmask", story.staff[role])
    assert full not in html(desk[role], story.dossier)


@pytest.mark.parametrize("role", ["reading", "audit"])
def test_who_may_not_unmask_gets_no_button_and_no_number(
    desk: dict[str, Client], role: str
) -> None:
    story = birth()
    address = reverse("egov_desk:unmask", args=[story.dossier.pk])
    assert address not in html(desk[role], story.dossier)
    assert desk[role].post(address).status_code == 302
    assert desk[role].get(address).status_code == 405
    assert not story.dossier.accesses.filter(right="unmask").exists()


@pytest.mark.parametrize("role", ["reception", "reading"])
def test_the_paper_of_who_collects_is_hidden_until_somebody_asks(
    desk: dict[str, Client], role: str
) -> None:
    story = Story().ready().compared().paid()
    paper = "CMND 012 345 678, hộ chiếu B7654321"
    story.do("hand_over", "reception", collector="Lê Văn Nhận", collector_paper=paper)
    shown = html(desk[role], story.dossier)
    assert "Lê Văn Nhận" in shown
    assert f"CMND {answers.MASK}678, hộ chiếu B{answers.MASK}321" in shown
    assert "012 345 678" not in shown
    response = desk[role].post(reverse("egov_desk:unmask", args=[story.dossier.pk]))
    assert (paper in response.content.decode()) == (role == "reception")


def test_reading_is_written_down_and_the_list_is_not(desk: dict[str, Client]) -> None:
    story = Story()
    desk["processing"].get("/admin/egov/dossiers/?tab=open")
    assert not AccessRecord.objects.exists()
    page(desk["processing"], story.dossier)
    assert [one.right for one in AccessRecord.objects.all()] == ["read"]


def test_an_auditor_sees_history_and_who_looked_but_no_answer(desk: dict[str, Client]) -> None:
    story = birth().accepted()
    page(desk["reading"], story.dossier)
    shown = html(desk["audit"], story.dossier)
    assert words.act_label("accept") in shown
    assert str(story.staff["reading"]) in shown
    for secret in ("Nguyễn Minh Thử", story.dossier.applicant_phone, "nguyen.van.thu@example.com"):
        assert secret not in shown
    assert not story.dossier.accesses.filter(user=story.staff["audit"]).exists()


def test_an_auditor_sees_no_person_in_the_list_in_an_act_or_in_the_history(desk: Any) -> None:
    story = Story().ready().compared().paid()
    collected = {"collector": "Lê Văn Nhận", "collector_paper": "Giấy ủy quyền số 7"}
    story.do("hand_over", "reception", **collected, method="counter")
    dossier = story.dossier
    one = [f"/admin/egov/dossiers/{dossier.pk}/{end}/" for end in ("acts/accept", "visit")]
    picked = {"act": "accept", "picked": f"{dossier.pk}:{dossier.lock_version}"}

    def shown(role: str) -> str:
        client = desk[role]
        answers = [ask(address) for address in one for ask in (client.get, client.post)]
        answers += [client.get("/admin/egov/dossiers/?tab=all")]
        answers += [client.post(reverse("egov_desk:bulk"), picked)]
        return html(client, dossier) + "".join(one.content.decode() for one in answers)

    for secret in (dossier.applicant_name, dossier.applicant_phone, *collected.values()):
        assert secret in shown("reception")
        assert secret not in shown("audit")


def with_file(story: Story, state: str = AttachmentState.CLEAN) -> Any:
    assert story.dossier.submission
    file = attaching.attach_to_submission(
        story.dossier.submission, "supplement1.item1", pdf(), accept=["pdf"], max_size_mb=5
    )
    file.state = state
    file.save()
    return file


def test_a_clean_file_is_downloaded_and_written_down(desk: dict[str, Client]) -> None:
    story = Story()
    file = with_file(story)
    address = reverse("egov_desk:file", args=[story.dossier.pk, file.pk])
    assert address in html(desk["reading"], story.dossier)
    response = desk["reading"].get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert story.dossier.accesses.filter(right="download").count() == 1
    assert desk["audit"].get(address).status_code == 302


@pytest.mark.parametrize("state", ["pending", "infected", "error"])
def test_a_file_that_is_not_clean_has_no_link_and_is_not_given_out(
    desk: dict[str, Client], state: str
) -> None:
    story = Story()
    file = with_file(story, state)
    address = reverse("egov_desk:file", args=[story.dossier.pk, file.pk])
    shown = html(desk["reception"], story.dossier)
    assert address not in shown
    assert "giấy tờ.pdf" in shown
    assert desk["reception"].get(address).status_code == 404


# Clock, history, supplements.


def test_the_clock_explains_the_due_date(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    ledger = page(desk["reading"], story.dossier).context["clock"]["ledger"]
    assert ledger == words.ledger_lines(story.dossier)
    assert ledger[0] in html(desk["reading"], story.dossier)


def test_the_history_tells_who_did_what_and_why(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    story.do("note", "processing", text="Đã gọi <b>hai</b> lần")
    story.do("request_supplement", "processing", items=["Bản sao CCCD"], reason="Ảnh mờ")
    lines = page(desk["reading"], story.dossier).context["timeline"]
    assert [line.act for line in lines][:2] == [
        words.act_label("request_supplement"),
        words.act_label("note"),
    ]
    shown = html(desk["reading"], story.dossier)
    for text in ("Ảnh mờ", "Bản sao CCCD", "processing-H26.900"):
        assert text in shown
    assert "Đã gọi &lt;b&gt;hai&lt;/b&gt; lần" in shown


def test_a_supplement_stands_beside_what_was_filed_first(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    filed = story.dossier.answers()["holder_name"]
    item = {"text": "Tên đúng", "kind": "answer", "field": "holder_name"}
    story.do("request_supplement", "processing", items=[item], reason="Sai tên")
    story.do("receive_supplement", story.citizen, answers={"item1": {"text": "Lê Văn Khác"}})
    supplement = page(desk["reading"], story.dossier).context["supplements"][0]
    asked = supplement.items[0]
    assert (asked.filed, asked.answer, asked.is_changed) == (filed, "Lê Văn Khác", True)
    shown = html(desk["reading"], story.dossier)
    assert f"<del>{filed}</del>" in shown
    assert "<ins>Lê Văn Khác</ins>" in shown


def test_a_sensitive_answer_stays_hidden_in_a_correction(desk: dict[str, Client]) -> None:
    story = birth()
    filed = story.dossier.answers()["applicant_citizen_id"]
    story.corrected(applicant_citizen_id=CITIZEN_ID)
    shown = html(desk["processing"], story.dossier)
    assert "Người nộp tự sửa" in shown
    assert CITIZEN_ID not in shown
    assert filed not in shown
    response = desk["processing"].post(reverse("egov_desk:unmask", args=[story.dossier.pk]))
    assert CITIZEN_ID in response.content.decode()


def test_fees_messages_and_originals_are_shown(desk: dict[str, Client]) -> None:
    story = Story().ready().compared().paid()
    context = page(desk["reception"], story.dossier).context
    assert [one["row"].receipt for one in context["payments"]] == ["0001"]
    assert {one.kind for one in context["messages_sent"]} >= {"received", "accepted"}
    assert all(one.seen.is_good for one in context["originals"])


def test_a_paper_dossier_has_a_page_without_answers(desk: dict[str, Client]) -> None:
    story = Story()
    paper = actions.open_paper_dossier(
        actor=story.staff["reception"],
        service=story.service,
        agency=factories.agency(),
        applicant_name="Trần Thị Giấy",
    )
    assert "Trần Thị Giấy" in html(desk["reception"], paper)


def test_the_page_costs_the_same_however_much_the_dossier_holds(
    desk: dict[str, Client],
) -> None:
    story = Story().accepted()
    story.do("request_supplement", "processing", items=["Một"], reason="x")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert page(desk["processing"], story.dossier).status_code == 200
        return len(caught)

    queries()
    few = queries()
    story.do("receive_supplement", story.citizen, answers={"item1": {"text": "y"}})
    for number in range(8):
        story.do("note", "processing", text=f"Lần {number}")
        with_file(story)
    story.do("request_supplement", "processing", items=["Hai"], reason="x", confirmed=True)
    assert queries() <= few


def test_the_slip_shows_the_pair_to_the_counter_only_and_is_written_down(
    desk: dict[str, Client], sign_in: Callable[[Any], Client]
) -> None:
    story = Story()
    address = reverse("egov_desk:slip", args=[story.dossier.pk])
    shown = desk["reception"].get(address).content.decode()
    assert story.dossier.secret in shown
    assert story.dossier.accesses.get().right == "secret"
    for role in ("processing", "approval", "reading", "audit"):
        response = desk[role].get(address)
        assert response.status_code == 302
        assert story.dossier.secret not in html(desk[role], story.dossier)
