"""The editor's page form: publishes what is complete, and shows what is missing at its place."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation

from egov_forms.admin.registers import EgovFormsGroup
from egov_forms.models import Agency, Service
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.editing import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("bientap", "b@example.org", "x")
    client.force_login(user)
    return client


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def text(response) -> str:
    return unescape(response.content.decode())


def test_a_new_page_begins_with_the_parts_that_the_law_asks_for(editor):
    url = reverse(
        "wagtailadmin_pages:add",
        args=["egov_forms_pages", "servicepage", factories.index_page().pk],
    )
    page = text(editor.get(url))
    assert '"procedure_steps"' in page
    assert '"legal_basis"' in page


def test_the_facts_to_confirm_are_listed_and_confirmed_by_name(editor):
    page = factories.service_page(live=False, confirmations={})
    response = editor.get(edit_url(page))
    offered = re.findall(r'name="confirmed_facts" value="([^"]+)"', response.content.decode())
    assert offered
    data = form_data(response) | {"confirmed_facts": offered}
    editor.post(edit_url(page), data | {"action-publish": "1"})
    page = ServicePage.objects.get(pk=page.pk)
    assert page.live
    assert set(page.confirmations) == set(offered)
    assert all(mark["by"] == "bientap" and mark["at"] for mark in page.confirmations.values())
    publication = page.service.publications.get()
    assert publication.published_by.get_username() == "bientap"


def test_publishing_without_confirming_is_refused_on_the_form(editor):
    page = factories.service_page(live=False, confirmations={})
    response = editor.post(
        edit_url(page), form_data(editor.get(edit_url(page))) | {"action-publish": "1"}
    )
    assert response.status_code == 200
    assert "confirmed_facts" in response.context["form"].errors
    assert not ServicePage.objects.get(pk=page.pk).live


def test_a_draft_may_be_incomplete(editor):
    given = {**factories.procedure("khai-sinh")}
    del given["legal_basis"]
    page = factories.service_page(given=given, live=False)
    response = editor.post(edit_url(page), form_data(editor.get(edit_url(page))))
    assert response.status_code == 302
    assert Service.objects.get(slug="khai-sinh").current_version is None


def add_url() -> str:
    parent = factories.index_page().pk
    return reverse("wagtailadmin_pages:add", args=["egov_forms_pages", "servicepage", parent])


def empty_page(editor) -> dict:
    """A new page as it is sent when only its title was written."""
    return form_data(editor.get(add_url())) | {"title": "Cấp bản sao", "slug": "cap-ban-sao"}


def test_a_draft_may_be_a_title_alone(editor):
    assert editor.post(add_url(), empty_page(editor)).status_code == 302
    assert ServicePage.objects.get().live is False


def test_all_that_is_missing_is_said_in_one_go(editor):
    """What blocks refuse, what the form lacks and what the law asks for."""
    response = editor.post(add_url(), empty_page(editor) | {"action-publish": "1"})
    errors = response.context["form"].errors.as_data()
    assert set(errors) == {"facts", "steps", "agencies"}
    said = errors["facts"][0].block_errors
    facts = response.context["form"]["facts"].value()
    missing = {facts[place].block_type for place in said}
    assert {"name", "results", "target_users", "time_limits", "legal_basis"} <= missing


def test_what_is_not_filled_in_is_named(editor):
    data = empty_page(editor) | {"action-publish": "1"}
    with translation.override("en"):
        response = editor.post(add_url(), data, headers={"accept-language": "en"})
        errors = response.context["form"].errors.as_data()
        said = str([errors[name][0].as_json_data() for name in ("facts", "steps")])
    assert "This field is required" not in said
    assert "Not filled in: Legal basis › Document › Number." in said
    assert "Not filled in: Steps of the form." in said


def test_that_no_agency_receives_is_said_once(editor):
    data = empty_page(editor) | {"action-publish": "1"}
    page = text(editor.post(add_url(), data, headers={"accept-language": "en"}))
    assert page.count("No agency receives this service: name one.") == 1


def test_a_missing_part_is_named_when_publishing(editor):
    given = {**factories.procedure("khai-sinh")}
    del given["legal_basis"]
    page = factories.service_page(given=given, live=False)
    response = editor.post(
        edit_url(page), form_data(editor.get(edit_url(page))) | {"action-publish": "1"}
    )
    assert response.status_code == 200
    assert "facts" in response.context["form"].errors


def test_a_wrong_condition_is_an_error_at_its_block(editor):
    page = factories.service_page(live=False)
    data = form_data(editor.get(edit_url(page)))
    name = next(key for key, value in data.items() if key.endswith("-show_when") and value)
    response = editor.post(edit_url(page), data | {name: "applicant_capacity =="})
    assert response.status_code == 200
    assert "steps" in response.context["form"].errors


def test_a_page_without_an_agency_can_not_be_published(editor):
    page = factories.service_page(live=False, agencies=[])
    response = editor.post(
        edit_url(page), form_data(editor.get(edit_url(page))) | {"action-publish": "1"}
    )
    assert "agencies" in response.context["form"].errors


def test_a_title_is_corrected_although_a_rule_came_later(editor):
    """Here: facts that nobody has confirmed by now. The form in force stays as it is."""
    page = factories.service_page()
    ServicePage.objects.update(confirmations={})
    page.refresh_from_db()
    page.save_revision()
    data = form_data(editor.get(edit_url(page))) | {"title": "Tên đúng", "action-publish": "1"}
    assert editor.post(edit_url(page), data).status_code == 302
    assert ServicePage.objects.get(pk=page.pk).title == "Tên đúng"
    assert page.service.versions.count() == 1


def test_the_preview_shows_the_unsaved_facts(editor):
    page = factories.service_page(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(editor.get(edit_url(page)))
    assert editor.post(url, data).json()["is_valid"]
    assert "Cấp mới hoặc xác nhận thay đổi" in text(editor.get(url))


def test_the_preview_shows_each_step_of_an_unpublished_form(editor):
    page = factories.service_page(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor.post(url, form_data(editor.get(edit_url(page))))
    steps = factories.procedure(page.slug)["form"]["steps"]
    for step in steps:
        shown = editor.get(url, {"mode": f"step-{step['key']}"})
        asked = [one["key"] for one in step["fields"] if one["type"] == "text"]
        assert step["label"]["vi"] in text(shown)
        assert all(f'name="{key}"' in text(shown) for key in asked)
    assert page.service.current_version is None


def test_the_sample_portal_lets_its_editor_show_a_preview_in_a_frame(editor, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "example_site.middleware.ContentSecurityPolicy"]
    page = factories.service_page(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor.post(url, form_data(editor.get(edit_url(page))))
    assert "frame-ancestors 'self'" in editor.get(url)["Content-Security-Policy"]
    page.live = True
    page.save()
    assert "frame-ancestors 'none'" in editor.get(page.url)["Content-Security-Policy"]


def test_the_preview_of_a_form_with_a_fault_sends_nobody_to_the_counter(editor):
    page = factories.service_page(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(editor.get(edit_url(page)))
    data["steps-0-value-fields-0-value-show_when"] = "nobody_asks_this == 'x'"
    editor.post(url, data)
    shown = text(editor.get(url))
    assert "Chưa hiển thị được cách nộp" in shown
    assert "tại Bộ phận" not in shown


def test_the_preview_of_a_step_that_is_not_yet_whole_says_so(editor):
    page = factories.service_page(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor.post(url, form_data(editor.get(edit_url(page))))
    assert "Chưa hiển thị được bước này" in text(editor.get(url, {"mode": "step-nowhere"}))


@pytest.mark.parametrize("name", ["agency", "choicelist", "service", "publication"])
def test_every_register_opens(editor, name):
    factories.service_page()
    assert editor.get(reverse(f"egov_forms_{name}_modeladmin_index")).status_code == 200


def test_an_agency_is_added_with_its_area(editor):
    url = reverse("egov_forms_agency_modeladmin_create")
    data = {
        "code": "H26.950",
        "name_0": "Phường Cửa Nam",
        "area": "00082 00070",
        "telephone": "02400000009",
    }
    assert editor.post(url, data | {"area": "99999"}).status_code == 200
    assert editor.post(url, data).status_code == 302
    agency = factories.AgencyFactory(code="H26.950")
    assert set(agency.area_codes) == {"00082", "00070"}
    assert str(agency) == "Phường Cửa Nam"


def test_every_block_has_an_icon_that_exists(editor):
    page = text(editor.get(edit_url(factories.service_page(live=False))))
    named = set(re.findall(r'"icon": "([^"]+)"', page))
    drawn = set(re.findall(r'id="icon-([^"]+)"', text(editor.get(reverse("wagtailadmin_sprite")))))
    assert "pilcrow" in named
    assert named - drawn == set()


def test_the_names_of_registers_are_written_as_the_rest_of_the_menu(editor):
    with translation.override("vi"):
        labels = [str(one().get_menu_label()) for one in EgovFormsGroup.items]
    assert labels == ["Dịch vụ công", "Cơ quan", "Danh mục lựa chọn", "Các lần công bố"]


def test_each_text_of_an_agency_is_labelled_with_its_language(editor):
    agency = Agency.objects.create(code="H26.900", name={"vi": "Phường"})
    form = editor.get(f"/admin/egov_forms/agency/edit/{agency.pk}/")
    page = BeautifulSoup(form.content, "html.parser")
    for place, name in enumerate(("Tiếng Việt", "English")):
        label = page.find("label", attrs={"for": f"id_name_{place}"})
        assert label.get_text(strip=True) == name
