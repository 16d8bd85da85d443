"""The citizen's look-up: one failure answer, and a right pair that always opens."""

import re
from contextlib import nullcontext
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.urls import reverse

from egov_forms import storage
from egov_forms.models import Attachment
from egov_tracking import actions, lookup
from egov_tracking.citizen_page import REASONED
from egov_tracking.exceptions import IllegalMove
from egov_tracking.models import Dossier
from egov_tracking.models.templates import shipped
from egov_tracking.pages.models import DossierLookupPage
from egov_tracking.rules.deadlines import Limit, Unit
from egov_tracking.rules.workflow import TABLE
from tests import factories
from tests.filling import pdf

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"
FOUR_DAYS = Limit(Unit.WORKING_DAY, Decimal(4))


def ask(client, code, secret, **extra):
    return client.post(reverse("egov_tracking:lookup"), {"code": code, "secret": secret}, **extra)


def body(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def opened(submission) -> Client:
    browser = Client()
    ask(browser, submission.reference, submission.secret)
    return browser


def page(browser, submission) -> str:
    return browser.get(lookup.path_of(submission.reference)).content.decode()


def test_reference_and_secret_open_the_dossier(submission):
    response = ask(Client(), submission.reference.lower(), submission.secret, follow=True)
    assert "Mới đăng ký" in body(response) or "Newly filed" in body(response)
    assert response.redirect_chain[-1][0] == lookup.path_of(submission.reference)


def test_an_unknown_code_and_a_wrong_secret_get_the_same_answer(submission):
    wrong = ask(Client(), submission.reference, "AAAA-AAAA-AAAA")
    unknown = ask(Client(), "0000-0000-0", "AAAA-AAAA-AAAA")
    assert wrong.status_code == unknown.status_code == 200
    assert body(wrong).replace(submission.reference, "") == body(unknown).replace("0000-0000-0", "")
    ours = {"Content-Length", "Set-Cookie"}
    assert {k: v for k, v in wrong.items() if k not in ours} == {
        k: v for k, v in unknown.items() if k not in ours
    }


def test_both_failures_cost_the_same_queries(submission, django_assert_num_queries):
    with django_assert_num_queries(5) as known:
        ask(Client(), submission.reference, "AAAA-AAAA-AAAA")
    with django_assert_num_queries(5) as unknown:
        ask(Client(), "0000-0000-0", "AAAA-AAAA-AAAA")
    assert len(known.captured_queries) == len(unknown.captured_queries)


def test_failures_are_limited_and_the_right_pair_still_opens(submission, settings):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "FAILURES_PER_ADDRESS": 2}
    answers = [ask(Client(), submission.reference, "AAAA-AAAA-AAAA") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert ask(Client(), submission.reference, submission.secret).status_code == 302


def test_success_is_not_counted(submission, settings):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "FAILURES_PER_ADDRESS": 1}
    for _ in range(3):
        assert ask(Client(), submission.reference, submission.secret).status_code == 302


def test_without_the_secret_the_page_leads_to_the_look_up(submission):
    response = Client().get(lookup.path_of(submission.reference))
    assert response.url == reverse("egov_tracking:lookup")


def test_a_token_of_another_dossier_or_generation_opens_nothing(submission):
    signer = signing.TimestampSigner(salt=lookup.SALT)
    for value in ("0000-0000-0:1", f"{submission.reference}:2"):
        browser = Client()
        browser.cookies[lookup.cookie_of(submission.reference)] = signer.sign(value)
        assert browser.get(lookup.path_of(submission.reference)).status_code == 302


def test_a_token_from_the_future_is_refused(submission, monkeypatch):
    browser = opened(submission)
    monkeypatch.setattr(lookup.time, "time", lambda: 0)
    assert browser.get(lookup.path_of(submission.reference)).status_code == 302


def test_the_official_code_takes_the_place_of_the_reference(submission, staff):
    dossier = actions.accept(Dossier.unscoped.get(), staff["reception"], limit=FOUR_DAYS)
    response = ask(Client(), dossier.code.lower(), submission.secret)
    assert response.url == lookup.path_of(submission.reference)


def test_the_page_says_who_has_it_what_comes_next_when_and_whom_to_call(submission, staff):
    dossier = actions.accept(Dossier.unscoped.get(), staff["reception"], limit=FOUR_DAYS)
    text = page(opened(submission), submission)
    assert dossier.code in text
    assert dossier.agency.telephone in text
    assert str(dossier.due_at.astimezone().year) in text


def seen_in(browser, url) -> dict[str, int]:
    """What the form of a supplement says about the dossier as it was shown."""
    form = browser.get(url).context["form"]
    return {name: form[name].value() for name in ("request_number", "version")}


def test_a_supplement_is_answered_with_text_and_a_file(submission, staff):
    dossier = actions.request_supplement(
        Dossier.unscoped.get(), staff["reception"], items=["Bản sao hộ chiếu"], reason="Thiếu"
    )
    browser = opened(submission)
    assert "Bản sao hộ chiếu" in page(browser, submission)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    seen = seen_in(browser, url)
    assert "item1" in browser.post(url, seen).context["form"].errors
    refused = browser.post(url, {**seen, "item1_files": [pdf("x.exe")]})
    assert refused.status_code == 200
    answer = browser.post(
        url, {**seen, "item1": "Gửi kèm", "item1_files": [pdf("a.pdf"), pdf("b.pdf")]}
    )
    assert answer.status_code == 302
    request = dossier.supplements.get()
    assert request.answers["item1"]["text"] == "Gửi kèm"
    assert len(request.answers["item1"]["files"]) == 2
    assert Dossier.unscoped.get().status == 1


def test_an_answer_never_lands_on_another_request(submission, staff):
    officer = staff["reception"]
    asked = {"items": ["Bản sao hộ chiếu"], "reason": "Thiếu"}
    dossier = actions.request_supplement(Dossier.unscoped.get(), officer, **asked)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    browser = opened(submission)
    seen = seen_in(browser, url)
    answer = {"item1": {"text": "ở quầy", "files": []}}
    dossier = actions.receive_supplement(dossier, officer, answers=answer)
    asked = {"items": ["Sổ hộ khẩu"], "reason": "Thiếu", "confirmed": True}
    actions.request_supplement(dossier, officer, **asked)
    response = browser.post(url, {**seen, "item1": "Hộ chiếu đây", "item1_files": [pdf("a.pdf")]})
    assert response.status_code == 409
    assert "Sổ hộ khẩu" in body(response)
    assert "Hộ chiếu đây" in body(response)
    assert response.context["form"]["item1"].value() is None
    assert not dossier.supplements.get(number=2).answers
    assert not submission.attachments.filter(field_path__startswith="supplement").exists()


def test_a_note_of_the_office_meanwhile_keeps_what_was_typed(submission, staff):
    asked = {"items": ["Bản sao hộ chiếu"], "reason": "Thiếu"}
    dossier = actions.request_supplement(Dossier.unscoped.get(), staff["reception"], **asked)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    browser = opened(submission)
    typed = {**seen_in(browser, url), "item1": "Hộ chiếu đây"}
    actions.note(dossier, staff["reception"], text="Gọi điện")
    response = browser.post(url, typed)
    assert response.status_code == 409
    assert response.context["form"]["item1"].value() == "Hộ chiếu đây"
    assert browser.post(url, {**typed, **seen_in(browser, url)}).status_code == 302


def test_what_files_are_taken_is_said_at_the_input(submission, staff):
    dossier = Dossier.unscoped.get()
    actions.request_supplement(dossier, staff["reception"], items=["CCCD"], reason="Thiếu")
    browser = opened(submission)
    shown = browser.get(reverse("egov_tracking:supplement", args=[submission.reference]))
    soup = BeautifulSoup(shown.content, "html.parser")
    hint = soup.find(id=soup.find(id="id_item1_files")["aria-describedby"])
    assert "10 MB" in hint.get_text()


def test_a_supplement_has_a_limit_for_all_its_files_together(submission, staff):
    items = [{"text": f"Giấy {number}", "kind": "answer"} for number in range(5)]
    dossier = Dossier.unscoped.get()
    actions.request_supplement(dossier, staff["reception"], items=items, reason="Thiếu")
    browser = opened(submission)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    files = {f"item{n}_files": [pdf(f"{n}{m}.pdf") for m in range(5)] for n in range(1, 6)}
    shown = browser.post(url, {**seen_in(browser, url), **files})
    assert shown.status_code == 200
    assert "20" in str(shown.context["form"].error_summary)
    assert not Attachment.objects.filter(field_path__startswith="supplement").exists()


@pytest.mark.parametrize("error", [IllegalMove("receive_supplement", 2), OSError("disk")])
def test_files_of_an_act_that_failed_are_not_kept(submission, staff, monkeypatch, error):
    asked = {"items": ["Bản sao hộ chiếu"], "reason": "Thiếu"}
    actions.request_supplement(Dossier.unscoped.get(), staff["reception"], **asked)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    browser = opened(submission)
    given = {**seen_in(browser, url), "item1_files": [pdf("a.pdf")]}

    def fails(*args, **kwargs):
        assert submission.attachments.filter(field_path="supplement1.item1").exists()
        raise error

    monkeypatch.setattr(actions, "receive_supplement", fails)
    expected = pytest.raises(OSError, match="disk") if isinstance(error, OSError) else nullcontext()
    with expected:
        assert browser.post(url, given).status_code == 302
    assert not submission.attachments.filter(field_path="supplement1.item1").exists()


def test_what_was_written_for_longer_than_an_hour_is_shown_for_copying(submission, staff):
    asked = {"items": ["Bản sao hộ chiếu"], "reason": "Thiếu"}
    actions.request_supplement(Dossier.unscoped.get(), staff["reception"], **asked)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    response = Client().post(url, {"item1": "Viết rất <b>lâu</b>"})
    assert response.status_code == 403
    assert "Viết rất &lt;b&gt;lâu&lt;/b&gt;" in body(response)
    assert f'action="{reverse("egov_tracking:lookup")}"' in body(response)
    assert "Bản sao hộ chiếu" not in body(response)
    assert Client().post(url, {}).status_code == 302


def test_a_supplement_page_without_an_open_request_leads_back(submission):
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    assert opened(submission).get(url).url == lookup.path_of(submission.reference)


def test_only_reasons_written_to_the_citizen_are_told(submission, staff):
    dossier = actions.accept(Dossier.unscoped.get(), staff["reception"], limit=FOUR_DAYS)
    dossier = actions.start_processing(dossier, staff["processing"])
    dossier = actions.finish(dossier, staff["approval"], document="1/KQ")
    dossier = actions.send_back(dossier, staff["approval"], reason="Nghi giấy tờ giả")
    actions.request_supplement(dossier, staff["processing"], items=["CCCD"], reason="Ảnh mờ")
    text = page(opened(submission), submission)
    assert "Ảnh mờ" in text
    assert "Nghi giấy tờ giả" not in text


def test_a_citizen_asks_to_withdraw(submission):
    url = reverse("egov_tracking:withdraw", args=[submission.reference])
    browser = opened(submission)
    assert browser.post(url, {"reason": ""}).status_code == 200
    browser.post(url, {"reason": "Đổi ý"})
    assert Dossier.unscoped.get().status == 7


def test_the_page_costs_the_same_for_a_long_history(
    submission, staff, django_assert_max_num_queries
):
    browser = opened(submission)
    page(browser, submission)
    with django_assert_max_num_queries(4) as short:
        page(browser, submission)
    for number in range(5):
        actions.note(Dossier.unscoped.get(), staff["reception"], text=f"Ghi chú {number}")
    with django_assert_max_num_queries(len(short)):
        page(browser, submission)


def test_the_receipt_states_the_official_day_and_leads_to_the_look_up(client, submission):
    response = client.get(reverse("egov_forms:step", args=[submission.draft_id, "done"]))
    assert reverse("egov_tracking:lookup") in body(response)


def test_the_look_up_page_posts_to_the_plain_address(client, submission):
    parent = factories.index_page().get_parent()
    found = parent.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))
    response = client.get(found.get_url())
    assert f'action="{reverse("egov_tracking:lookup")}"' in body(response)


def test_a_reason_that_a_letter_gives_stands_on_the_page_too():
    told = {one.name for one in TABLE if one.message and "{reason}" in text_of(one.message)}
    assert told == REASONED


def text_of(kind):
    return shipped(kind, "vi").body


def test_a_file_that_is_gone_from_the_storage_is_not_found(submission):
    browser = opened(submission)
    file = submission.attachments.filter(state="clean").first()
    url = reverse("egov_tracking:file", args=[submission.reference, file.pk])
    assert browser.get(url).status_code == 200
    storage.remove([file.storage_key])
    assert browser.get(url).status_code == 404
