"""Pages published from a list or as copies: what is refused is said, never an error page."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from egov_forms.models import Publication, Service
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.editing import form_data

pytestmark = pytest.mark.django_db

BIRTH, LAND = "khai-sinh", "dang-ky-bien-dong-dat-dai"


def draft(slug: str, **changes: Any) -> ServicePage:
    page = factories.service_page(slug, live=False, **changes)
    page.save_revision()
    return page


def publish(client: Client, *pages: Any, **typed: Any) -> list[str]:
    """From the list of pages; what the editor reads then."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return told(client.post(f"{address}?{chosen}&next=/admin/", typed, follow=True))


def copy(client: Client, page: Any, **typed: Any) -> list[str]:
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    parent = page.get_parent()
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": parent.pk, **typed}
    return told(client.post(address, data, follow=True))


def told(response: Any) -> list[str]:
    assert response.status_code == 200
    return [str(one) for one in response.context["messages"]]


def test_pages_are_published_from_a_list(admin_client: Client) -> None:
    pages = [draft(BIRTH), draft(LAND)]
    publish(admin_client, *pages)
    assert ServicePage.objects.live().count() == 2


def test_one_that_lacks_something_is_named_and_nothing_is_published(admin_client: Client) -> None:
    good, bad = draft(BIRTH), draft(LAND, confirmations={})
    (text,) = publish(admin_client, bad, good)
    assert bad.title in text
    assert "gần đúng" in text
    assert not ServicePage.objects.live().exists()
    assert not Publication.objects.exists()


def test_so_is_one_below_a_page_of_the_list(admin_client: Client) -> None:
    bad = draft(LAND, confirmations={})
    catalogue = bad.get_parent()
    (text,) = publish(admin_client, catalogue, include_descendants="on")
    assert bad.title in text
    assert not ServicePage.objects.live().exists()


@pytest.mark.parametrize("below", [False, True])
def test_a_copy_that_can_not_go_live_is_named_and_not_made(
    admin_client: Client, below: bool
) -> None:
    page = factories.service_page()
    ServicePage.objects.filter(pk=page.pk).update(confirmations={})
    copied = page.get_parent() if below else page
    typed = {"publish_copies": "on", **({"copy_subpages": "on"} if below else {})}
    (text,) = copy(admin_client, copied, **typed)
    assert page.title in text
    assert ServicePage.objects.count() == Service.objects.count() == 1


def test_a_copy_that_stays_a_draft_and_a_complete_one_are_made(admin_client: Client) -> None:
    page = factories.service_page()
    copy(admin_client, page, publish_copies="on")
    assert ServicePage.objects.live().count() == 2
    ServicePage.objects.filter(pk=page.pk).update(confirmations={})
    copy(admin_client, page, new_slug="ban-nhap")
    assert not ServicePage.objects.get(slug="ban-nhap").live


def test_an_approval_in_the_pages_own_form_is_refused_at_its_blocks(
    admin_client: Client, admin_user: Any
) -> None:
    page = draft(LAND, confirmations={})
    task = GroupApprovalTask.objects.create(name="Duyệt")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Duyệt")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(page, admin_user)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    approves = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    shown = admin_client.post(address, {**form_data(admin_client.get(address)), **approves})
    assert shown.status_code == 200
    assert "confirmed_facts" in shown.context["form"].errors
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state
