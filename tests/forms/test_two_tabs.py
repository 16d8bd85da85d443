"""Two tabs on one draft: nothing is overwritten, or submitted, that nobody saw."""

import pytest
from bs4 import BeautifulSoup

from egov_forms import actions
from egov_forms.exceptions import AnswersChanged, StepChanged
from egov_forms.models import Attachment, Draft, Submission
from tests.filling import inputs, pdf

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def seen(response) -> str:
    return soup(response).select_one("main input[name=egov-seen]")["value"]


def send(citizen, step, answers, shown, **more):
    data = inputs(citizen.definition, step, answers)
    buttons = more or {"save": "1"}
    return citizen.client.post(citizen.url(step), {**data, "egov-seen": shown, **buttons})


def name(citizen) -> str:
    return citizen.draft.open_answers().get("holder_name", "")


def test_a_second_tab_does_not_overwrite_the_first(citizen, answers):
    shown = seen(citizen.get("holder"))
    assert send(citizen, "holder", {**answers, "holder_name": "Thẻ Một"}, shown).status_code == 302
    response = send(citizen, "holder", {**answers, "holder_name": "Thẻ Hai"}, shown)
    assert response.status_code == 409
    assert name(citizen) == "Thẻ Một"
    page = soup(response)
    assert page.select_one("#id_holder_name")["value"] == "Thẻ Hai"
    assert page.select_one("main [role=alert]")
    assert "Thẻ Một" in page.select_one("main details").text


def test_who_has_read_the_notice_may_continue(citizen, answers):
    shown = seen(citizen.get("holder"))
    send(citizen, "holder", {**answers, "holder_name": "Thẻ Một"}, shown)
    mine = {**answers, "holder_name": "Thẻ Hai"}
    again = seen(send(citizen, "holder", mine, shown))
    assert send(citizen, "holder", mine, again).status_code == 302
    assert name(citizen) == "Thẻ Hai"


def test_what_another_tab_only_typed_counts_too(citizen, answers):
    shown = seen(citizen.get("holder"))
    send(citizen, "holder", {"holder_name": "Dở dang"}, shown, **{"egov-later": "1"})
    response = send(citizen, "holder", {"holder_name": "Thẻ Hai"}, shown, **{"egov-later": "1"})
    assert response.status_code == 409
    assert citizen.draft.typed["holder"]["holder_name"] == "Dở dang"


def test_the_same_answers_sent_twice_are_no_conflict(citizen, answers):
    shown = seen(citizen.get("holder"))
    for _reply_was_lost in range(2):
        assert send(citizen, "holder", answers, shown).status_code == 302


def test_another_step_is_no_conflict(citizen, answers):
    send(citizen, "holder", answers, seen(citizen.get("holder")))
    shown = seen(citizen.get("holder"))
    send(citizen, "certificate", answers, seen(citizen.get("certificate")))
    changed = {**answers, "holder_name": "Tên mới"}
    assert send(citizen, "holder", changed, shown).status_code == 302


def test_no_file_is_kept_of_a_page_that_is_refused(citizen, answers):
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    shown = seen(citizen.get("documents"))
    citizen.post("documents", {"result_channel": "post"}, **{"egov-later": "1"})
    response = send(citizen, "documents", {}, shown, certificate_file=[pdf("moi.pdf")])
    assert response.status_code == 409
    assert not Attachment.objects.exists()


def test_files_and_answers_of_one_page_are_saved_together(citizen, answers):
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    shown = seen(citizen.get("documents"))
    assert send(citizen, "documents", answers, shown).url == citizen.url("check")


def test_a_file_that_another_tab_removed_comes_back_with_no_page(citizen, answers):
    citizen.fill(answers)
    shown = seen(citizen.get("documents"))
    gone, *left = citizen.draft.open_answers()["certificate_file"]
    mine = {**answers, "certificate_file": None}
    send(citizen, "documents", mine, shown, **{"remove-certificate_file": gone["id"]})
    response = send(citizen, "documents", mine, shown)
    assert response.status_code == 409
    assert gone["id"] not in str(soup(response).select_one("main form"))
    assert send(citizen, "documents", mine, seen(response)).url == citizen.url("check")
    assert citizen.draft.open_answers()["certificate_file"] == left
    assert left


def test_the_act_itself_refuses_too(citizen, answers):
    """Both tabs passed the view's first look; the one that locks the row second is refused."""
    step = citizen.definition.steps[0].key
    citizen.post(step, answers)
    with pytest.raises(StepChanged):
        actions.save_step(citizen.draft_id, step, {}, {"holder_name": "X"}, shown="old")
    with pytest.raises(StepChanged):
        actions.keep_typed(citizen.draft_id, step, {"holder_name": "X"}, shown="old")


def test_nothing_is_submitted_that_the_check_page_did_not_show(citizen, answers):
    citizen.fill(answers)
    shown = seen(citizen.get("check"))
    citizen.post("holder", {**answers, "holder_name": "Tên đổi sau"})
    response = citizen.client.post(citizen.url("check"), {"submit": "1", "egov-seen": shown})
    assert response.status_code == 409
    assert not Submission.objects.exists()
    page = soup(response)
    assert page.select_one("main [role=alert]")
    assert "Tên đổi sau" in page.select_one("main").text
    again = {"submit": "1", "egov-seen": seen(response)}
    assert citizen.client.post(citizen.url("check"), again).url == citizen.url("done")
    assert Submission.objects.get().open_answers()["holder_name"] == "Tên đổi sau"


def test_the_act_of_submitting_refuses_too(citizen, answers):
    citizen.fill(answers)
    with pytest.raises(AnswersChanged):
        actions.submit(citizen.draft_id, shown="old")
    assert Draft.objects.exists()


def test_what_was_typed_and_not_saved_is_told_on_the_check_page(citizen, answers):
    citizen.fill(answers)
    citizen.post("holder", {**answers, "holder_name": "Chưa lưu"}, **{"egov-later": "1"})
    notice = soup(citizen.get("check")).select_one("main .egov-notice")
    assert notice.find("a", href=citizen.url("holder"))


def test_back_keeps_what_was_typed(citizen, answers):
    citizen.post("holder", answers)
    shown = seen(citizen.get("certificate"))
    response = send(citizen, "certificate", {"parcel_no": "17x"}, shown, **{"egov-back": "1"})
    assert response.url == citizen.url("holder")
    assert soup(citizen.get("certificate")).select_one("#id_parcel_no")["value"] == "17x"


def test_the_language_changes_and_keeps_what_was_typed(citizen):
    page = soup(citizen.get("holder"))
    button = page.select_one("button[name=egov-language][value=en]")
    assert button["form"] == page.select_one("main form")["id"]
    shown = seen(citizen.get("holder"))
    typed = {"holder_name": "Nguyễn Văn Thử"}
    response = send(citizen, "holder", typed, shown, **{"egov-language": "en"})
    assert response.url == citizen.url("holder")
    page = soup(citizen.get("holder"))
    assert page.html["lang"] == "en"
    assert page.select_one("#id_holder_name")["value"] == "Nguyễn Văn Thử"
    assert "There is a problem" not in page.text


def test_a_language_that_the_site_does_not_have_changes_nothing(citizen):
    send(citizen, "holder", {}, "", **{"egov-language": "xx"})
    assert soup(citizen.get("holder")).html["lang"] == "vi"


def test_who_only_looks_at_a_step_leaves_nothing_unsaved_behind(citizen, answers):
    citizen.fill(answers)
    for step in ("holder", "certificate", "change"):
        send(citizen, step, answers, seen(citizen.get(step)), **{"egov-back": "1"})
    assert citizen.draft.typed == {}
    assert not soup(citizen.get("check")).select_one("main .egov-notice")


def test_enter_presses_none_of_the_buttons_outside_of_the_form(citizen, answers):
    citizen.post("holder", answers)
    page = soup(citizen.get("certificate"))
    mine = page.select("button[form=egov-step], #egov-step button")
    assert mine[0].get("name") is None
