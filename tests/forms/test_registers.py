"""The registers of services, choice lists and publications."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def words(client: Client, register: str) -> str:
    page = BeautifulSoup(client.get(reverse(register)).content, "html.parser")
    return page.select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]


def test_the_level_of_a_service_is_listed_and_filtered_in_words(admin_client: Client) -> None:
    factories.service_page("chung-thuc-ban-sao")
    factories.service_page("khai-sinh")
    register = reverse("egov_forms_service_modeladmin_index")
    listed = words(admin_client, "egov_forms_service_modeladmin_index")
    assert "Một phần" in listed
    assert "Toàn trình" in listed
    assert "partial" not in listed
    found = admin_client.get(register, {"service_level": "partial"}).content.decode()
    assert "2.000815" in found
    assert "1.001193" not in found


def test_a_choice_list_says_in_words_how_sure_it_is(admin_client: Client) -> None:
    factories.load_choice_lists()
    listed = words(admin_client, "egov_forms_choicelist_modeladmin_index")
    assert "Gần đúng" in listed
    assert "approximate" not in listed


def test_a_publication_names_service_and_version_under_their_words(admin_client: Client) -> None:
    version = factories.service_page("khai-sinh").service.current_version
    listed = words(admin_client, "egov_forms_publication_modeladmin_index")
    assert "Phiên bản" in listed
    assert f" {version.digest[:12]} " in listed
    assert "Version" not in listed
