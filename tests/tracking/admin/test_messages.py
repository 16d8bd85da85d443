"""A message that did not reach its citizen is settled at the desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov_tracking import actions
from egov_tracking.exceptions import NotAllowed
from egov_tracking.models import OutgoingMessage
from egov_tracking.models.messages import LEFT_TO_PEOPLE, State
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def left(story: Story, state: State = State.FAILED) -> OutgoingMessage:
    """The letter of the last act, as the worker left it."""
    message = story.dossier.messages.order_by("-queued_at").first()
    story.dossier.messages.exclude(pk=message.pk).update(state=State.SENT)
    given = {"state": state, "attempts": 12, "error": "no", "queued_at": timezone.now()}
    story.dossier.messages.filter(pk=message.pk).update(**given)
    message.refresh_from_db()
    return message


def address(message: OutgoingMessage) -> str:
    return reverse("egov_desk:message", args=[message.dossier_id, message.pk])


def page(client: Client, story: Story) -> str:
    url = reverse("egov_desk:dossier", args=[story.dossier.pk])
    return str(client.get(url).content.decode())


@pytest.mark.parametrize("state", LEFT_TO_PEOPLE)
def test_who_told_the_citizen_says_so_and_the_alarm_ends(
    desk: dict[str, Client], state: State
) -> None:
    story = Story()
    message = left(story, state)
    assert address(message) in page(desk["reception"], story)
    assert desk["reception"].post(address(message), {"told": "1"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.settled_by) == (State.TOLD, "reception-H26.900")
    assert not OutgoingMessage.stuck().exists()
    assert address(message) not in page(desk["reception"], story)
    assert actions.send_due() == 0


def test_a_message_is_sent_once_more(desk: dict[str, Client], mailoutbox: list[Any]) -> None:
    story = Story()
    story.do("refuse", "reception", reason="Thiếu")  # also of a dossier that is closed
    message = left(story)
    known = message.sending_id
    desk["processing"].post(address(message), {"again": "1"})
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert message.sending_id != known  # which the provider would answer without sending
    assert not OutgoingMessage.stuck().exists()
    assert actions.send_due() == 1
    message.refresh_from_db()
    assert message.state == State.SENT
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("sent", [{}, {"told": "1", "again": "1"}])
def test_nothing_is_sent_that_no_button_asked_for(
    desk: dict[str, Client], sent: dict[str, str]
) -> None:
    message = left(Story())
    assert desk["reception"].post(address(message), sent).status_code == 400
    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.parametrize("state", sorted(set(State) - set(LEFT_TO_PEOPLE)))
def test_what_waits_for_nobody_is_left_alone(desk: dict[str, Client], state: State) -> None:
    story = Story()
    message = left(story, state)
    assert address(message) not in page(desk["reception"], story)
    response = desk["reception"].post(address(message), {"told": "1"}, follow=True)
    assert 'class="error"' in response.content.decode()
    message.refresh_from_db()
    assert (message.state, message.settled_by) == (state, "")


@pytest.mark.parametrize("role", ["reading", "audit"])
def test_who_only_looks_settles_nothing(desk: dict[str, Client], role: str) -> None:
    story = Story()
    message = left(story)
    assert address(message) not in page(desk[role], story)
    desk[role].post(address(message), {"told": "1"})
    with pytest.raises(NotAllowed):
        actions.settle_message(message, story.staff[role], told=True)
    message.refresh_from_db()
    assert message.state == State.FAILED
