"""What the tests of the acts share."""

from typing import Any

import pytest
from django.test import Client

from egov_forms.models import Submission
from tests import factories as forms
from tests.filling import Citizen
from tests.tracking import factories

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture
def staff(db: None) -> dict[str, Any]:
    """One officer of each role, in one agency."""
    return factories.officers()


@pytest.fixture
def submission(client: Client, db: None) -> Submission:
    """A filing about land, sent through the wizard."""
    forms.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    citizen.fill(forms.valid_answers(LAND))
    citizen.submit()
    return Submission.objects.get()
