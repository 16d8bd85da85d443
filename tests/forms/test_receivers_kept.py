"""A live service keeps somebody who receives its filings."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov_forms.exceptions import PublicationRefused
from egov_forms.models import Agency, Service
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.editing import form_data

pytestmark = pytest.mark.django_db


def receivers() -> list[str]:
    return [agency.code for agency in Service.objects.get().agencies.all()]


@pytest.fixture
def live() -> ServicePage:
    page = factories.service_page()
    page.save_revision().publish()
    return ServicePage.objects.get(pk=page.pk)


def test_a_live_page_that_is_saved_without_agencies_is_refused(live: ServicePage) -> None:
    before = receivers()
    live.agencies = []
    with pytest.raises(PublicationRefused, match="agenc"):
        live.save()
    assert receivers() == before
    assert ServicePage.objects.get().agencies.exists()


def test_a_scheduled_revision_without_agencies_leaves_the_live_page_its_own(
    live: ServicePage,
) -> None:
    before = receivers()
    live.agencies = []
    live.go_live_at = timezone.now() + dt.timedelta(hours=1)
    live.save_revision(approved_go_live_at=live.go_live_at)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        call_command("publish_scheduled")
    page = ServicePage.objects.get()
    assert page.live
    assert [one.code for one in page.agencies.all()] == before == receivers()


def test_an_agency_that_lacks_an_address_is_not_taken_by_a_live_page(live: ServicePage) -> None:
    live.agencies = [factories.AgencyFactory(code="H26.901", address="")]
    with pytest.raises(PublicationRefused):
        live.save()


def test_a_later_fault_of_the_agency_does_not_block_a_title(live: ServicePage) -> None:
    Agency.objects.update(address="")
    live = ServicePage.objects.get()
    live.title = "Another"
    live.save()
    assert ServicePage.objects.get().title == "Another"


def test_the_editor_reads_it_beside_the_agencies(live: ServicePage, admin_client: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[live.pk])
    data = form_data(admin_client.get(address))
    data.pop("agencies", None)
    response = admin_client.post(address, {**data, "action-publish": "1"})
    assert response.status_code == 200
    assert "agencies" in response.context["form"].errors
    assert receivers()


def test_the_only_agency_of_a_live_service_is_not_deleted(
    live: ServicePage, admin_client: Client
) -> None:
    only = Agency.objects.get()
    response = admin_client.post(f"/admin/egov_forms/agency/delete/{only.pk}/", follow=True)
    assert str(live.service) in response.content.decode()
    assert receivers() == [only.code]


def test_an_agency_that_no_live_service_needs_is_deleted(
    live: ServicePage, admin_client: Client
) -> None:
    spare = factories.AgencyFactory(code="H26.901")
    admin_client.post(f"/admin/egov_forms/agency/delete/{spare.pk}/")
    live.unpublish()
    admin_client.post(f"/admin/egov_forms/agency/delete/{Agency.objects.get().pk}/")
    assert not Agency.objects.exists()
