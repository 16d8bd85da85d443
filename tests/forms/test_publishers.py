"""A publication names the person who published."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from egov_forms.models import Publication
from tests import factories

pytestmark = pytest.mark.django_db


def publishers() -> list[str]:
    return [str(one.published_by) for one in Publication.objects.order_by("pk")]


@pytest.fixture
def chief(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("chief", "chief@example.vn", "x")


@pytest.fixture
def writer(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("writer", "writer@example.vn", "x")


def test_whoever_is_named_to_publish_is_kept(chief: Any, writer: Any) -> None:
    page = factories.service_page(live=False)
    page.save_revision(user=writer).publish(user=chief)
    assert publishers() == ["chief"]


@pytest.mark.parametrize(("given", "kept"), [("chief", "chief"), ("", "writer")])
def test_a_scheduled_publication_is_of_whoever_scheduled_it(
    chief: Any, writer: Any, given: str, kept: str
) -> None:
    page = factories.service_page(live=False)
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision(user=writer).publish(user=chief if given else None)
    assert publishers() == []
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        call_command("publish_scheduled")
    assert publishers() == [kept]


def test_nobody_is_named_after_the_publication_is_over(chief: Any) -> None:
    page = factories.service_page(live=False)
    page.save_revision().publish(user=chief)
    factories.service_page("khai-sinh")
    assert publishers() == ["chief", "None"]
