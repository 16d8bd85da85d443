"""Publishing a service page freezes its procedure, in the same transaction (models/publishing)."""

import datetime
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.utils import timezone

from egov_forms.exceptions import PublicationRefused
from egov_forms.models import Publication, Service, ServiceVersion, mixins
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.domain import load
from tests.tracking import factories as office

pytestmark = pytest.mark.django_db

SLUGS = [one["id"] for one in load("procedures.json")["procedures"]]


def incomplete():
    """A procedure without its legal basis, which R3 asks for."""
    given = deepcopy(factories.procedure("khai-sinh"))
    del given["legal_basis"]
    return given


@pytest.mark.parametrize("slug", SLUGS)
def test_a_live_page_has_a_version_of_its_whole_procedure(slug):
    page = factories.service_page(slug)
    version = page.service.current_version
    assert version.digest == version.load().digest
    assert version.load().code == factories.procedure(slug)["code"]["value"]
    assert page.service.publications.get().page_id == page.pk


def test_saving_the_same_content_again_publishes_nothing():
    page = factories.service_page()
    page.title = "Another title"
    page.save()
    assert page.service.publications.count() == 1
    assert page.service.versions.count() == 1


def test_a_changed_form_makes_a_second_version_and_keeps_the_first():
    page = factories.service_page()
    first = page.service.current_version
    page.steps[0].value["label"]["vi"] = "Nhãn mới"
    page.save()
    page.service.refresh_from_db()
    assert page.service.current_version.digest != first.digest
    assert ServiceVersion.objects.filter(pk=first.pk).exists()


def question(page, key):
    questions = (child.value for step in page.steps for child in step.value["fields"])
    return next(one for one in questions if one["key"] == key)


def rename(page, old, new):
    question(page, old)["key"] = new


def test_a_key_may_change_until_answers_are_kept_under_it():
    page = factories.service_page("khai-sinh")
    rename(page, "birth_facility", "facility")
    page.save()
    office.submission(Service.objects.get(), agency=page.service.agencies.get())
    rename(page, "facility", "place")
    with pytest.raises(PublicationRefused) as refused:
        page.save()
    (reason,) = refused.value.reasons
    assert "“facility”" in reason.message
    assert reason.path.endswith(".key")
    rename(page, "place", "facility")
    page.save()


def test_the_key_of_a_column_stays_too():
    page = factories.service_page("chung-thuc-ban-sao")
    office.submission(page.service, agency=page.service.agencies.get())
    columns = [one.value for one in question(page, "papers")["columns"]]
    [place] = [number for number, one in enumerate(columns) if one["key"] == "paper_name"]
    columns[place]["key"] = "other_name"
    with pytest.raises(PublicationRefused) as refused:
        page.save()
    (reason,) = refused.value.reasons
    assert "“paper_name”" in reason.message
    assert reason.path.endswith(f".columns[{place}].key")


def test_a_question_may_go_and_another_come():
    page = factories.service_page("khai-sinh")
    office.submission(page.service, agency=page.service.agencies.get())
    rename(page, "birth_facility", "place")
    question(page, "place")["label"]["vi"] = "Nơi sinh theo giấy chứng sinh"
    page.save()
    assert "place" in Service.objects.get().current_version.load().fields


def filed_with_one_question_more(**settings):
    """The page of a form whose first step asks one thing more, and somebody filed it."""
    given = deepcopy(load("procedures.json")["procedures"][0])
    asked = {"label": {"vi": "Mục khác", "en": "Another"}, "required": False, **settings}
    given["form"]["steps"][0]["fields"].append(asked)
    page = factories.service_page(given=given)
    office.submission(page.service, agency=page.service.agencies.get(), answers={})
    return page


def test_a_text_to_read_has_no_answers_and_keeps_no_key():
    page = filed_with_one_question_more(key="advice", type="static")
    rename(page, "advice", "other_advice")
    page.save()
    assert "other_advice" in Service.objects.get().current_version.load().fields


def test_two_questions_with_the_label_of_one_that_went_keep_no_key():
    page = filed_with_one_question_more(key="other", type="text")
    asked = question(page, "other")
    asked["key"] = "first"
    questions = page.steps[0].value["fields"]
    questions.append(("text", {**asked, "key": "second"}))
    page.save()
    assert {"first", "second"} <= set(Service.objects.get().current_version.load().fields)


def test_an_incomplete_page_does_not_go_live_and_leaves_nothing_behind():
    with pytest.raises(PublicationRefused):
        factories.service_page(given=incomplete())
    assert not ServicePage.objects.exists()
    assert not ServiceVersion.objects.exists()


def test_an_unconfirmed_approximate_fact_keeps_a_page_from_going_live():
    with pytest.raises(PublicationRefused):
        factories.service_page(confirmations={})


def test_a_draft_page_may_lack_anything():
    page = factories.service_page(given=incomplete(), live=False)
    assert page.service.current_version is None


def test_publishing_the_latest_revision_publishes_the_procedure():
    page = factories.service_page(live=False)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert Service.objects.get(pk=page.service_id).current_version is not None


def test_scheduling_publishes_only_when_the_hour_has_come():
    page = factories.service_page(live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    assert Service.objects.get(pk=page.service_id).current_version is None
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert Service.objects.get(pk=page.service_id).current_version is not None


def test_one_refusal_does_not_stop_the_scheduled_pages_after_it():
    due = timezone.now() - datetime.timedelta(minutes=1)
    pages = [
        factories.service_page(given=incomplete(), live=False),
        factories.service_page("chung-thuc-ban-sao", live=False),
    ]
    for offset, page in enumerate(pages):
        revision = page.save_revision()
        revision.approved_go_live_at = due + datetime.timedelta(seconds=offset)
        revision.save()
    call_command("publish_scheduled")
    assert [ServicePage.objects.get(pk=page.pk).live for page in pages] == [False, True]
    call_command("publish_scheduled")  # the refused one is not tried again


def test_an_alias_publishes_nothing_of_its_own():
    page = factories.service_page()
    alias = page.create_alias(update_slug="alias")
    assert alias.service_id == page.service_id
    page.save_revision().publish()
    assert Publication.objects.count() == 1


def test_a_copy_is_another_service():
    page = factories.service_page()
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert copy.service_id != page.service_id
    assert copy.service.current_version is not None


def test_unpublishing_moving_and_deleting_the_page_orphan_nothing():
    page = factories.service_page()
    draft = factories.draft(page.service)
    page.unpublish()
    page.move(factories.index_page().get_parent(), pos="last-child")
    page.delete()
    draft.refresh_from_db()
    assert draft.version.load().steps
    assert Service.objects.filter(pk=draft.service_id).exists()


def test_the_agencies_of_the_page_are_those_of_the_service_after_publishing():
    ward = factories.AgencyFactory(code="H26.901")
    page = factories.service_page(agencies=[ward])
    assert list(page.service.agencies.all()) == [ward]


def test_a_page_with_an_address_in_vietnamese_letters_gives_its_service_a_plain_identifier():
    """Wagtail makes such addresses of titles; the wizard's addresses need plain ones."""
    page = ServicePage(title="Đăng ký tiếp công dân", slug="đăng-ký-tiếp-công-dân", live=False)
    factories.index_page().add_child(instance=page)
    assert page.service.slug == "dang-ky-tiep-cong-dan"


def test_an_identifier_that_another_page_takes_at_this_moment_is_passed_over(monkeypatch):
    Service.objects.create(slug="taken", name={"vi": "Trước"})
    found = iter(["taken", "taken", "taken-2"])
    monkeypatch.setattr(mixins, "_free_slug", lambda wanted, own=0: next(found))
    assert factories.service_page().service.slug == "taken-2"


def test_an_identifier_that_is_taken_while_a_page_is_renamed_is_passed_over(monkeypatch):
    Service.objects.create(slug="taken", name={"vi": "Trước"})
    page = factories.index_page().add_child(
        instance=ServicePage(title="Đăng ký", slug="dang-ky", live=False)
    )
    found = iter(["taken", "taken-2"])
    monkeypatch.setattr(mixins, "_free_slug", lambda wanted, own=0: next(found))
    page.title = "Taken"
    page.save()
    assert Service.objects.get(pk=page.service.pk).slug == "taken-2"


def test_the_identifier_follows_the_title_while_nothing_is_published():
    """The editor saves by itself, also in the middle of a title."""
    page = factories.index_page().add_child(
        instance=ServicePage(title="Đăng ký", slug="dang-ky", live=False)
    )
    page.title, page.slug = "Đăng ký tiếp công dân", "dang-ky-tiep-cong-dan"
    page.save()
    service = Service.objects.get(pk=page.service.pk)
    assert service.slug == "dang-ky-tiep-cong-dan"
    assert service.name == {"vi": "Đăng ký tiếp công dân"}


def test_the_identifier_stays_once_the_service_was_published():
    page = factories.service_page("chung-thuc-ban-sao")
    page.slug = "chung-thuc"
    page.save()
    assert Service.objects.get(pk=page.service.pk).slug == "chung-thuc-ban-sao"
