"""The wizard over HTTP: one address a step, over a draft row (egov_forms/wizard.py)."""

import datetime
import re
import sys
import uuid
from copy import deepcopy
from unittest.mock import Mock

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter
from wagtail.models import PageViewRestriction

from egov_forms import actions, storage, upkeep, uploads
from egov_forms.models import Attachment, Draft, Submission
from egov_forms.pages.models import ServicePage
from egov_forms.signals import submission_received
from tests import factories
from tests.filling import PDF, Citizen

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


def text(response) -> str:
    return response.content.decode()


def plain(response, draft_id) -> str:
    """The page without what differs in every answer."""
    page = text(response).replace(str(draft_id), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_starting_gives_a_draft_and_its_first_step(citizen):
    response = citizen.get("holder")
    assert response.status_code == 200
    assert citizen.draft.service.slug == LAND
    assert "Người sử dụng đất" in text(response)
    assert citizen.draft.secret in text(response)


def test_a_get_starts_nothing(client):
    factories.service_page(LAND)
    assert client.get(reverse("egov_forms:start", args=[LAND])).status_code == 405
    assert not Draft.objects.exists()


def test_a_service_without_a_live_page_can_not_be_started(client):
    factories.service_page(LAND).unpublish()
    assert client.post(reverse("egov_forms:start", args=[LAND])).status_code == 404


def test_the_whole_way_ends_in_one_submission_and_a_receipt(citizen, answers):
    assert citizen.fill(answers) == "check"
    response = citizen.submit()
    submission = Submission.objects.get()
    assert submission.draft_id == citizen.draft_id
    assert not Draft.objects.exists()
    assert submission.reference in text(response)
    assert submission.secret in text(response)


def test_the_receipt_survives_a_reload_and_every_other_address_of_the_draft_leads_to_it(
    citizen, answers
):
    citizen.fill(answers)
    citizen.submit()
    assert citizen.get("done").status_code == 200
    for step in ("holder", "check", "no-such-step"):
        assert citizen.get(step).url == citizen.url("done")


def test_submitting_twice_gives_the_same_receipt(citizen, answers):
    citizen.fill(answers)
    first, second = citizen.submit(), citizen.submit()
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert Submission.objects.count() == 1


def test_nothing_is_submitted_when_a_receiver_fails(citizen, answers):
    def fail(**kwargs):
        raise RuntimeError("the office is closed")

    citizen.fill(answers)
    submission_received.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            citizen.submit()
    finally:
        submission_received.disconnect(fail)
    assert not Submission.objects.exists()
    assert Draft.objects.get().pk == citizen.draft_id


def test_saved_answers_come_back_on_every_step(citizen, answers):
    citizen.fill(answers)
    assert answers["holder_name"] in text(citizen.get("holder"))


def test_what_was_typed_on_a_wrong_step_is_shown_again_and_kept(citizen, answers):
    typed = {**answers, "holder_name": "Tên đã gõ", "holder_id_no": None}
    assert "Tên đã gõ" in text(citizen.refused("holder", typed))
    assert citizen.draft.done == []


def test_errors_are_no_answer_to_a_post_and_stay_when_the_page_is_loaded_again(citizen, answers):
    """A browser's "back" asks for a page once more; that of a POST it will not show."""
    citizen.refused("holder", {**answers, "holder_id_no": None})
    assert 'href="#id_holder_id_no"' in text(citizen.get("holder"))
    citizen.post("holder", answers)
    assert "egov-error-summary" not in text(citizen.get("holder"))


def test_the_check_page_says_that_a_step_has_something_to_correct(citizen, answers):
    citizen.fill(answers)
    citizen.refused("holder", {**answers, "holder_id_no": None})
    told = " ".join(text(citizen.get("check")).split())
    assert "hoặc ở các bước đó còn nội dung cần sửa" in told


def test_a_step_that_was_left_is_not_judged(citizen, answers):
    citizen.refused("holder", {**answers, "holder_id_no": None})
    citizen.post("holder", {**answers, "holder_id_no": None}, **{"egov-later": "1"})
    assert "egov-error-summary" not in text(citizen.get("holder"))


def test_errors_stand_in_a_summary_that_links_to_their_fields(citizen, answers):
    page = text(citizen.refused("holder", {**answers, "holder_name": None}))
    assert re.search(r'href="#id_holder_name"', page)
    assert 'id="id_holder_name"' in page
    assert 'aria-invalid="true"' in page


def test_later_keeps_what_was_typed_and_shows_the_pair(citizen, answers):
    response = citizen.post("holder", {"holder_name": "Nguyễn Văn Thử"}, **{"egov-later": "1"})
    assert citizen.draft.reference in text(response)
    assert "Nguyễn Văn Thử" in text(citizen.get("holder"))


def test_a_later_step_opens_only_after_those_before_it(citizen):
    assert citizen.get("documents").url == citizen.url("holder")
    assert citizen.get("check").url == citizen.url("holder")


def test_a_forged_step_leads_back_to_the_open_one(citizen):
    assert citizen.get("zzz").url == citizen.url("holder")
    forged = citizen.client.post(citizen.url("done"), {"save": "1"})
    assert forged.url == citizen.url("holder")


def test_a_get_writes_nothing(citizen, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        assert citizen.get("holder").status_code == 200
    assert captured.captured_queries[0]["sql"].startswith("SELECT")


def test_a_page_with_errors_costs_one_query_more_for_its_files(
    citizen, answers, django_assert_num_queries
):
    citizen.post("holder", {**answers, "holder_id_no": None})
    with django_assert_num_queries(2):
        assert citizen.get("holder").context["form"].error_summary


def test_two_drafts_in_one_browser_do_not_mix(citizen, answers):
    other = Citizen(citizen.client, LAND)
    other.start()
    citizen.post("holder", {**answers, "holder_name": "Người thứ nhất"})
    other.post("holder", {**answers, "holder_name": "Người thứ hai"})
    assert citizen.draft.open_answers()["holder_name"] == "Người thứ nhất"
    assert other.draft.open_answers()["holder_name"] == "Người thứ hai"


def test_another_browser_is_sent_to_the_resume_page_and_sees_nothing(citizen, answers):
    citizen.fill(answers)
    stranger = Client()
    response = stranger.get(citizen.url("holder"))
    assert response.status_code == 404
    assert answers["holder_name"] not in text(response)
    unknown = uuid.uuid4()
    answer = stranger.get(reverse("egov_forms:step", args=[unknown, "holder"]))
    assert plain(answer, unknown) == plain(response, citizen.draft_id)


def test_reference_and_secret_open_the_draft_elsewhere(citizen, answers):
    citizen.post("holder", answers)
    draft = citizen.draft
    phone = Client()
    resume = reverse("egov_forms:resume")
    pair = {"reference": draft.reference.lower(), "secret": draft.secret.replace("-", " ")}
    response = phone.post(resume, pair, follow=True)
    assert response.redirect_chain[-1][0] == citizen.url("certificate")
    assert citizen.get("holder").status_code == 404  # the old token is void


def test_a_wrong_pair_opens_nothing_and_is_counted(citizen, settings):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "FAILURES_PER_ADDRESS": 2}
    resume = reverse("egov_forms:resume")
    wrong = {"reference": citizen.draft.reference, "secret": "AAAA-AAAA-AAAA"}
    assert [Client().post(resume, wrong).status_code for _ in range(4)] == [200, 200, 429, 429]
    right = {**wrong, "secret": citizen.draft.secret}
    assert Client().post(resume, right).status_code == 302


def test_the_summary_of_the_resume_page_says_each_fault_once():
    page = Client().post(reverse("egov_forms:resume"), {}).content.decode()
    links = BeautifulSoup(page, "html.parser").select(".egov-error-summary a")
    assert [one.get_text() for one in links] == ["Nhập mã tiếp nhận", "Nhập mã tra cứu"]


def test_changing_an_answer_returns_to_the_check_page(citizen, answers):
    citizen.fill(answers)
    response = citizen.post("holder", {**answers, "holder_name": "Tên mới"})
    assert response.url == citizen.url("check")
    assert "Tên mới" in text(citizen.get("check"))


def test_a_change_that_opens_a_question_leads_to_it(citizen, answers):
    citizen.fill(answers)
    response = citizen.post("change", {**answers, "change_case": "erosion", "new_area": 50.0})
    assert response.status_code == 302
    assert citizen.draft.open_answers()["new_area"] == 50


def test_a_hidden_answer_is_dropped(citizen, answers):
    citizen.fill(answers)
    citizen.post("holder", {**answers, "has_co_holders": "no"})
    assert "co_holders" not in citizen.draft.open_answers()


def test_fields_that_the_step_does_not_declare_are_ignored(citizen, answers):
    data = {**answers}
    citizen.post("holder", data, save="1", change_case="erosion", limit_days="1")
    assert "change_case" not in citizen.draft.open_answers()
    assert "limit_days" not in citizen.draft.open_answers()


def test_rows_are_added_and_removed_without_script(citizen, answers):
    citizen.fill(answers)
    before = len(citizen.draft.open_answers()["co_holders"])
    response = citizen.post("holder", answers, **{"add-co_holders": "1"})
    page = text(citizen.client.get(response.url))
    assert f'name="co_holders-{before}-name"' in page
    response = citizen.post("holder", answers, **{"remove-row-co_holders": "0"})
    page = text(citizen.client.get(response.url))
    assert f'name="co_holders-{before - 1}-name"' not in page


def test_two_files_of_one_field_are_kept_and_one_can_be_removed(citizen, answers):
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    two = {**answers, "certificate_file": [{"name": "a.pdf"}, {"name": "b.pdf"}]}
    citizen.post("documents", {**two, "pledge": False})
    assert Attachment.objects.filter(field_path="certificate_file").count() == 2
    gone = Attachment.objects.filter(field_path="certificate_file").first()
    citizen.post("documents", {}, **{"remove-certificate_file": str(gone.pk)})
    page = text(citizen.get("documents"))
    assert "b.pdf" in page
    assert "a.pdf" not in page


def test_a_refused_file_is_told_at_its_question_and_nothing_typed_is_lost(citizen, answers):
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    response = citizen.refused("documents", {"result_channel": "post"}, certificate_file=svg)
    page = text(response)
    assert 'href="#id_certificate_file"' in page
    summary = response.context["form"].error_summary
    [told] = [words for anchor, words in summary if anchor == "id_certificate_file"]
    assert told.startswith("x.svg: ")
    assert re.search(r'value="post"[^>]*checked', page)
    assert not Attachment.objects.exists()


def test_a_file_opens_for_its_owner_only(citizen, answers):
    citizen.fill(answers)
    file = Attachment.objects.filter(draft=citizen.draft_id).first()
    url = reverse("egov_forms:file", args=[citizen.draft_id, file.pk])
    response = citizen.client.get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Client().get(url).status_code == 404
    file.state = "pending"
    file.save()
    assert citizen.client.get(url).status_code == 404


def test_files_of_hidden_questions_are_not_submitted(citizen, answers):
    citizen.fill(answers)
    citizen.submit()
    assert not Attachment.objects.filter(submission=None).exists()


def test_a_draft_begun_on_a_version_ends_on_it(citizen, answers):
    version = citizen.draft.version
    page = ServicePage.objects.get()
    page.steps[0].value["label"]["vi"] = "Nhãn mới"
    page.save()
    citizen.fill(answers)
    citizen.submit()
    assert Submission.objects.get().version == version
    assert "Nhãn mới" not in text(citizen.get("done"))


def test_a_restricted_page_restricts_its_drafts(citizen):
    page = ServicePage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = citizen.get("holder")
    assert response.status_code == 302
    assert response.url.endswith(page.get_url())


def test_answers_are_never_cached_or_framed(citizen):
    response = citizen.get("holder")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_sensitive_answers_are_sealed_in_the_row(client):
    factories.service_page("khai-sinh")
    citizen = Citizen(client, "khai-sinh")
    citizen.start()
    answers = factories.valid_answers("khai-sinh")
    citizen.post("applicant", answers)
    row = Draft.objects.values("answers", "sealed").get()
    assert answers["applicant_citizen_id"] not in str(row)
    assert citizen.draft.open_answers()["applicant_citizen_id"] == answers["applicant_citizen_id"]


def test_typed_text_is_sealed_too(client):
    factories.service_page("khai-sinh")
    citizen = Citizen(client, "khai-sinh")
    citizen.start()
    citizen.post("applicant", {"applicant_citizen_id": "001090999001"})
    assert "001090999001" not in str(Draft.objects.values("answers", "sealed").get())


def test_expired_drafts_are_purged_with_their_files(
    citizen, answers, django_capture_on_commit_callbacks
):
    citizen.fill(answers)
    Draft.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert upkeep.purge_drafts() == 1
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("button", ["egov-later", "egov-back", "egov-language"])
def test_nobody_leaves_in_the_belief_that_a_refused_file_was_kept(citizen, answers, button):
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    typed = {"result_channel": "post"}
    page = citizen.refused("documents", typed, certificate_file=svg, **{button: "en"})
    [(anchor, told)] = page.context["form"].error_summary  # nothing else is judged
    assert anchor == "id_certificate_file"
    assert told.startswith("x.svg: ")


@pytest.mark.parametrize("button", ["egov-later", "egov-back", "egov-language"])
def test_nor_on_a_step_that_was_accepted_before(citizen, answers, button):
    assert citizen.fill(answers) == "check"
    same = {**answers, "certificate_file": None}
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    page = citizen.refused("documents", same, certificate_file=svg, **{button: "en"})
    [(_anchor, told)] = page.context["form"].error_summary
    assert told.startswith("x.svg: ")
    citizen.post("documents", same, **{button: "en"})
    assert citizen.draft.typed == {}


def test_what_was_typed_keeps_its_meaning_in_another_language(citizen, answers):
    citizen.post("holder", answers)
    wrong = {**answers, "parcel_area": 1250.5, "parcel_no": None}
    citizen.refused("certificate", wrong)
    citizen.client.post(reverse("set_language"), {"language": "en"})
    assert 'value="1250.5"' in text(citizen.get("certificate"))


def test_an_expired_draft_is_gone_before_it_is_purged(citizen, answers):
    pair = {"reference": citizen.draft.reference, "secret": citizen.draft.secret}
    Draft.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert citizen.get("holder").status_code == 404
    assert Client().post(reverse("egov_forms:resume"), pair).status_code == 200


def test_files_beyond_the_limit_are_not_even_read(citizen, answers, monkeypatch):
    read = []
    inspect = uploads.inspect
    monkeypatch.setattr(uploads, "inspect", lambda *args: read.append(1) or inspect(*args))
    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    many = [{"name": f"{number}.pdf"} for number in range(9)]
    citizen.post("documents", {**answers, "certificate_file": many})
    assert Attachment.objects.filter(field_path="certificate_file").count() == 4
    assert len(read) <= 4 + 2  # four of this question, and those of the other questions


def test_a_signed_in_citizen_is_offered_what_the_account_knows(client, django_user_model):
    factories.service_page("khai-sinh")
    user = django_user_model.objects.create_user(
        "dan", email="dan@example.org", first_name="Văn Thử", last_name="Nguyễn"
    )
    client.force_login(user)
    citizen = Citizen(client, "khai-sinh")
    citizen.start()
    page = text(citizen.get("applicant"))
    assert 'value="dan@example.org"' in page
    assert user.get_full_name() in page
    assert citizen.draft.open_answers() == {}


def test_a_rule_that_only_warns_is_said_on_the_check_page_and_stops_nobody(client):
    given = deepcopy(factories.procedure("cap-ban-sao-van-bang"))
    given["form"]["rules"].append(
        {
            "id": "many",
            "assert": "total_copies < 1",
            "error": {"path": "diplomas", "code": "many", "message": {"vi": "Nhiều bản sao"}},
            "severity": "warning",
        }
    )
    factories.service_page("cap-ban-sao-van-bang", given=given)
    citizen = Citizen(client, "cap-ban-sao-van-bang")
    citizen.start()
    assert citizen.fill(factories.valid_answers("cap-ban-sao-van-bang")) == "check"
    assert "Nhiều bản sao" in text(citizen.get("check"))
    citizen.submit()
    assert Submission.objects.exists()


def test_a_service_on_the_national_portal_says_where_to_go(client):
    service = factories.service()
    service.channel, service.portal_url = "national_portal", "https://portal.example/x"
    service.save()
    response = client.post(reverse("egov_forms:start", args=[service.slug]))
    assert response.status_code == 409
    assert "https://portal.example/x" in text(response)


def test_a_file_that_is_gone_from_the_storage_is_not_found(citizen, answers):
    citizen.fill(answers)
    file = Attachment.objects.filter(draft=citizen.draft_id).first()
    storage.remove([file.storage_key])
    url = reverse("egov_forms:file", args=[citizen.draft_id, file.pk])
    assert citizen.client.get(url).status_code == 404


def test_an_error_report_holds_no_answer_and_no_token(citizen, answers):
    response = citizen.post(citizen.definition.steps[0].key, answers)
    request, report = response.wsgi_request, SafeExceptionReporterFilter()
    assert request.POST
    hidden = {report.cleansed_substitute}
    assert set(report.get_post_parameters(request).values()) == hidden
    tokens = [name for name in request.COOKIES if name.startswith("egov_draft_")]
    assert {report.get_safe_cookies(request)[name] for name in tokens} == hidden


def test_an_error_report_names_no_file(citizen, answers, monkeypatch):
    """Names of files name people; Django's report would list them."""
    reports = []

    def report(request, **kwargs):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    for step in ("holder", "certificate", "change"):
        citizen.post(step, answers)
    monkeypatch.setattr(actions, "save_step", Mock(side_effect=RuntimeError))
    citizen.client.raise_request_exception = False
    got_request_exception.connect(report)  # weakly: it ends with this test
    file = SimpleUploadedFile("hộ chiếu Hoàng Yến.pdf", PDF)
    assert citizen.post("documents", answers, certificate_file=file).status_code == 500
    assert "RuntimeError" in reports[0]
    assert "Hoàng Yến" not in reports[0]


def test_a_draft_that_went_on_elsewhere_leads_to_the_resume_page(citizen, answers):
    citizen.fill(answers)
    file = Attachment.objects.filter(draft=citizen.draft_id).first()
    draft = citizen.draft
    actions.resume(draft.reference, draft.secret)
    file_url = reverse("egov_forms:file", args=[citizen.draft_id, file.pk])
    unknown = uuid.uuid4()
    for url in (citizen.url("holder"), file_url):
        elsewhere = citizen.client.get(url)
        nothing = citizen.client.get(url.replace(str(citizen.draft_id), str(unknown)))
        assert elsewhere.status_code == nothing.status_code == 404
        assert f'href="{reverse("egov_forms:resume")}"' in text(elsewhere)
        assert plain(elsewhere, citizen.draft_id) == plain(nothing, unknown)


def test_that_page_is_not_lost_where_pages_have_their_language_in_the_address(citizen, settings):
    actions.resume(citizen.draft.reference, citizen.draft.secret)
    settings.ROOT_URLCONF = "tests.urls_pages_by_language"
    response = citizen.get("holder")
    assert response.status_code == 404
    assert f'href="{reverse("egov_forms:resume")}"' in text(response)


def test_a_confirmation_is_closed_after_some_days_and_opens_with_the_codes(citizen, answers):
    citizen.fill(answers)
    citizen.submit()
    filing = Submission.objects.get()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6), tick=False):
        assert citizen.get("done").status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8), tick=False):
        assert citizen.get("done").status_code == 404
        pair = {"reference": filing.reference, "secret": filing.secret}
        shown = citizen.client.post(reverse("egov_forms:resume"), pair, follow=True)
        assert shown.status_code == 200
        assert filing.reference in text(shown)
