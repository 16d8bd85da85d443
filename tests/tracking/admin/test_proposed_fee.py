"""Where a service's fee has no formula, the officer sees what the form itself came to."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from egov_tracking import citizen_page
from egov_tracking.models import words
from tests.tracking import factories
from tests.tracking.admin.pressing import press
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
SLUG = "chung-thuc-ban-sao"


def form(client: Client, story: Story, act: str) -> Any:
    name = ["visit"] if act == "hand_over" else ["act", act]
    address = reverse(f"egov_desk:{name[0]}", args=[story.dossier.pk, *name[1:]])
    return client.get(address).context["form"]


@pytest.mark.parametrize("act", ["record_payment", "request_payment", "add_fee"])
def test_the_amount_that_the_form_came_to_is_proposed(desk: dict[str, Client], act: str) -> None:
    story = Story(SLUG).processing()
    assert story.dossier.payment_state == "undecided"
    amount = form(desk["reception"], story, act)["amount"]
    expected = next(
        one
        for one in factories.domain.load("personas.json")["answer_sets"]
        if one["procedure"] == SLUG
    )["valid"]["expected_computed"]["total_fee"]
    assert amount.initial == expected
    assert words.money(int(expected)) in str(amount.help_text)


def test_officer_and_citizen_read_it_while_no_fee_is_set(desk: dict[str, Client]) -> None:
    story = Story(SLUG).processing()
    total = words.money(form(desk["reception"], story, "record_payment")["amount"].initial)
    page = reverse("egov_desk:dossier", args=[story.dossier.pk])
    told = BeautifulSoup(desk["reception"].get(page).content, "html.parser")
    assert total in str(told.select_one("[aria-labelledby=egov-about]"))
    assert total in citizen_page.dossier_context(story.dossier, "vi")["fee"]
    story.do("add_fee", "processing", amount=7_000)
    assert total not in citizen_page.dossier_context(story.dossier, "vi")["fee"]


def test_the_one_visit_proposes_it_too(desk: dict[str, Client]) -> None:
    story = Story(SLUG).ready()
    assert form(desk["reception"], story, "hand_over")["amount"].initial


def test_what_was_asked_for_goes_before_what_was_computed(desk: dict[str, Client]) -> None:
    story = Story(SLUG).processing()
    story.do("add_fee", "processing", amount=7_000)
    assert form(desk["reception"], story, "record_payment")["amount"].initial == 7_000
    press(desk["reception"], story, "record_payment", amount=7_000, receipt="1", method="cash")
    assert form(desk["reception"], story, "record_payment")["amount"].initial is None


def test_nothing_is_proposed_where_the_form_computes_nothing(desk: dict[str, Client]) -> None:
    amount = form(desk["reception"], Story().processing(), "record_payment")["amount"]
    assert (amount.initial, str(amount.help_text)) == (None, "")
