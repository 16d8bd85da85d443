"""One act on several dossiers, told row by row."""

import pytest
from django.test import Client

from egov_tracking.models import Dossier
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.admin.pressing import INDEX
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_one_act_is_done_on_each_picked_dossier_and_told_row_by_row(
    desk: dict[str, Client],
) -> None:
    good, taken, stale = Story(), Story(), Story()
    picked = [f"{one.dossier.pk}:{one.dossier.lock_version}" for one in (good, taken, stale)]
    taken.accepted()
    stale.do("note", "reception", text="Gọi lại")
    response = desk["reception"].post(f"{INDEX}several/", {"act": "accept", "picked": picked})
    results = response.context["results"]
    assert [result.is_done for result in results] == [True, False, False]
    assert Dossier.unscoped.get(pk=good.dossier.pk).status == Status.ACCEPTED
    assert Dossier.unscoped.get(pk=stale.dossier.pk).status == Status.SUBMITTED
    page = response.content.decode()
    assert "Gọi lại" not in page
    assert response.context["done"] == 1


def test_a_picked_dossier_of_another_agency_is_no_dossier(desk: dict[str, Client]) -> None:
    other = factories.agency("H26.901")
    foreign = factories.dossier(factories.service("khai-sinh", other), agency=other)
    response = desk["reception"].post(
        f"{INDEX}several/", {"act": "accept", "picked": [f"{foreign.pk}:1"]}
    )
    assert response.context["results"][0].dossier is None
    assert foreign.reference.encode() not in response.content
    assert Dossier.unscoped.get(pk=foreign.pk).status == Status.SUBMITTED


def test_who_may_not_do_the_act_is_told_so(desk: dict[str, Client]) -> None:
    dossier = Story().dossier
    data = {"act": "accept", "picked": [f"{dossier.pk}:1"]}
    response = desk["processing"].post(f"{INDEX}several/", data)
    assert [result.is_done for result in response.context["results"]] == [False]
    assert Dossier.unscoped.get().status == Status.SUBMITTED


@pytest.mark.parametrize("picked", [[], ["x"], ["1"], ["1:x"], [":"], ["²:1"], ["9" * 40 + ":1"]])
def test_nothing_picked_does_nothing(desk: dict[str, Client], picked: list[str]) -> None:
    response = desk["reception"].post(f"{INDEX}several/", {"act": "accept", "picked": picked})
    assert response.status_code == 200
    assert response.context["done"] == 0


def test_only_acts_that_need_nothing_are_done_on_several(desk: dict[str, Client]) -> None:
    dossier = Story().accepted().dossier
    data = {"act": "refuse", "picked": [f"{dossier.pk}:2"]}
    assert desk["reception"].post(f"{INDEX}several/", data).status_code == 404
    assert desk["reception"].get(f"{INDEX}several/").status_code == 405
