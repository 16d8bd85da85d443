"""The register of services."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_the_level_of_a_service_is_listed_and_filtered_in_words(admin_client: Client) -> None:
    factories.service_page("chung-thuc-ban-sao")
    factories.service_page("khai-sinh")
    register = reverse("egov_forms_service_modeladmin_index")
    page = BeautifulSoup(admin_client.get(register).content, "html.parser")
    words = page.select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Một phần" in words
    assert "Toàn trình" in words
    assert "partial" not in words
    found = admin_client.get(register, {"service_level": "partial"}).content.decode()
    assert "2.000815" in found
    assert "1.001193" not in found
