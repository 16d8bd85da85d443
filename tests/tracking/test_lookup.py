"""The citizen's look-up: one failure answer, and a right pair that always opens."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from egov_forms.models import Submission
from egov_tracking import actions, lookup
from egov_tracking.models import Dossier
from egov_tracking.pages.models import DossierLookupPage
from tests import factories
from tests.filling import Citizen, pdf

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture
def submission(client):
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    citizen.fill(factories.valid_answers(LAND))
    citizen.submit()
    return Submission.objects.get()


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
    with django_assert_num_queries(4) as known:
        ask(Client(), submission.reference, "AAAA-AAAA-AAAA")
    with django_assert_num_queries(4) as unknown:
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
    dossier = actions.accept(Dossier.unscoped.get(), staff["reception"])
    response = ask(Client(), dossier.code.lower(), submission.secret)
    assert response.url == lookup.path_of(submission.reference)


def test_the_page_says_who_has_it_what_comes_next_when_and_whom_to_call(submission, staff):
    dossier = actions.accept(Dossier.unscoped.get(), staff["reception"])
    text = page(opened(submission), submission)
    assert dossier.code in text
    assert dossier.agency.telephone in text
    assert str(dossier.due_at.astimezone().year) in text


def test_a_supplement_is_answered_with_text_and_a_file(submission, staff):
    dossier = actions.request_supplement(
        Dossier.unscoped.get(), staff["reception"], items=["Bản sao hộ chiếu"], reason="Thiếu"
    )
    browser = opened(submission)
    assert "Bản sao hộ chiếu" in page(browser, submission)
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    assert browser.post(url, {}).status_code == 200
    refused = browser.post(url, {"item1_files": [pdf("x.exe")]})
    assert refused.status_code == 200
    answer = browser.post(url, {"item1": "Gửi kèm", "item1_files": [pdf("a.pdf"), pdf("b.pdf")]})
    assert answer.status_code == 302
    request = dossier.supplements.get()
    assert request.answers["item1"]["text"] == "Gửi kèm"
    assert len(request.answers["item1"]["files"]) == 2
    assert Dossier.unscoped.get().status == 1


def test_a_supplement_page_without_an_open_request_leads_back(submission):
    url = reverse("egov_tracking:supplement", args=[submission.reference])
    assert opened(submission).get(url).url == lookup.path_of(submission.reference)


def test_a_citizen_asks_to_withdraw(submission):
    url = reverse("egov_tracking:withdraw", args=[submission.reference])
    browser = opened(submission)
    assert browser.post(url, {"reason": ""}).status_code == 200
    browser.post(url, {"reason": "Đổi ý"})
    assert Dossier.unscoped.get().status == 7


def test_the_page_costs_the_same_for_a_long_history(submission, staff, django_assert_num_queries):
    browser = opened(submission)
    page(browser, submission)
    with django_assert_num_queries(4):
        page(browser, submission)
    for number in range(5):
        actions.note(Dossier.unscoped.get(), staff["reception"], text=f"Ghi chú {number}")
    with django_assert_num_queries(4):
        page(browser, submission)


def test_the_receipt_states_the_official_day_and_leads_to_the_look_up(client, submission):
    response = client.get(reverse("egov_forms:step", args=[submission.draft_id, "done"]))
    assert reverse("egov_tracking:lookup") in body(response)


def test_the_look_up_page_posts_to_the_plain_address(client, submission):
    parent = factories.index_page().get_parent()
    found = parent.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))
    response = client.get(found.get_url())
    assert f'action="{reverse("egov_tracking:lookup")}"' in body(response)
