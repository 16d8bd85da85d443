"""Searching: by code, reference, name, telephone and identity number; sealed in its address."""

import pytest
from django.test import Client

from egov_tracking.admin import finding
from egov_tracking.models import Dossier
from tests import factories
from tests.filling import Citizen
from tests.tracking.admin.conftest import let_in
from tests.tracking.admin.pressing import INDEX, found, listed, search
from tests.tracking.factories import officer
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(desk: dict[str, Client]) -> Story:
    story = Story("khai-sinh")
    story.dossier.applicant_name = "Đặng Thị Mười"
    story.dossier.applicant_phone = "0912345678"
    story.dossier.save()
    Story()
    return story.accepted()


@pytest.mark.parametrize(
    "typed",
    ["Đặng Thị Mười", "dang thi muoi", "ĐẶNG", "mười", "0912 345 678", "+84 912345678", "0912345"],
)
def test_a_person_is_found_with_and_without_diacritics_and_by_telephone(
    desk: dict[str, Client], person: Story, typed: str
) -> None:
    assert found(desk["reception"], typed) == [str(person.dossier)]


def test_a_dossier_is_found_by_its_names(desk: dict[str, Client], person: Story) -> None:
    dossier, client = person.dossier, desk["reception"]
    assert dossier.code
    tail = dossier.code.partition("-")[2]
    for typed in (
        dossier.code,
        dossier.code.lower(),
        f" {dossier.code[:14]}",
        tail,
        dossier.reference,
        dossier.reference.lower().replace("-", " "),
    ):
        assert str(dossier) in found(client, typed), typed
    assert found(client, tail) == [str(dossier)]
    assert found(client, dossier.reference) == [str(dossier)]


def test_an_identity_number_finds_the_filing_that_holds_it(desk: dict[str, Client]) -> None:
    citizen = "001090000001"
    story = Story("khai-sinh")
    identities = story.dossier.submission.identities
    identities.create(key="applicant_citizen_id", digest=finding.keys.blind_index(citizen))
    Story()
    assert found(desk["reception"], citizen) == [str(story.dossier)]
    assert found(desk["reception"], "001 090 000001") == [str(story.dossier)]
    assert found(desk["reception"], "001090000002") == []


def test_a_land_dossier_is_found_by_the_number_that_its_form_asks_for_as_a_text(
    db: None,
) -> None:
    page = factories.service_page("dang-ky-bien-dong-dat-dai")
    citizen = Citizen(Client(), page.service.slug)
    citizen.start()
    answers = factories.valid_answers(page.service.slug)
    assert citizen.fill(answers) == "check"
    citizen.submit()
    dossier = Dossier.unscoped.get()
    clerk = officer("reception", dossier.agency)
    client = Client()
    client.force_login(let_in(clerk))
    assert found(client, answers["holder_id_no"]) == [str(dossier)]


@pytest.mark.parametrize(
    "typed", ["12", "%", "_", "zzzz", "\x00", "\u200b", "a" * 300, "؉؉؉؉", "²²²²²"]
)
def test_what_matches_nothing_finds_nothing(desk: dict[str, Client], typed: str) -> None:
    Story()
    response = search(desk["reception"], typed)
    assert response.status_code == 200
    assert list(response.context["object_list"]) == []
    assert response.context["tab"] == "all"


def test_who_may_not_read_answers_finds_by_code_and_never_by_person(
    desk: dict[str, Client], person: Story
) -> None:
    dossier, client = person.dossier, desk["audit"]
    for typed in ("Đặng Thị Mười", "dang", "0912 345 678", "0912"):
        assert found(client, typed) == [], typed
    for typed in (dossier.code, dossier.reference):
        assert found(client, str(typed)) == [str(dossier)]
    assert found(desk["reading"], "dang thi muoi") == [str(dossier)]


def test_a_search_stands_sealed_in_its_address_and_opens_for_its_user_only(
    desk: dict[str, Client], person: Story
) -> None:
    response = search(desk["reception"], "Đặng Thị Mười")
    address, _status = response.redirect_chain[-1]
    for part in ("dang", "Mười", "0912345678", "M%C6%B0%E1%BB%9Di"):
        assert part not in address
    again = desk["reception"].get(address)
    assert [str(row.dossier) for row in again.context["object_list"]] == [str(person.dossier)]
    assert 'value="Đặng Thị Mười"' in again.content.decode()
    other = desk["processing"].get(address)
    assert "Đặng Thị Mười" not in other.context["text"]


def test_a_search_looks_beyond_what_waits(desk: dict[str, Client]) -> None:
    closed = Story()
    closed.do("refuse", "reception", reason="x")
    assert listed(desk["reception"]) == []
    assert found(desk["reception"], "thử") == [str(closed.dossier)]


def test_filters_without_a_search_keep_the_tab(desk: dict[str, Client]) -> None:
    response = desk["reception"].post(INDEX, {"q": "", "tab": "open", "status": "1"})
    assert response.status_code == 302
    assert set(response.url.partition("?")[2].split("&")) == {"tab=open", "status=1"}
