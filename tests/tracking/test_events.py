"""The history: append-only, sealed, verified."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from egov_tracking.exceptions import AppendOnly
from egov_tracking.models import Dossier, Event, OutgoingMessage
from egov_tracking.models.events import broken_at
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
