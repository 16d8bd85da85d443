"""The list: what waits for whom, filters, search, pages, acts on several dossiers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from egov_tracking.admin import duties, rows
from egov_tracking.models import Dossier, Membership
from egov_tracking.rules.workflow import BY_NAME, FINAL, Role, Status
from tests.tracking import factories
from tests.tracking.admin.pressing import INDEX, found, listed, search
from tests.tracking.factories import NOW
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


# What waits for whom.


def test_every_status_that_does_not_rest_is_somebodys_duty() -> None:
    office = Role.RECEPTION | Role.PROCESSING | Role.APPROVAL
    assert duties.statuses_of(office) == set(Status) - FINAL - duties.RESTING | {
        Status.AWAITING_PAYMENT
    }
    for duty in duties.DUTIES:
        assert duty.statuses
        assert duty.statuses <= BY_NAME[duty.act].sources


def test_each_role_sees_first_what_waits_for_it(desk: dict[str, Client]) -> None:
    new, accepted, working = Story(), Story().accepted(), Story().processing()
    asked, ready = Story().asked(), Story().ready()
    names = {
        "new": str(new.dossier),
        "accepted": str(accepted.dossier),
        "working": str(working.dossier),
        "asked": str(asked.dossier),
        "ready": str(ready.dossier),
    }
    assert set(listed(desk["reception"])) == {names["new"], names["ready"]}
    assert set(listed(desk["processing"])) == {names["accepted"], names["working"]}
    assert listed(desk["approval"]) == []
    assert set(listed(desk["reading"])) == set(names.values())


def test_a_payment_that_is_awaited_and_a_withdrawal_wait_for_the_counter(
    desk: dict[str, Client],
) -> None:
    paying = Story().accepted().do("request_payment", "reception", amount=5000)
    story = Story().accepted()
    leaving = story.do("ask_withdrawal", story.citizen, reason="Nhầm")
    assert set(listed(desk["reception"])) == {str(paying), str(leaving)}


def test_who_starts_processing_takes_the_dossier(
    desk: dict[str, Client], sign_in: Callable[[Any], Client]
) -> None:
    colleague = sign_in(factories.officer("processing", name="colleague"))
    story = Story().accepted()
    assert listed(colleague) == [str(story.dossier)]
    story.do("start_processing", "processing")
    assert listed(desk["processing"]) == [str(story.dossier)]
    assert listed(colleague) == []
    assert listed(colleague, "?tab=open") == [str(story.dossier)]


def test_a_dossier_that_was_handed_on_waits_for_the_one_who_got_it(
    desk: dict[str, Client], sign_in: Callable[[Any], Client]
) -> None:
    clerk = factories.officer("reception", name="clerk")
    story = Story().processing()
    story.do("hand_on", "processing", to=clerk, desk="Thu phí")
    assert listed(sign_in(clerk)) == [str(story.dossier)]
    assert listed(desk["processing"]) == []


def test_who_signs_has_what_was_handed_up(
    desk: dict[str, Client], sign_in: Callable[[Any], Client]
) -> None:
    deputy = factories.officer("approval", name="deputy")
    story = Story().processing()
    assert listed(desk["approval"]) == []
    story.do("hand_on", "processing", to=deputy)
    assert listed(desk["approval"]) == listed(sign_in(deputy)) == [str(story.dossier)]
    assert listed(desk["processing"]) == []


def test_where_nobody_processes_all_waits_for_who_signs(desk: dict[str, Client]) -> None:
    story = Story().processing()
    Membership.objects.filter(role="processing").delete()
    assert listed(desk["approval"]) == [str(story.dossier)]


def test_a_result_whose_originals_differ_waits_for_who_may_send_it_back(
    desk: dict[str, Client],
) -> None:
    story, _other = Story().ready().compared("differs"), Story().ready().compared()
    assert listed(desk["approval"]) == [str(story.dossier)]


def test_what_an_officer_left_behind_waits_for_everybody_of_the_role(
    desk: dict[str, Client], sign_in: Callable[[Any], Client]
) -> None:
    colleague = sign_in(factories.officer("processing", name="colleague"))
    story = Story().processing()
    assert listed(colleague) == []
    gone = story.staff["processing"]
    gone.is_active = False
    gone.save()
    assert listed(colleague) == [str(story.dossier)]
    gone.is_active = True
    gone.save()
    Membership.objects.filter(user=gone).update(role="reading")
    assert listed(colleague) == [str(story.dossier)]


def test_the_most_urgent_stands_first(desk: dict[str, Client]) -> None:
    late = Story().dossier
    later = factories.dossier(late.service, NOW + dt.timedelta(days=3))
    result = Story("chung-thuc-ban-sao").ready()
    names = listed(desk["reception"])
    assert names.index(str(late)) < names.index(str(later))
    assert set(names) == {str(late), str(later), str(result.dossier)}


def test_the_first_page_says_what_is_to_do_and_who_has_it(desk: dict[str, Client]) -> None:
    story = Story()
    page = desk["reception"].get(INDEX).content.decode()
    act = reverse("egov_desk:act", args=[story.dossier.pk, "accept"])
    assert f'href="{act}"' in page
    assert "Nguyễn Văn Thử" in page


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (3, "3 days left", ""),
        (1, "1 day left", "soon"),
        (0, "due today", "soon"),
        (-1, "1 day overdue", "late"),
        (-2, "2 days overdue", "late"),
    ],
)
def test_the_due_date_is_said_in_words(days: int, text: str, tone: str) -> None:
    dossier = Story().accepted().dossier
    at_nine = timezone.localtime(dossier.due_at).replace(hour=9)
    with translation.override("en"):
        due = rows.due(dossier, at_nine - dt.timedelta(days=days))
    assert (due.text, due.tone) == (text, tone)


def test_the_hour_counts_on_the_last_day_and_a_stopped_clock_has_none() -> None:
    dossier = Story().accepted().dossier
    with translation.override("en"):
        assert rows.due(dossier, dossier.due_at + dt.timedelta(minutes=1)).text == "overdue today"
        assert rows.due(Story().asked().dossier, NOW).text == "the clock stands still"
        assert rows.due(Story().ready().dossier, NOW).text == "done early"
        assert rows.due(Story().dossier, NOW).when.startswith("first answer: ")


# Scope and filters.


def test_foreign_dossiers_are_not_listed(desk: dict[str, Client]) -> None:
    other = factories.agency("H26.901")
    service = factories.service("khai-sinh", other)
    foreign = factories.dossier(service, agency=other, applicant_name="Người Lạ")
    for client in desk.values():
        for query in ("", "?tab=all", "?tab=open"):
            response = client.get(INDEX + query)
            assert foreign.reference.encode() not in response.content
        assert "Người Lạ" not in search(client, "nguoi la").content.decode()


def test_filters_narrow_the_list(desk: dict[str, Client]) -> None:
    land, copy = Story().accepted(), Story("chung-thuc-ban-sao").accepted()
    Dossier.unscoped.filter(pk=land.dossier.pk).update(channel=1)
    client = desk["reading"]
    assert listed(client, f"?tab=all&service={copy.service.pk}") == [str(copy.dossier)]
    assert listed(client, "?tab=all&channel=1") == [str(land.dossier)]
    assert listed(client, "?tab=all&status=1") == []
    assert len(listed(client, "?tab=all&status=2")) == 2


def test_another_tab_keeps_filters_and_search(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    client = desk["reading"]
    shown = client.get(f"{INDEX}?tab=open&status=2")
    everything = shown.context["tabs"][-1]["url"]
    assert listed(client, everything) == [str(story.dossier)]
    assert client.get(INDEX + everything).context["form"].chosen() == {"status": "2"}
    nobody = search(client, "Không Ai").context["tabs"][0]["url"]
    assert listed(client, nobody) == []


def test_services_are_offered_in_the_order_of_their_names(desk: dict[str, Client]) -> None:
    Story("trich-luc-ho-tich")
    Story("xac-nhan-tinh-trang-hon-nhan")
    Story()
    with translation.override("vi"):
        offered = desk["reading"].get(INDEX).context["form"].fields["service"].choices
        names = [label for value, label in offered if value]
    assert [name[:7] for name in names] == ["Cấp bản", "Đăng ký", "Thủ tục"]


def test_due_filters_look_at_what_is_not_finished(desk: dict[str, Client]) -> None:
    now = timezone.now()
    running = {name: Story().accepted().dossier for name in ("late", "today", "week", "later")}
    done = Story().ready().dossier
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = {
        "late": now - dt.timedelta(hours=1),
        "today": midnight + dt.timedelta(days=1, microseconds=-1),
        "week": midnight + dt.timedelta(days=3),
        "later": midnight + dt.timedelta(days=9),
    }
    for name, dossier in running.items():
        Dossier.unscoped.filter(pk=dossier.pk).update(next_due_at=moments[name])
    Dossier.unscoped.filter(pk=done.pk).update(next_due_at=moments["late"])
    names = {name: str(dossier) for name, dossier in running.items()}
    client = desk["reading"]
    assert listed(client, "?tab=open&due=overdue") == [names["late"]]
    assert listed(client, "?tab=open&due=today") == [names["today"]]
    assert listed(client, "?tab=all&due=week") == [names["today"], names["week"]]


def test_a_dossier_that_was_answered_is_not_overdue_before_acceptance(
    desk: dict[str, Client],
) -> None:
    unanswered, asked, paying = Story(), Story(), Story()
    asked.do("request_supplement", "reception", items=["CCCD"], reason="Thiếu")
    paying.do("request_payment", "reception", amount=5000)
    client = desk["reading"]
    assert listed(client, "?tab=open&due=overdue") == [str(unanswered.dossier)]
    answers = {"item1": {"text": "Đây", "files": []}}
    again = asked.do("receive_supplement", asked.citizen, answers=answers)
    assert listed(client, "?tab=open&due=overdue") == [str(unanswered.dossier), str(again)]


@pytest.mark.parametrize(
    "query",
    [
        "?tab=x",
        "?status=99",
        "?service=abc",
        "?due=x&channel=9",
        "?s=x",
        "?s=test~AAAA",
        "?from=x",
        "?from=WzEsMCwiIl0",
        "?s=%00",
        "?agency=1",
        "?status=%00",
    ],
)
def test_an_address_changed_by_hand_breaks_nothing(desk: dict[str, Client], query: str) -> None:
    Story()
    assert len(listed(desk["reception"], query)) == 1


# The menu.


def test_the_menu_shows_the_desk_to_those_who_may_see_dossiers(
    desk: dict[str, Client], sign_in: Callable[[Any], Client], admin_user: Any
) -> None:
    for role, client in desk.items():
        shown = f'"{INDEX}"' in client.get("/admin/").content.decode()
        assert shown == (role != "administration"), role
    boss = sign_in(admin_user)
    assert f'"{INDEX}"' not in boss.get("/admin/").content.decode()
    assert boss.get(INDEX).status_code == 302
    Membership.objects.create(user=admin_user, agency=factories.agency(), role="reading")
    assert boss.get(INDEX).status_code == 200


def test_a_search_costs_the_same_for_one_row_and_for_many(desk: dict[str, Client]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            found(desk["reception"], "nguyen van thu")
        return len(seen)

    Story()
    found(desk["reception"], "nguyen van thu")
    few = queries()
    for _number in range(6):
        Story().processing()
    assert queries() == few
