"""Why an act was not done: beside its field, in words, and with all that was typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from egov_tracking.admin.explaining import explain
from egov_tracking.exceptions import EgovTrackingError, IllegalMove, NotAllowed
from egov_tracking.models import Event, words
from egov_tracking.rules.workflow import Status
from tests.tracking.admin.pressing import address, done, errors, press
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
WHY = {"reason": "Theo quy định", "document": "15/QĐ-UBND"}


@pytest.mark.parametrize(
    ("act", "role", "given", "field"),
    [
        ("refuse", "reception", {"reason": "  "}, "reason"),
        ("refuse", "reception", {"reason": "a\x00b"}, "reason"),
        ("request_payment", "reception", {"amount": 0}, "amount"),
        ("note", "reception", {"text": ""}, "text"),
        ("hand_on", "reception", {}, "desk"),
        ("waive_payment", "reception", {"reason": ""}, "reason"),
        ("record_payment", "reception", {"amount": 5, "receipt": "", "method": "cash"}, "receipt"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_does_nothing(
    desk: dict[str, Client], act: str, role: str, given: dict[str, Any], field: str
) -> None:
    story = Story()
    response = press(desk[role], story, act, **given)
    assert list(errors(response)) == [field]
    shown = response.content.decode()
    assert f'id="id_{field}_error"' in shown
    assert f'href="#id_{field}"' in shown
    assert Event.objects.count() == 1


def test_an_amount_that_differs_from_what_is_due_is_refused_in_words(
    desk: dict[str, Client],
) -> None:
    story = Story().accepted()
    story.do("add_fee", "reception", amount=50_000)
    given = {"amount": 40_000, "receipt": "1", "method": "cash"}
    found = errors(press(desk["reception"], story, "record_payment", **given))
    assert "50.000" in found["amount"][0]
    form = desk["reception"].get(address(story, "record_payment")).context["form"]
    assert form.fields["amount"].initial == 50_000


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(
    desk: dict[str, Client],
) -> None:
    story = Story()
    seen = story.dossier.lock_version
    story.do("note", "processing", text="Đã gọi")
    response = press(desk["reception"], story, "refuse", version=seen, reason="Sai cơ quan")
    assert response.status_code == 409
    shown = response.content.decode()
    assert words.act_label("note") in shown
    assert "processing-H26.900" in shown
    assert "Sai cơ quan</textarea>" in shown
    assert f'name="version" value="{story.dossier.lock_version}"' in shown
    assert response.context["may_press"]
    assert story.dossier.status == Status.SUBMITTED
    again = {"version": story.dossier.lock_version, "reason": "Sai cơ quan"}
    assert done(desk["reception"], story, "refuse", **again).status == Status.REFUSED


def test_a_stale_form_of_an_act_that_is_over_keeps_the_text_without_a_button(
    desk: dict[str, Client],
) -> None:
    story = Story()
    seen = story.dossier.lock_version
    story.accepted()
    response = press(desk["reception"], story, "refuse", version=seen, reason="Sai cơ quan")
    assert response.status_code == 409
    assert not response.context["may_press"]
    shown = response.content.decode()
    assert "Sai cơ quan</textarea>" in shown
    assert 'data-w-kbd-key-value="mod+s"' not in shown


def test_an_act_that_the_status_does_not_have_is_explained(desk: dict[str, Client]) -> None:
    story = Story()
    for response in (
        desk["approval"].get(address(story, "finish")),
        press(desk["approval"], story, "finish", document="12/KQ"),
    ):
        assert response.status_code == 409
        assert words.status_label(Status.SUBMITTED) in response.context["obstacle"]
    assert 'value="12/KQ"' in response.content.decode()


def test_an_act_without_the_right_is_explained(desk: dict[str, Client]) -> None:
    story = Story()
    for response in (
        desk["processing"].get(address(story, "accept")),
        press(desk["processing"], story, "accept", limit="0"),
    ):
        assert response.status_code == 403
        assert words.act_label("accept") in response.context["obstacle"]
    assert story.dossier.status == Status.SUBMITTED


def test_an_act_that_there_is_not_is_a_404(desk: dict[str, Client]) -> None:
    story = Story()
    for act in ("open", "correct", "hand_over", "x"):
        assert desk["reception"].get(address(story, act)).status_code == 404


@pytest.mark.parametrize("error", [NotAllowed("unmask"), IllegalMove("accept", 2)])
def test_every_error_has_a_sentence(error: EgovTrackingError) -> None:
    with translation.override("en"):
        assert explain(error).endswith(".")


def test_a_version_that_is_no_number_is_no_version(desk: dict[str, Client]) -> None:
    story = Story()
    for version in ("", "x"):
        assert (
            press(desk["reception"], story, "accept", version=version, limit="0").status_code == 422
        )
    assert story.dossier.status == Status.SUBMITTED


def test_a_new_secret_is_shown_on_the_slip(desk: dict[str, Client]) -> None:
    story = Story()
    response = press(desk["reception"], story, "reissue_secret")
    assert response.url == reverse("egov_desk:slip", args=[story.dossier.pk])
