"""What an editor reads after publishing, beside that it is published."""

import copy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.editing import form_data
from tests.factories import procedure

pytestmark = pytest.mark.django_db


def told(page: Any, client: Client) -> list[str]:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client.get(address))
    shown = client.post(address, {**data, "action-publish": "1"}, follow=True)
    return [str(one) for one in shown.context["messages"]]


def test_a_doubtful_limit_is_told_to_who_publishes(admin_client: Client) -> None:
    page = factories.service_page("dang-ky-bien-dong-dat-dai")
    assert any(
        "Thời hạn giải quyết 4: Cộng thêm tại xã miền núi" in one
        for one in told(page, admin_client)
    )


def test_a_procedure_that_decides_is_published_without_a_word(admin_client: Client) -> None:
    page = factories.service_page("dang-ky-ho-kinh-doanh")
    assert not any("Thời hạn giải quyết" in one for one in told(page, admin_client))


def test_a_personal_answer_that_no_list_shows_is_told(admin_client: Client) -> None:
    given = copy.deepcopy(procedure("dang-ky-ho-kinh-doanh"))
    step = given["form"]["steps"][0]
    field = next(one for one in step["fields"] if one["type"] == "citizen_id")
    field["column"] = True
    page = factories.service_page(given=given)
    place = f"{step['label']['vi']} › {field['label']['vi']}: "
    assert any(place in one and "cá nhân" in one for one in told(page, admin_client))
