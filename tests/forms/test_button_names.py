"""A question may have the name of what a button does: the buttons' own names have a hyphen."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from egov_forms.models import Submission
from tests import factories
from tests.filling import Citizen
from tests.forms.columns import asked, made_up

pytestmark = pytest.mark.django_db
ANSWERS = {"save": "một", "submit": "hai", "later": "ba", "check": "bốn", "done": "năm"}


def test_questions_named_as_the_actions_of_a_page_are_answered(client: Client) -> None:
    given: dict[str, Any] = made_up()
    given["form"]["steps"][0]["fields"] = [asked(key, "text") for key in ANSWERS]
    given["form"]["rules"] = []
    del given["dossier_components"][0]["form_field"]
    factories.service_page(given=given)
    citizen = Citizen(client, given["id"])
    citizen.start()
    assert citizen.fill(ANSWERS) == "check"
    citizen.submit()
    assert Submission.objects.get().open_answers() == ANSWERS


def test_every_button_of_a_step_has_a_name_that_no_key_can_have(client: Client) -> None:
    service = factories.service_page("dang-ky-bien-dong-dat-dai").service
    citizen = Citizen(client, service.slug)
    citizen.start()
    page = BeautifulSoup(citizen.get("holder").content, "html.parser")
    names = [str(one["name"]) for one in page.select("main button[name]")]
    assert {"egov-save", "egov-later"} <= set(names)
    assert all("-" in name for name in names)
