"""Every address of the desk, for every role, on a dossier of another agency: a 404 and no byte."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from egov_tracking import actions
from egov_tracking.admin.act_forms import FORMS
from egov_tracking.admin.scope import NAMESPACE, Scope
from egov_tracking.models import Dossier, Event
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
ROLES = (*factories.ROLES, "superuser", "editor")


def patterns() -> Iterator[URLPattern]:
    """The desk's addresses as the resolver of the site knows them."""

    def walk(nodes: list[Any]) -> Iterator[URLPattern]:
        for node in nodes:
            if not isinstance(node, URLResolver):
                continue
            if node.namespace == NAMESPACE:
                yield from node.url_patterns
            else:
                yield from walk(node.url_patterns)

    yield from walk(get_resolver().url_patterns)


def view_class(pattern: URLPattern) -> Any:
    view = pattern.callback
    while not hasattr(view, "view_class"):
        view = view.__wrapped__
    return view.view_class


NAMES = [pattern.name for pattern in patterns()]
OF_ONE = [one.name for one in patterns() if "pk" in one.pattern.converters]


def test_every_view_of_the_desk_declares_its_scope() -> None:
    assert len(NAMES) == len(set(NAMES)) == 10
    for pattern in patterns():
        assert isinstance(view_class(pattern).scope, Scope), pattern.name
        one = "pk" in pattern.pattern.converters
        assert (view_class(pattern).scope is Scope.ONE_DOSSIER) == one, pattern.name


@pytest.fixture
def foreign(db: None) -> Dossier:
    """A dossier of another agency, accepted, with a clean file."""
    other = factories.agency("H26.901")
    service = factories.service("khai-sinh", other)
    dossier = factories.dossier(service, agency=other, applicant_name="Người Lạ Mặt")
    factories.clean_file(dossier.submission)
    return actions.accept(dossier, factories.officer("reception", other))


@pytest.fixture
def clients(
    desk: dict[str, Client], sign_in: Callable[[Any], Client], django_user_model: Any
) -> dict[str, Client]:
    """The officers of our agency, a superuser and an editor, the last two without a membership."""
    boss = django_user_model.objects.create_superuser("boss", "boss@example.com", "x")
    editor = django_user_model.objects.create_user("editor")
    return {**desk, "superuser": sign_in(boss), "editor": sign_in(editor)}


def addresses(name: str, dossier: Dossier) -> list[str]:
    if name == "act":
        return [reverse(f"{NAMESPACE}:act", args=[dossier.pk, act]) for act in FORMS]
    if name == "file":
        assert dossier.submission
        file = dossier.submission.attachments.get()
        return [reverse(f"{NAMESPACE}:file", args=[dossier.pk, file.pk])]
    if name == "message":
        message = dossier.messages.first()
        assert message
        return [reverse(f"{NAMESPACE}:message", args=[dossier.pk, message.pk])]
    return [reverse(f"{NAMESPACE}:{name}", args=[dossier.pk])]


def bytes_of(dossier: Dossier) -> list[bytes]:
    names = [dossier.reference, dossier.code, dossier.applicant_name, dossier.secret, "bí mật"]
    return [str(name).encode() for name in names]


@pytest.mark.parametrize("name", OF_ONE)
def test_a_foreign_dossier_is_a_404_without_a_byte_of_it(
    clients: dict[str, Client], foreign: Dossier, name: str
) -> None:
    Story()
    before = Event.objects.filter(dossier=foreign).count()
    for address in addresses(name, foreign):
        for role, client in clients.items():
            data = {"version": foreign.lock_version, "reason": "x", "document": "1", "text": "x"}
            for response in (client.get(address), client.post(address, data)):
                assert response.status_code == 404, (address, role)
                assert not any(one in response.content for one in bytes_of(foreign)), address
    assert Event.objects.filter(dossier=foreign).count() == before
    assert not foreign.accesses.exists()


@pytest.mark.parametrize("name", OF_ONE)
def test_nobody_gets_in_without_signing_in(client: Client, foreign: Dossier, name: str) -> None:
    for address in addresses(name, foreign):
        response = client.get(address)
        assert response.status_code == 302
        assert "/login/" in response.url


def test_a_foreign_file_is_not_reached_through_a_dossier_of_ones_own(
    desk: dict[str, Client], foreign: Dossier
) -> None:
    own = Story().dossier
    assert foreign.submission
    file = foreign.submission.attachments.get()
    address = reverse(f"{NAMESPACE}:file", args=[own.pk, file.pk])
    for client in desk.values():
        assert client.get(address).status_code == 404


def test_a_dossier_is_not_transferred_or_handed_on_out_of_its_agencies(
    desk: dict[str, Client], foreign: Dossier
) -> None:
    story = Story().accepted()
    stranger = factories.officer("processing", factories.agency("H26.901"))
    data = {"version": story.dossier.lock_version, "reason": "x"}
    for act, given in (
        ("transfer", {"agency": foreign.agency_id}),
        ("hand_on", {"to": stranger.pk}),
    ):
        address = reverse(f"{NAMESPACE}:act", args=[story.dossier.pk, act])
        response = desk["reception"].post(address, {**data, **given})
        assert response.status_code == 422, act
    dossier = Dossier.unscoped.get(pk=story.dossier.pk)
    assert (dossier.deciding_agency_id, dossier.assignee) == (dossier.agency_id, None)


def test_a_paper_dossier_is_opened_only_for_counters_of_ones_own(
    desk: dict[str, Client], foreign: Dossier
) -> None:
    factories.service()
    address = reverse(f"{NAMESPACE}:intake")
    given = {"agency": foreign.agency_id, "service": foreign.service_id, "channel": 1}
    response = desk["reception"].post(address, {**given, "applicant_name": "A"})
    assert response.status_code == 422
    assert not any(one in response.content for one in bytes_of(foreign))
    for role in set(desk) - {"reception"}:
        assert desk[role].get(address).status_code == 302, role
    assert Dossier.unscoped.filter(channel=1).count() == 0


def test_pages_with_answers_are_kept_nowhere_and_framed_by_none(desk: dict[str, Client]) -> None:
    story = Story()
    for name in ("dossier", "slip", "visit"):
        response = desk["reception"].get(reverse(f"{NAMESPACE}:{name}", args=[story.dossier.pk]))
        assert "no-store" in response["Cache-Control"], name
        assert response["X-Frame-Options"] == "DENY", name
