"""The outbox and its worker."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone, translation

from egov_tracking import actions
from egov_tracking.actions import delivery
from egov_tracking.actions.delivery import compose, deliver
from egov_tracking.channels.base import Channel, Letter
from egov_tracking.exceptions import ChannelError
from egov_tracking.models import Dossier, OutgoingMessage, words
from egov_tracking.models.messages import State
from tests.tracking import factories
from tests.tracking.factories import at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


class Post(Channel):
    """A channel that does what it is told."""

    name = "post"

    def __init__(self, *errors: Exception | None, repeatable: bool = True) -> None:
        self.errors = list(errors)
        self.letters: list[Letter] = []
        self.repeatable = repeatable  # type: ignore[misc]

    def reaches(self, letter: Letter) -> bool:
        return bool(letter.phone)

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error


def take() -> OutgoingMessage:
    OutgoingMessage.objects.update(next_attempt_at=timezone.now() - dt.timedelta(minutes=1))
    (message,) = OutgoingMessage.lease(10)
    return message


def stored() -> OutgoingMessage:
    return OutgoingMessage.objects.get()


def send(*arguments: str) -> str:
    out = StringIO()
    call_command("egov_send", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_messages_of_a_whole_story_are_sent_once_in_the_citizens_language() -> None:
    Story().ready()
    assert send() == "3 messages handled.\n"
    assert sorted(message.subject.split()[0:3] for message in mail.outbox) == sorted(
        [["Đã", "nhận", "hồ"], ["Đã", "tiếp", "nhận"], ["Đã", "có", "kết"]]
    )
    assert send() == "0 messages handled.\n"
    assert set(OutgoingMessage.objects.values_list("state", "channel")) == {("sent", "email")}


def test_the_first_mail_carries_the_pair_and_no_subject_a_secret() -> None:
    dossier = factories.dossier()
    send()
    (message,) = mail.outbox
    assert dossier.reference in message.body
    assert dossier.secret in message.body
    assert dossier.secret not in message.subject
    assert "Nguyễn Văn Thử" not in message.subject


def test_the_row_holds_neither_text_nor_secret_nor_address() -> None:
    dossier = factories.dossier()
    row = str(OutgoingMessage.objects.values().get())
    assert dossier.secret not in row
    assert "example.com" not in row


def test_a_message_tells_the_facts_of_its_event_even_if_it_is_sent_late() -> None:
    story = Story().asked()
    answers = {"item1": {"text": "x"}}
    story.do("receive_supplement", story.citizen, answers=answers, now=at("2026-03-12 09:00"))
    accepted = OutgoingMessage.objects.get(kind="accepted")
    with translation.override("vi"):
        assert words.moment(at("2026-03-16 17:00")) in compose(accepted).body
    asked = compose(OutgoingMessage.objects.get(kind="supplement_requested"))
    assert "- CCCD" in asked.body
    assert "Thiếu" in asked.body


def test_the_attempt_is_on_record_before_the_message_is_handed_over() -> None:
    factories.dossier()
    message = take()
    row = stored()
    assert (row.state, row.attempts) == (State.SENDING, 1)
    assert row.lease_until
    assert OutgoingMessage.lease(10) == []
    assert message.pk == row.pk


def test_a_message_that_fails_is_tried_again_later_under_the_same_id() -> None:
    factories.dossier()
    post = Post(ChannelError("down"), None)
    deliver(take(), [post])
    row = stored()
    assert (row.state, row.error) == (State.QUEUED, "down")
    assert row.next_attempt_at > timezone.now() + dt.timedelta(seconds=20)
    deliver(take(), [post])
    assert stored().state == State.SENT
    assert stored().attempts == 2
    assert len({letter.id for letter in post.letters}) == 1


def test_the_wait_doubles_up_to_six_hours_and_ends_with_people() -> None:
    factories.dossier()
    waits = []
    while stored().state in (State.QUEUED, State.SENDING):
        deliver(take(), [Post(ChannelError("down"))])
        waits.append(round((stored().next_attempt_at - timezone.now()).total_seconds() / 30))
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) <= 720
    assert len(waits) == 12
    assert stored().state == State.FAILED


def test_a_worker_that_died_leaves_a_message_that_another_takes_under_the_same_id() -> None:
    factories.dossier()
    post = Post()
    first = take()
    OutgoingMessage.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    second = take()
    assert second.was_left
    deliver(second, [post])
    assert post.letters[0].id == first.sending_id
    assert stored().state == State.SENT


def test_a_text_message_that_may_have_gone_out_is_left_to_people() -> None:
    factories.dossier()
    post = Post(ChannelError("timeout", ambiguous=True), repeatable=False)
    deliver(take(), [post])
    assert stored().state == State.UNKNOWN
    assert OutgoingMessage.lease(10) == []
    OutgoingMessage.objects.update(queued_at=timezone.now())
    assert "1 messages need somebody" in send()


def test_a_text_message_left_by_a_dead_worker_is_never_sent_again() -> None:
    factories.dossier()
    take()
    OutgoingMessage.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    post = Post(repeatable=False)
    deliver(take(), [post])
    assert post.letters == []
    assert stored().state == State.UNKNOWN


def test_a_mail_that_may_have_gone_out_is_repeated_under_its_id() -> None:
    factories.dossier()
    deliver(take(), [Post(ChannelError("cut", ambiguous=True))])
    assert stored().state == State.QUEUED


def test_an_address_that_is_refused_for_good_is_not_tried_again() -> None:
    factories.dossier()
    deliver(take(), [Post(ChannelError("HTTP 400", permanent=True))])
    assert stored().state == State.FAILED


def test_a_channel_with_a_fault_of_its_own_stops_nothing() -> None:
    factories.dossier()
    deliver(take(), [Post(KeyError("x"))])
    assert (stored().state, stored().error) == (State.QUEUED, "KeyError")


def test_the_first_channel_that_reaches_the_citizen_is_taken() -> None:
    dossier = factories.dossier()
    Dossier.unscoped.filter(pk=dossier.pk).update(applicant_phone="")
    deliver(take(), [Post()])
    assert stored().state == State.UNREACHABLE


def test_a_site_without_any_address_says_so(settings: Any) -> None:
    story = Story()
    story.dossier = actions.open_paper_dossier(
        actor=story.staff["reception"],
        service=story.service,
        agency=factories.agency(),
        applicant_name="A B",
    )
    send()
    assert stored_state(story.dossier) == State.UNREACHABLE


def stored_state(dossier: Dossier) -> str:
    return OutgoingMessage.objects.get(dossier=dossier).state


def test_the_worker_looks_again_after_a_while_and_outlives_a_cut_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factories.dossier()
    real, cuts, waits = actions.send_due, [OperationalError("cut")], []

    def cut_once() -> int:
        if cuts:
            raise cuts.pop()
        return real()

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt

    command = "egov_tracking.management.commands.egov_send"
    monkeypatch.setattr(f"{command}.send_due", cut_once)
    monkeypatch.setattr(f"{command}.time.sleep", wait)
    monkeypatch.setattr(f"{command}.close_old_connections", lambda: None)
    out = send("--loop", "3")
    assert waits == [3.0, 3.0]
    assert "cut" in out
    assert stored().state == State.SENT


def test_a_worker_that_goes_on_warns_once_of_what_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.dossier()
    OutgoingMessage.objects.update(state=State.FAILED, queued_at=timezone.now())
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            raise KeyboardInterrupt

    command = "egov_tracking.management.commands.egov_send"
    monkeypatch.setattr(f"{command}.time.sleep", wait)
    monkeypatch.setattr(f"{command}.close_old_connections", lambda: None)
    assert send("--loop", "3").count("1 messages need somebody") == 1


def test_a_message_that_can_not_be_written_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = factories.dossier(), factories.dossier()
    real = delivery.compose

    def compose_or_fail(message: OutgoingMessage) -> Letter:
        if message.dossier_id == bad.pk:
            raise ValueError("no such template")
        return real(message)

    monkeypatch.setattr(delivery, "compose", compose_or_fail)
    assert delivery.send_due() == 2
    assert stored_state(good) == State.SENT
    assert stored_state(bad) == State.QUEUED
    OutgoingMessage.objects.filter(dossier=bad).update(
        attempts=11, next_attempt_at=timezone.now() - dt.timedelta(minutes=1)
    )
    delivery.send_due()
    assert stored_state(bad) == State.FAILED


def test_a_message_whose_workers_all_died_is_left_to_people() -> None:
    factories.dossier()
    OutgoingMessage.objects.update(attempts=12)
    post = Post()
    deliver(take(), [post])
    assert (stored().state, post.letters) == (State.FAILED, [])


def test_a_message_is_leased_only_when_its_turn_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.dossier()
    factories.dossier()
    leased = []

    def count(message: OutgoingMessage, channels: list[Channel]) -> None:
        leased.append(OutgoingMessage.objects.filter(state=State.SENDING).count())
        message.mark_sent("post")

    monkeypatch.setattr(delivery, "deliver", count)
    assert delivery.send_due(limit=100) == 2
    assert leased == [1, 1]


def test_a_worker_that_lost_its_lease_changes_nothing_any_more() -> None:
    factories.dossier()
    slow = take()
    OutgoingMessage.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    quick = take()
    slow.try_again("post", "late")
    assert (stored().state, stored().attempts) == (State.SENDING, 2)
    quick.mark_sent("post")
    slow.mark(State.FAILED, "post", "late")
    assert stored().state == State.SENT


def test_what_was_not_sent_for_an_hour_raises_the_alarm() -> None:
    factories.dossier()
    now = timezone.now()
    OutgoingMessage.objects.update(queued_at=now - dt.timedelta(minutes=50))
    assert not OutgoingMessage.stuck().exists()
    OutgoingMessage.objects.update(queued_at=now - dt.timedelta(minutes=70))
    assert OutgoingMessage.stuck().count() == 1
