"""A translated page holds text only: the form, and what is said of it, is its source's."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from egov_forms.pages.models import ServicePage
from tests import factories
from tests.editing import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> ServicePage:
    page = factories.service_page()
    page.save_revision().publish()
    return ServicePage.objects.get(pk=page.pk)


@pytest.fixture
def translation(source: ServicePage) -> ServicePage:
    english, _created = Locale.objects.get_or_create(language_code="en")
    copy = source.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    parent = copy.get_parent().specific
    parent.alias_of = None
    parent.save()
    return ServicePage.objects.get(pk=copy.pk)


def shown(page: ServicePage) -> Any:
    """The answer to a visitor who reads English."""
    page = ServicePage.objects.get(pk=page.pk)
    with override("en"):
        return page.serve(RequestFactory().get("/")).render()


def test_the_editor_of_a_translation_shows_no_form(
    translation: ServicePage, source: ServicePage, admin_client: Client
) -> None:
    own = admin_client.get(reverse("wagtailadmin_pages:edit", args=[source.pk]))
    its = admin_client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    assert {"facts", "steps", "rules", "agencies"} <= set(own.context["form"].fields)
    assert not {"facts", "steps", "rules", "agencies"} & set(its.context["form"].fields)
    tabs = [response.content.decode().count('role="tab"') for response in (own, its)]
    assert tabs[1] == tabs[0] - 2


def test_a_translation_is_published_whatever_its_old_copy_lacks(
    translation: ServicePage, admin_client: Client
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[translation.pk])
    translation.confirmations = {}
    translation.agencies = []
    translation.save_revision()
    data = form_data(admin_client.get(address))
    response = admin_client.post(address, {**data, "title": "New name", "action-publish": "1"})
    assert response.status_code == 302
    translation.refresh_from_db()
    assert translation.title == "New name"
    assert translation.service.agencies.exists()


def test_samples_are_named_where_the_source_shows_them(
    translation: ServicePage, source: ServicePage
) -> None:
    marks = source.confirmations.items()
    ServicePage.objects.filter(pk=source.pk).update(
        confirmations={path: {**mark, "note": "sample"} for path, mark in marks}
    )
    ServicePage.objects.filter(pk=translation.pk).update(confirmations={})
    assert shown(translation).context_data["sample"]


def test_a_translation_is_as_new_as_its_source(
    translation: ServicePage, source: ServicePage
) -> None:
    later = source.last_published_at + dt.timedelta(days=3)
    ServicePage.objects.filter(pk=source.pk).update(last_published_at=later)
    assert shown(translation).context_data["updated_at"] == later


def test_nothing_is_started_from_a_translation_whose_source_is_not_published(
    translation: ServicePage, source: ServicePage
) -> None:
    start = reverse("egov_forms:start", args=[source.service.slug])
    page = shown(translation).content.decode()
    assert start in page
    source.unpublish()
    page = shown(translation).content.decode()
    assert start not in page
    assert "be filed online at the moment" in page
