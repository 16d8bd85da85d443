"""What an officer does in the tests: list, search, press the button of an act."""

from typing import Any

from django.test import Client
from django.urls import reverse

from egov_tracking.models import Dossier
from tests.tracking.stories import Story

INDEX = "/admin/egov/dossiers/"


def listed(client: Client, query: str = "") -> list[str]:
    """The dossiers of the list, by the name that it shows."""
    response = client.get(INDEX + query)
    assert response.status_code == 200
    return [str(row.dossier) for row in response.context["object_list"]]


def search(client: Client, text: str, **chosen: str) -> Any:
    return client.post(INDEX, {"q": text, **chosen}, follow=True)


def found(client: Client, text: str) -> list[str]:
    response = search(client, text)
    return [str(row.dossier) for row in response.context["object_list"]]


def address(story: Story, act: str) -> str:
    return reverse("egov_desk:act", args=[story.dossier.pk, act])


def press(client: Client, story: Story, act: str, **given: Any) -> Any:
    """Press the button of an act's form, with the version that the dossier has."""
    given.setdefault("version", story.dossier.lock_version)
    response = client.post(address(story, act), given)
    story.dossier = Dossier.unscoped.get(pk=story.dossier.pk)
    return response


def done(client: Client, story: Story, act: str, **given: Any) -> Dossier:
    response = press(client, story, act, **given)
    assert response.status_code == 302, response.context["form"].errors
    return story.dossier


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)
