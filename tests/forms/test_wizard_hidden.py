"""Files sent for questions that the same page hides: a browser without script shows them all."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from egov_forms.models import Draft
from tests import factories
from tests.filling import Citizen

pytestmark = pytest.mark.django_db

BIRTH = "khai-sinh"


def saved(client: Client, button: str = "egov-save", **changes: Any) -> Any:
    """The first step, sent with a file that no question takes."""
    factories.service_page(BIRTH)
    citizen = Citizen(client, BIRTH)
    citizen.start()
    svg = SimpleUploadedFile("x.svg", b"<svg/>", content_type="image/svg+xml")
    answers = {**factories.valid_answers(BIRTH), **changes}
    return citizen.post("applicant", answers, authorisation_file=svg, **{button: "en"})


def test_a_refused_file_of_a_question_that_the_answers_hide_holds_nobody_up(client: Client) -> None:
    response = saved(client, applicant_capacity="parent")
    assert response.status_code == 302
    assert response.url.endswith("/child/")


def test_a_refused_file_of_a_shown_question_is_told(client: Client) -> None:
    response = saved(client, applicant_capacity="authorised")
    page = client.get(response.url).content.decode()
    assert 'href="#id_authorisation_file"' in page


def test_who_leaves_is_told_too_though_the_answer_that_shows_the_question_is_not_accepted(
    client: Client,
) -> None:
    response = saved(client, "egov-language", applicant_capacity="authorised")
    page = client.get(response.url)
    [(anchor, told)] = page.context["form"].error_summary  # nothing else is judged
    assert anchor == "id_authorisation_file"
    assert told.startswith("x.svg: ")


def test_who_leaves_is_not_held_up_by_a_file_of_a_question_that_the_answers_hide(
    client: Client,
) -> None:
    response = saved(client, "egov-later", applicant_capacity="parent")
    assert response.status_code == 200
    assert Draft.objects.get().secret in response.content.decode()
