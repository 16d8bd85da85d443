"""What the citizen finds in the look-up: requests, answers, money, plain words, and a way out."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from egov_forms.models import Draft
from egov_tracking import actions, lookup, models
from egov_tracking.actions import delivery
from egov_tracking.models import Dossier, words
from egov_tracking.pages.models import DossierLookupPage
from egov_tracking.rules import wording
from egov_tracking.rules.deadlines import Limit, Unit
from egov_tracking.rules.workflow import TABLE
from tests import factories
from tests.filling import Citizen, pdf

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"
FOUR_DAYS = Limit(Unit.WORKING_DAY, Decimal(4))
COPY = {"text": "Hộ chiếu", "kind": "photocopy"}


@pytest.fixture
def browser(submission):
    return look_up(Client(), submission.reference, submission.secret)


def look_up(browser, code, secret):
    browser.answer = browser.post(reverse("egov_tracking:lookup"), {"code": code, "secret": secret})
    return browser


def main(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser").main


def page(browser, submission) -> BeautifulSoup:
    return main(browser.get(lookup.path_of(submission.reference)))


def only() -> Dossier:
    return Dossier.unscoped.get()


def look_up_page() -> DossierLookupPage:
    home = factories.index_page().get_parent()
    return home.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))


def test_the_form_of_each_paper_that_is_asked_for_is_said(browser, submission, staff):
    actions.request_supplement(only(), staff["reception"], items=[COPY], reason="Thiếu")
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    for shown in (page(browser, submission), main(browser.get(url))):
        assert "Hộ chiếu (bản chụp)" in " ".join(shown.text.split())


def test_it_is_said_that_a_text_or_a_file_is_enough(browser, submission, staff):
    actions.request_supplement(only(), staff["reception"], items=[COPY], reason="Thiếu")
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    assert "chọn tệp, hoặc cả hai" in main(browser.get(url)).text


def test_a_sent_answer_is_confirmed_and_can_be_read_again(browser, submission, staff):
    actions.request_supplement(only(), staff["reception"], items=[COPY], reason="Thiếu")
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    form = browser.get(url).context["form"]
    seen = {name: form[name].value() for name in ("request_number", "version")}
    sent = {**seen, "item1": "Xin gửi kèm", "item1_files": [pdf("ho-chieu.pdf")]}
    answer = browser.post(url, sent, follow=True)
    assert main(answer).select_one(".egov-panel[role=status]")
    later = page(browser, submission)
    assert not later.select_one(".egov-panel[role=status]")
    text = " ".join(later.text.split())
    for told in ("Hộ chiếu (bản chụp)", "Xin gửi kèm"):
        assert told in text
    link = later.find("a", string="ho-chieu.pdf")
    assert b"".join(browser.get(link["href"]).streaming_content).startswith(b"%PDF")


def test_a_correction_is_none_of_the_answers_sent_later(browser, submission, staff):
    dossier = actions.request_supplement(only(), staff["reception"], items=[COPY], reason="Thiếu")
    me = models.Citizen(dossier.reference)
    dossier = actions.receive_supplement(dossier, me, answers={"item1": {"text": "Có"}})
    actions.correct(dossier, me, before={**dossier.answers(), "holder_name": "Khác"})
    assert len(browser.get(lookup.path_of(submission.reference)).context["sent"]) == 1


def test_a_request_to_withdraw_is_confirmed(browser, submission):
    url = reverse("egov_tracking:withdraw", args=[submission.reference])
    answer = browser.post(url, {"reason": "Đổi ý"}, follow=True)
    assert main(answer).select_one(".egov-panel[role=status]")


def test_the_address_alone_confirms_nothing(browser, submission):
    shown = browser.get(lookup.path_of(submission.reference) + "?done=receive_supplement")
    assert not main(shown).select_one(".egov-panel[role=status]")


def test_the_history_says_what_was_done_not_what_a_button_says(browser, submission, staff):
    dossier = actions.accept(only(), staff["reception"], limit=FOUR_DAYS)
    actions.add_fee(dossier, staff["reception"], amount=20_000)
    history = page(browser, submission).select_one("ol[reversed]").text
    assert words.told("add_fee") in history
    assert words.act_label("add_fee") not in history.splitlines()


def test_every_public_act_has_words_for_the_citizen():
    assert set(wording.TOLD) == {"open", *(move.name for move in TABLE)}


def test_fees_are_told_with_amount_and_receipt(browser, submission, staff):
    dossier = actions.accept(only(), staff["reception"], limit=FOUR_DAYS)
    dossier = actions.add_fee(dossier, staff["reception"], amount=20_000)
    assert "20.000 đồng" in page(browser, submission).text
    actions.record_payment(dossier, staff["reception"], amount=20_000, receipt="BL-0042")
    text = page(browser, submission).text
    assert "20.000 đồng" in text
    assert "BL-0042" in text


def test_the_look_up_can_be_ended(browser, submission):
    form = page(browser, submission).find(
        "form", action=reverse("egov_tracking:close", args=[submission.reference])
    )
    assert form["method"] == "post"
    response = browser.post(form["action"])
    assert response.url == lookup.address()
    assert browser.get(lookup.path_of(submission.reference)).status_code == 302


def test_codes_of_a_form_that_is_not_submitted_lead_to_it(client):
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    draft = citizen.draft
    answer = look_up(Client(), draft.reference.lower(), draft.secret).answer
    shown = main(answer)
    form = shown.find("form", action=reverse("egov_forms:resume"))
    sent = {one["name"]: one["value"] for one in form.find_all("input", type="hidden")}
    assert Client().post(form["action"], sent).url == reverse("egov_forms:draft", args=[draft.pk])
    wrong = look_up(Client(), draft.reference, "AAAA-AAAA-AAAA").answer
    assert str(lookup.FAILED) in wrong.content.decode()
    assert reverse("egov_forms:resume") + '"' not in str(main(wrong))
    Draft.objects.update(expires_at="2020-01-01T00:00Z")
    gone = look_up(Client(), draft.reference, draft.secret).answer
    assert str(lookup.FAILED) in gone.content.decode()


def test_the_address_of_the_look_up_is_that_of_the_sites_page(client, submission, settings):
    assert lookup.address() == reverse("egov_tracking:lookup")
    found = look_up_page()
    assert lookup.address() == found.get_url()
    receipt = client.get(reverse("egov_forms:step", args=[submission.draft_id, "done"]))
    assert f'href="{found.get_url()}"' in receipt.content.decode()
    found.unpublish()
    assert lookup.address() == reverse("egov_tracking:lookup")
    settings.EGOV_TRACKING = {**settings.EGOV_TRACKING, "LOOKUP_URL": "https://x.example/tc"}
    assert lookup.address() == "https://x.example/tc"


def test_letters_name_the_address_without_a_setting(submission, settings, mailoutbox):
    settings.EGOV_TRACKING = {**settings.EGOV_TRACKING, "LOOKUP_URL": ""}
    found = look_up_page()
    message = only().messages.first()
    assert found.full_url in delivery.compose(message).body
    found.unpublish()
    assert f"http://localhost{reverse('egov_tracking:lookup')}" in delivery.compose(message).body


def test_a_letter_calls_the_reference_by_its_name(submission, staff):
    dossier = actions.request_supplement(only(), staff["reception"], items=["CCCD"], reason="Thiếu")
    body = delivery.compose(dossier.messages.get(kind="supplement_requested")).body
    assert f"Mã tiếp nhận: {submission.reference}" in body
    assert "Mã hồ sơ" not in body


def test_the_receipt_does_not_say_received_before_the_office_accepted(client, submission, staff):
    url = reverse("egov_forms:step", args=[submission.draft_id, "done"])
    assert not client.get(url).context["is_accepted"]
    actions.accept(only(), staff["reception"], limit=FOUR_DAYS)
    assert client.get(url).context["is_accepted"]


def test_the_look_up_is_framed_by_none_whatever_the_site_allows(settings):
    settings.X_FRAME_OPTIONS = "SAMEORIGIN"
    assert Client().get(look_up_page().url)["X-Frame-Options"] == "DENY"
    assert Client().get(reverse("egov_tracking:lookup"))["X-Frame-Options"] == "DENY"
