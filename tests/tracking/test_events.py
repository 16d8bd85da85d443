"""The history: append-only, sealed, verified."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from egov_tracking.exceptions import AppendOnly
from egov_tracking.models import Dossier, Event, OutgoingMessage
from egov_tracking.models.events import DETERMINED, broken_at
from egov_tracking.signals import dossier_changed
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def forge(sql: str, *values: Any) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def verify() -> str:
    out, err = StringIO(), StringIO()
    call_command("egov_verify", stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_every_act_is_one_event_with_the_number_of_the_new_version() -> None:
    story = Story().ready()
    events = list(story.dossier.events.order_by("number"))
    assert [one.act for one in events] == ["open", "accept", "start_processing", "finish"]
    assert [one.number for one in events] == [1, 2, 3, 4]
    assert story.dossier.lock_version == 4
    assert [(one.from_status, one.to_status) for one in events] == [
        (None, 1),
        (1, 2),
        (2, 4),
        (4, 9),
    ]
    assert events[1].actor_name == "reception-H26.900"
    assert events[0].actor_kind == "citizen"


def test_events_are_never_changed_or_deleted() -> None:
    event = factories.dossier().events.get()
    event.act = "other"
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(act="x"),
        lambda: Event.objects.bulk_update([event], ["act"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()


def test_histories_that_nobody_touched_hold() -> None:
    Story().ready()
    factories.dossier()
    assert verify() == "2 histories hold.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "refuse"),
        ("to_status", 9),
        ("actor_name", "ai đó"),
        ("public", False),
        ("at", "2026-03-01 00:00:00+00:00"),
        ("from_status", 5),
    ],
)
def test_an_event_changed_behind_the_back_is_found(column: str, value: Any) -> None:
    story = Story().processing()
    event = story.dossier.events.get(act="accept")
    forge(f"UPDATE egov_tracking_event SET {column} = %s WHERE id = %s", value, event.pk)  # noqa: S608
    with pytest.raises(CommandError, match="1 of 1"):
        verify()
    events = Event.objects.order_by("number")
    assert broken_at(Dossier.unscoped.get(), events) == 2


def test_data_changed_is_found_and_data_erased_is_not() -> None:
    story = Story()
    story.do("refuse", "reception", reason="Nguyễn Văn Thử")
    event = story.dossier.events.get(act="refuse")
    forge("UPDATE egov_tracking_event SET data = %s WHERE id = %s", '{"reason": "x"}', event.pk)
    with pytest.raises(CommandError):
        verify()
    forge("UPDATE egov_tracking_event SET data = NULL WHERE id = %s", event.pk)
    assert "hold" in verify()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_event_removed_is_found_even_the_last(number: int) -> None:
    Story().processing()
    OutgoingMessage.objects.all().delete()
    forge("DELETE FROM egov_tracking_event WHERE number = %s", number)
    with pytest.raises(CommandError):
        verify()


def test_an_event_added_by_another_hand_is_found() -> None:
    story = Story().accepted()
    last = story.dossier.events.get(number=2)
    copy = {f.attname: getattr(last, f.attname) for f in Event._meta.fields if f.name != "id"}
    Event(**{**copy, "number": 3, "from_status": 2, "to_status": 9}).save(force_insert=True)
    Dossier.unscoped.update(lock_version=3, status=9)
    with pytest.raises(CommandError):
        verify()


def test_a_status_set_without_an_act_is_found() -> None:
    Story().accepted()
    Dossier.unscoped.update(status=10)
    with pytest.raises(CommandError):
        verify()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "H26.900-260310-0099"),
        ("due_at", "2030-01-01 00:00:00+00:00"),
        ("received_on", "2026-01-01"),
        ("accepted_at", None),
        ("outcome", "early"),
        ("late_working_days", 3),
        ("payment_state", "paid"),
        ("supplement_requests", 2),
        ("limit_amount", 1),
        ("language", "en"),
    ],
)
def test_a_column_set_without_an_act_is_found(column: str, value: Any) -> None:
    Story().accepted()
    assert "hold" in verify()
    forge(f"UPDATE egov_tracking_dossier SET {column} = %s", value)  # noqa: S608
    with pytest.raises(CommandError, match="1 of 1"):
        verify()


def test_every_column_is_determined_by_the_acts_or_left_out_for_a_reason() -> None:
    left_out = {"id", "lock_version", "token_digest", "opened_once", "next_due_at", "assignee_id"}
    who = {f"applicant_{one}" for one in ("name", "folded", "phone", "email", "address")}
    columns = {field.attname for field in Dossier._meta.concrete_fields}
    assert columns == {*DETERMINED} | left_out | who


def test_a_user_who_is_deleted_breaks_no_history_and_another_in_their_place_does() -> None:
    story = Story().accepted()
    event = story.dossier.events.get(act="accept")
    story.staff["reception"].delete()
    assert "hold" in verify()
    other = story.staff["processing"].pk
    forge("UPDATE egov_tracking_event SET actor_id = %s WHERE id = %s", other, event.pk)
    with pytest.raises(CommandError):
        verify()


@pytest.mark.parametrize("end", ["ready", "asked", "delivered"])
def test_every_act_leaves_the_row_that_its_event_says(end: str) -> None:
    story = Story()
    getattr(story, "ready" if end == "delivered" else end)()
    if end == "delivered":
        story.compared().paid().do("hand_over", "reception", collector="A")
    assert broken_at(Dossier.unscoped.get(), story.dossier.events.order_by("number")) is None


def test_a_receiver_that_fails_undoes_the_act() -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("no")

    story = Story()
    dossier_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            story.accepted()
    finally:
        dossier_changed.disconnect(fail)
    dossier = Dossier.unscoped.get()
    assert (dossier.status, dossier.code, dossier.lock_version) == (1, None, 1)
    assert Event.objects.count() == OutgoingMessage.objects.count() == 1


def test_a_history_under_a_key_that_is_gone_is_named_and_the_others_are_checked() -> None:
    lost, _whole = factories.dossier(), factories.dossier()
    forge("UPDATE egov_tracking_event SET key_id = %s WHERE dossier_id = %s", "gone", lost.pk)
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("egov_verify", stderr=err)
    assert str(lost) in err.getvalue()
    assert "'gone'" in err.getvalue()
