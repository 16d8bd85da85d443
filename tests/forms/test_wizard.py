"""The wizard over HTTP: one address a step, over a draft row (egov_forms/wizard.py)."""

import re

import pytest
from django.urls import reverse

from egov_forms.models import Draft, Submission
from tests import factories
from tests.filling import Citizen

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture
def citizen(client):
    factories.service_page(LAND)
    return Citizen(client, LAND)


def test_starting_gives_a_draft_and_its_first_step(citizen):
    response = citizen.start()
    assert response.status_code == 200
    assert Draft.objects.get().service.slug == LAND
    assert "Người sử dụng đất" in response.content.decode()
