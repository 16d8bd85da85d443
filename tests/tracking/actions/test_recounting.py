"""When the calendar changes, what was promised follows it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from egov_tracking import actions
from egov_tracking.admin import timeline
from egov_tracking.models import Calendar, CalendarDay, Dossier, OutgoingMessage, words
from egov_tracking.models.clocks import clock_of
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.factories import NOW, at
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar() -> Calendar:
    shared = factories.shared_calendar()
    actions.recount_changed()
    return shared


def day_off(calendar: Calendar, day: str) -> CalendarDay:
    return CalendarDay.objects.create(calendar=calendar, date=dt.date.fromisoformat(day))


def ledger_agrees(dossier: Dossier) -> bool:
    dossier.refresh_from_db()
    clock = clock_of(dossier)
    return clock is not None and clock.due == dossier.due_at


def test_a_new_day_off_moves_the_due_date_and_the_citizen_is_told_why(calendar: Calendar) -> None:
    dossier = Story().processing().dossier
    was = dossier.due_at
    day_off(calendar, "2026-03-12")
    assert not ledger_agrees(dossier)
    assert actions.recount_changed() == 1
    assert ledger_agrees(dossier)
    assert dossier.due_at == was + dt.timedelta(days=1) == dossier.next_due_at
    event = dossier.events.last()
    assert (event.act, event.public, event.actor_kind) == ("recount", True, "system")
    line = timeline.timeline(dossier, may_read=False)[0]
    assert words.moment(was) in line.details[0][1]
    message = OutgoingMessage.objects.get(kind="due_moved")
    letter = actions.delivery.compose(message)
    assert words.moment(was) in letter.body
    assert words.moment(dossier.due_at) in letter.body


def test_a_day_that_is_worked_after_all_moves_it_back(calendar: Calendar) -> None:
    dossier = Story().processing().dossier
    was = dossier.due_at
    day = day_off(calendar, "2026-03-12")
    actions.recount_changed()
    day.delete()
    assert actions.recount_changed() == 1
    assert ledger_agrees(dossier)
    assert dossier.due_at == was


def test_again_changes_nothing_and_costs_one_query(
    calendar: Calendar, django_assert_num_queries
) -> None:
    dossier = Story().processing().dossier
    day_off(calendar, "2026-03-12")
    actions.recount_changed()
    with django_assert_num_queries(1):
        assert actions.recount_changed() == 0
    assert actions.recount_open() == 0
    assert dossier.events.filter(act="recount").count() == 1


def test_a_run_that_was_cut_off_is_taken_up_again(calendar: Calendar, monkeypatch) -> None:
    factories.officers()
    made = [Story().processing().dossier for _one in range(5)]
    monkeypatch.setattr("egov_tracking.actions.recounting.BATCH", 2)
    day_off(calendar, "2026-03-12")
    once = actions.recounting.recount
    left = iter([True, True, True])

    def dies(dossier, **given):
        next(left)
        return once(dossier, **given)

    monkeypatch.setattr("egov_tracking.actions.recounting.recount", dies)
    with pytest.raises(StopIteration):
        actions.recount_changed()
    monkeypatch.setattr("egov_tracking.actions.recounting.recount", once)
    assert actions.recount_changed() == 2
    assert all(ledger_agrees(one) for one in made)


def test_memory_and_queries_are_those_of_a_batch(
    calendar: Calendar, monkeypatch, django_assert_max_num_queries
) -> None:
    for _one in range(6):
        Story().processing()
    day_off(calendar, "2026-06-01")  # after every due date
    monkeypatch.setattr("egov_tracking.actions.recounting.BATCH", 3)
    # The calendars; a batch reads dossiers, pauses and its agencies' calendars.
    with django_assert_max_num_queries(2 + 3 * 4):
        assert actions.recount_changed() == 0


def test_the_first_answer_moves_without_a_letter(calendar: Calendar) -> None:
    dossier = Story().dossier
    was = dossier.reply_due_at
    day_off(calendar, "2026-03-11")
    assert actions.recount_changed() == 1
    dossier.refresh_from_db()
    assert dossier.reply_due_at > was
    assert words.moment(was) in words.recounted(dossier.events.last().data)
    assert not OutgoingMessage.objects.filter(kind="due_moved").exists()


def test_a_clock_that_stands_still_has_nothing_to_move(calendar: Calendar) -> None:
    dossier = Story().asked().dossier
    day_off(calendar, "2026-03-12")
    assert actions.recount_changed() == 0
    dossier.refresh_from_db()
    assert dossier.due_at is None


def test_the_new_date_of_an_apology_stands_until_the_due_date_passes_it(
    calendar: Calendar,
) -> None:
    story = Story().processing()
    story.do("apologise", "approval", reason="Bão", appointment=at("2026-04-20 17:00"))
    day_off(calendar, "2026-03-12")
    assert actions.recount_changed() == 1
    story.dossier.refresh_from_db()
    assert story.dossier.expected_at == at("2026-04-20 17:00")
    assert not OutgoingMessage.objects.filter(kind="due_moved").exists()


def test_what_has_ended_stays_as_it_was_counted_and_the_ledger_says_so(calendar: Calendar) -> None:
    dossier = Story().ready().dossier
    was, outcome = dossier.due_at, dossier.outcome
    day_off(calendar, "2026-03-12")
    assert actions.recount_changed() == 0
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.outcome) == (was, outcome)
    assert words.moment(was) in words.ledger_lines(dossier)[-1]


def test_only_dossiers_under_the_calendar_are_counted(calendar: Calendar) -> None:
    other = factories.agency("H26.901")
    theirs = factories.dossier(factories.service(of=other), NOW, agency=other)
    theirs = actions.accept(theirs, factories.officer("reception", other), now=NOW)
    ours = Story().processing().dossier
    was = ours.due_at
    own = Calendar.objects.create(agency=other)
    day_off(own, "2026-03-12")
    assert actions.recount_changed() == 1
    assert ledger_agrees(theirs)
    ours.refresh_from_db()
    assert ours.due_at == was
    own.delete()
    assert actions.recount_changed() == 1
    assert ledger_agrees(theirs)


def test_office_hours_count_too(calendar: Calendar) -> None:
    dossier = Story().processing().dossier
    calendar.closes = dt.time(16, 30)
    calendar.save()
    assert actions.recount_changed() == 1
    assert ledger_agrees(dossier)


def test_a_dossier_that_ended_meanwhile_is_left_alone(calendar: Calendar) -> None:
    story = Story().processing()
    seen = Dossier.unscoped.prefetch_related("pauses").get()
    story.do("finish", "approval", document="12/KQ")
    day_off(calendar, "2026-03-12")
    assert actions.recounting._recounted(seen, None) is False
    assert Dossier.unscoped.get().status == Status.READY


def test_the_worker_and_both_commands_count_again(calendar: Calendar) -> None:
    dossier = Story().processing().dossier
    out = StringIO()
    day_off(calendar, "2026-03-12")
    call_command("egov_send", stdout=out, stderr=out)
    assert ledger_agrees(dossier)
    CalendarDay.objects.filter(date="2026-03-12").delete()  # not through the register
    call_command("egov_recount", stdout=out)
    assert "1 open dossiers counted again" in out.getvalue()
    assert ledger_agrees(dossier)


def test_seeding_a_year_counts_again() -> None:
    factories.officers()
    story = Story(time_limits=[{"amount": 50, "unit": "working_day", "status": "known"}])
    dossier = story.processing().dossier
    out = StringIO()
    call_command("egov_calendar", "2026", stdout=out)
    assert "1 open dossiers counted again" in out.getvalue()
    assert ledger_agrees(dossier)


def test_a_year_without_days_off_is_named() -> None:
    summer, december = dt.date(2027, 7, 1), dt.date(2027, 12, 1)
    assert list(Calendar.missing(summer)) == [2027]
    site = Calendar.objects.create()
    assert Calendar.missing(summer) == {2027: [str(site)]}
    day_off(site, "2027-01-01")
    assert Calendar.missing(summer) == {}
    assert list(Calendar.missing(december)) == [2028]
    own = Calendar.objects.create(agency=factories.agency())
    day_off(own, "2028-01-01")
    assert Calendar.missing(december) == {2028: [str(site)]}


def test_without_any_calendar_the_usual_days_count(calendar: Calendar) -> None:
    dossier = Story().accepted().dossier
    CalendarDay.objects.create(calendar=calendar, date="2026-03-12", kind="off")
    actions.recount_changed()
    late = Dossier.unscoped.get(pk=dossier.pk).due_at
    for row in Calendar.objects.all():
        row.delete()
    assert actions.recount_changed() == 1
    assert Dossier.unscoped.get(pk=dossier.pk).due_at < late
