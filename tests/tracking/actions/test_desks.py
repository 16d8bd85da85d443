"""Handing on, transferring, noting."""

import pytest

from egov_tracking.exceptions import NotAllowed, Refused
from egov_tracking.models import Calendar, CalendarDay, Dossier
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_every_hand_over_between_desks_is_a_line_of_the_control_slip() -> None:
    story = Story().processing()
    leader = story.staff["approval"]
    dossier = story.do("hand_on", "processing", desk="Lãnh đạo", to=leader, note="Trình ký")
    assert (dossier.desk, dossier.assignee) == ("Lãnh đạo", leader)
    event = dossier.events.last()
    assert event.data["to"] == leader.get_username()
    assert event.public is False


def test_a_dossier_is_handed_on_to_somebody_or_somewhere() -> None:
    with pytest.raises(Refused, match="receiver_missing"):
        Story().do("hand_on", "reception")


def test_a_dossier_is_never_handed_to_an_officer_of_another_agency() -> None:
    foreign = factories.officer("processing", factories.agency("H26.901"))
    with pytest.raises(Refused, match="foreign_officer"):
        Story().do("hand_on", "reception", to=foreign)


def test_a_reader_is_nobody_to_hand_work_to() -> None:
    story = Story()
    with pytest.raises(Refused, match="foreign_officer"):
        story.do("hand_on", "reception", to=story.staff["reading"])


def test_a_transfer_goes_to_an_agency_that_offers_the_service() -> None:
    story = Story().processing()
    other = factories.agency("H26.901")
    with pytest.raises(NotAllowed):
        story.do("transfer", "processing", agency=other, reason="Thẩm quyền")
    story.dossier = Dossier.unscoped.get()
    with pytest.raises(Refused):
        Story().do("transfer", "approval", agency=other, reason="Thẩm quyền")


def test_after_a_transfer_the_other_agency_decides_by_its_own_calendar() -> None:
    story = Story().accepted()
    other = factories.agency("H26.901")
    story.service.agencies.add(other)
    own = Calendar.objects.create(agency=other)
    CalendarDay.objects.create(calendar=own, date="2026-03-11", name={"vi": "Mất điện"})
    dossier = story.do("transfer", "approval", agency=other, reason="Thẩm quyền")
    assert dossier.deciding_agency == other
    assert dossier.agency != other
    assert dossier.due_at == at("2026-03-17 17:00")
    with pytest.raises(NotAllowed):
        story.do("finish", "approval", document="1")
    assert story.do("finish", factories.officer("approval", other), document="1").status == 9
    with pytest.raises(NotAllowed):
        story.do("hand_over", factories.officer("reception", other), collector="A")


def test_a_note_is_for_officers_only() -> None:
    dossier = Story().do("note", "reception", text="Đã gọi điện")
    assert dossier.events.filter(public=True).count() == 1
    with pytest.raises(Refused, match="text_missing"):
        Story().do("note", "reception", text="\n")
