"""Many at once, on PostgreSQL."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections

from egov_forms import actions as forms
from egov_forms.exceptions import CorrectionRefused
from egov_tracking import actions
from egov_tracking.actions import base
from egov_tracking.exceptions import EgovTrackingError, IllegalMove, Refused, StaleDossier
from egov_tracking.models import CodeCounter, Dossier, OutgoingMessage
from egov_tracking.models.events import broken_at
from egov_tracking.models.terms import terms_of
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORKERS = 8


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment, each on its own connection; errors are results."""
    start = threading.Barrier(min(len(calls), WORKERS))

    def run(number: int) -> Any:
        try:
            if number < WORKERS:
                start.wait(10)
            return calls[number]()
        except (EgovTrackingError, CorrectionRefused) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(len(calls))))


def test_codes_accepted_at_once_are_unique_and_leave_no_gap() -> None:
    staff, service = factories.officers(), factories.service()
    dossiers = [factories.dossier(service) for _number in range(24)]
    done = together(
        *(
            lambda one=one: actions.accept(one, staff["reception"], now=factories.NOW)
            for one in dossiers
        )
    )
    codes = sorted(dossier.code for dossier in done)
    assert codes == [f"H26.900-260310-{number:04d}" for number in range(1, 25)]
    assert CodeCounter.objects.get().last == 24


def test_one_dossier_accepted_by_two_officers_gets_one_code() -> None:
    story = Story()
    accept = lambda: actions.accept(story.dossier, story.staff["reception"])  # noqa: E731
    first, second = sorted(together(accept, accept), key=lambda one: isinstance(one, Exception))
    assert isinstance(first, Dossier)
    assert isinstance(second, IllegalMove)
    assert CodeCounter.objects.get().last == 1


def test_of_two_who_saw_the_same_version_one_is_told_what_changed() -> None:
    story = Story().processing()
    seen = story.dossier.lock_version
    results = together(
        lambda: actions.finish(story.dossier, story.staff["approval"], document="1", version=seen),
        lambda: actions.stop(
            story.dossier, story.staff["approval"], reason="x", document="1", version=seen
        ),
    )
    stale = [one for one in results if isinstance(one, StaleDossier)]
    assert len(stale) == 1
    assert stale[0].events[0].act in ("finish", "stop")


def test_a_correction_and_an_acceptance_at_once_never_mix() -> None:
    """Either the correction came first and the clock and fees are its own, or it was refused."""
    for _round in range(6):
        story = Story("chung-thuc-ban-sao", answers=factories.few_papers())
        draft = forms.start_correction(story.dossier.submission, "vi").row
        many = factories.valid_answers("chung-thuc-ban-sao")
        draft.set_answers(draft.version.load(), many)
        draft.save()
        results = together(
            lambda draft=draft: forms.submit(draft.pk, now=factories.at("2026-07-15 09:00")),
            lambda story=story: actions.accept(story.dossier, story.staff["reception"]),
        )
        dossier = Dossier.unscoped.get(pk=story.dossier.pk)
        fitting = terms_of(dossier).time_limit
        assert fitting
        assert dossier.limit_unit == fitting.unit
        refused = [one for one in results if isinstance(one, CorrectionRefused)]
        assert bool(refused) != dossier.supplements.exists()
        papers = len(dossier.answers()["papers"])
        assert papers == (2 if refused else len(many["papers"]))


def test_many_notes_at_once_lose_none_and_keep_the_chain() -> None:
    story = Story().processing()
    together(
        *(
            lambda number=number: actions.note(
                story.dossier, story.staff["processing"], text=str(number)
            )
            for number in range(40)
        )
    )
    dossier = Dossier.unscoped.get()
    assert dossier.lock_version == 43
    assert broken_at(dossier, dossier.events.order_by("number")) is None
    texts = {event.data["text"] for event in dossier.events.filter(act="note")}
    assert texts == {str(number) for number in range(40)}


def test_workers_side_by_side_take_each_message_once() -> None:
    service = factories.service()
    for _number in range(40):
        factories.dossier(service)
    taken = together(*[lambda: OutgoingMessage.lease(5)] * 8)
    ids = [message.pk for batch in taken for message in batch]
    assert len(ids) == len(set(ids)) == 40


def test_one_form_of_the_counter_sent_twice_at_once_opens_one_dossier() -> None:
    clerk, service, once = factories.officer("reception"), factories.service(), uuid.uuid4()

    def send() -> Dossier:
        return actions.open_paper_dossier(
            actor=clerk,
            service=service,
            agency=factories.agency(),
            applicant_name="Trần Thị Giấy",
            once=once,
        )

    done = together(*(send for _number in range(6)))
    assert {one.pk for one in done} == {Dossier.unscoped.get().pk}


def test_one_receipt_recorded_at_two_counters_at_once_counts_once() -> None:
    stories = [Story().processing() for _number in range(4)]
    calls = [
        lambda one=one: actions.record_payment(
            one.dossier, one.staff["reception"], amount=5000, receipt="BL-9"
        )
        for one in stories
    ]
    done = together(*calls)
    assert sum(isinstance(one, Dossier) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Refused)} == {"receipt_used"}


def test_a_correction_and_a_new_secret_at_once_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both lock the filing before the dossier."""
    story = Story("chung-thuc-ban-sao", answers=factories.few_papers())
    draft = forms.start_correction(story.dossier.submission, "vi").row
    draft.set_answers(draft.version.load(), factories.valid_answers("chung-thuc-ban-sao"))
    draft.save()
    met, lock = threading.Barrier(2), base.lock

    def slowly(dossier: Dossier) -> Dossier:
        """The one has the filing, the other the dossier, where neither waited before."""
        is_correcting = threading.current_thread().name == "correcting"
        locked = None if is_correcting else lock(dossier)
        with suppress(threading.BrokenBarrierError):
            met.wait(2)
        return locked or lock(dossier)

    monkeypatch.setattr(base, "lock", slowly)

    def correct() -> Any:
        threading.current_thread().name = "correcting"
        return forms.submit(draft.pk, now=factories.at("2026-07-15 09:00"))

    results = together(
        correct, lambda: actions.reissue_secret(story.dossier, story.staff["reception"])
    )
    assert not [one for one in results if isinstance(one, Exception)]
    dossier = Dossier.unscoped.get()
    assert dossier.generation == dossier.submission.generation == 2
