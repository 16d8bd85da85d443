"""What the tests of the wizard share: the form about land, opened by a citizen."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.filling import Citizen

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture
def answers() -> dict[str, Any]:
    return factories.valid_answers(LAND)


@pytest.fixture
def citizen(client: Client, db: None) -> Citizen:
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    return citizen
