"""Who sees and does what."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from egov_tracking.exceptions import ActorRequired, NotAllowed, Refused
from egov_tracking.models import AccessRecord, Citizen, Dossier, System
from egov_tracking.permissions import RIGHTS, allowed_moves, demand, may, roles_on
from egov_tracking.rules.workflow import BY_NAME, Role
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
SEEING = ["reception", "processing", "approval", "reading", "audit"]


@pytest.mark.parametrize("ask", ["all", "first", "count", "filter", "get"])
def test_dossiers_are_never_given_to_nobody_in_particular(ask: str) -> None:
    factories.dossier()
    with pytest.raises(ActorRequired):
        getattr(Dossier.objects, ask)()


@pytest.mark.parametrize("role", SEEING)
def test_an_officer_sees_the_dossiers_of_the_own_agency_and_no_other(role: str) -> None:
    mine = factories.dossier()
    other = factories.agency("H26.901")
    foreign = factories.dossier(factories.service(), agency=other)
    user = factories.officer(role)
    assert list(Dossier.objects.for_actor(user)) == [mine]
    with pytest.raises(Dossier.DoesNotExist):
        Dossier.objects.for_actor(user).get(pk=foreign.pk)


def test_receiving_and_deciding_agency_both_see_it() -> None:
    other = factories.agency("H26.901")
    story = Story().accepted()
    story.service.agencies.add(other)
    story.do("transfer", "approval", agency=other, reason="x")
    for user in (story.staff["reception"], factories.officer("processing", other)):
        assert Dossier.objects.for_actor(user).count() == 1


def test_where_a_dossier_was_received_only_the_counter_keeps_it_after_a_transfer() -> None:
    other = factories.agency("H26.901")
    story = Story().accepted()
    story.service.agencies.add(other)
    dossier = story.do("transfer", "approval", agency=other, reason="x")
    for of in (factories.agency(), other):
        for role in factories.ROLES:
            user = factories.officer(role, of)
            seen = Dossier.objects.for_actor(user).exists()
            assert seen == may(user, "list", dossier), (role, of)
    assert not Dossier.objects.for_actor(story.staff["processing"]).exists()
    with pytest.raises(Refused, match="foreign_officer"):
        story.do("hand_on", "reception", to=story.staff["processing"])


def test_administration_a_superuser_and_a_stranger_see_no_dossier() -> None:
    factories.dossier()
    users = get_user_model().objects
    chief = users.create_superuser("root", "root@example.com", "x")
    for user in (
        factories.officer("administration"),
        chief,
        users.create(username="nobody"),
        AnonymousUser(),
    ):
        assert not Dossier.objects.for_actor(user).exists()


def test_an_officer_who_left_sees_nothing() -> None:
    dossier, user = factories.dossier(), factories.officer("reception")
    user.is_active = False
    assert not Dossier.objects.for_actor(user).exists()
    assert not may(user, "accept", dossier)


def test_a_citizen_sees_the_one_dossier_and_the_system_all() -> None:
    mine, _other = factories.dossier(), factories.dossier()
    assert list(Dossier.objects.for_actor(Citizen(mine.reference))) == [mine]
    assert Dossier.objects.for_actor(System()).count() == 2


@pytest.mark.parametrize("right", sorted(RIGHTS))
@pytest.mark.parametrize("role", factories.ROLES)
def test_rights_are_separate(right: str, role: str) -> None:
    dossier = factories.dossier()
    held = Role[role.upper()]
    assert may(factories.officer(role), right, dossier) is bool(RIGHTS[right] & held)


@pytest.mark.parametrize("act", sorted(BY_NAME))
@pytest.mark.parametrize("role", factories.ROLES)
def test_an_act_is_allowed_to_the_roles_of_the_table_only(act: str, role: str) -> None:
    dossier = factories.dossier()
    allowed = may(factories.officer(role), act, dossier)
    assert allowed is bool(BY_NAME[act].role & Role[role.upper()])
    assert not may(factories.officer(role, factories.agency("H26.901")), act, dossier)


def test_several_roles_add_up(staff: dict[str, Any]) -> None:
    factories.officer("approval", name="reception-H26.900")
    roles = roles_on(staff["reception"], factories.dossier())
    assert roles == Role.RECEPTION | Role.APPROVAL


def test_the_buttons_are_the_moves_of_status_and_role() -> None:
    story = Story()
    names = [move.name for move in allowed_moves(story.staff["reception"], story.dossier)]
    assert names[:3] == ["accept", "refuse", "request_supplement"]
    assert "finish" not in names
    assert allowed_moves(story.staff["audit"], story.dossier) == ()
    assert {move.name for move in allowed_moves(story.citizen, story.dossier)} == {
        "ask_withdrawal",
        "correct",
    }


def test_reading_answers_is_noted_and_refused_without_the_right(staff: dict[str, Any]) -> None:
    dossier = factories.dossier()
    demand(staff["reading"], "read", dossier)
    record = AccessRecord.objects.get()
    assert (record.user, record.right, record.dossier) == (staff["reading"], "read", dossier)
    with pytest.raises(NotAllowed):
        demand(staff["audit"], "read", dossier)
    assert AccessRecord.objects.count() == 1
