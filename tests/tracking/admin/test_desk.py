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

from egov_tracking.admin import duties, finding, paging, rows
from egov_tracking.models import Dossier, Membership
from egov_tracking.rules.workflow import BY_NAME, FINAL, Role, Status
from tests.tracking import factories
from tests.tracking.factories import NOW
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
INDEX = "/admin/egov/dossiers/"


def listed(client: Client, query: str = "") -> list[str]:
    """The dossiers of the list, by the name that it shows."""
    response = client.get(INDEX + query)
    assert response.status_code == 200
    return [str(row.dossier) for row in response.context["object_list"]]


def search(client: Client, text: str, **chosen: str) -> Any:
    return client.post(INDEX, {"q": text, **chosen}, follow=True)


def found(client: Client, text: str) -> list[str]:
    response = search(client, text)
    return [str(row.dossier) for row in response.context["object_list"]]


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
    assert set(listed(desk["approval"])) == {names["working"]}
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
        Dossier.unscoped.filter(pk=dossier.pk).update(due_at=moments[name])
    Dossier.unscoped.filter(pk=done.pk).update(due_at=moments["late"])
    names = {name: str(dossier) for name, dossier in running.items()}
    client = desk["reading"]
    assert listed(client, "?tab=open&due=overdue") == [names["late"]]
    assert listed(client, "?tab=open&due=today") == [names["today"]]
    assert listed(client, "?tab=all&due=week") == [names["today"], names["week"]]


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


# Search.


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


@pytest.mark.parametrize("typed", ["12", "%", "_", "zzzz", "\x00", "a" * 300, "؉؉؉؉", "²²²²²"])
def test_what_matches_nothing_finds_nothing(desk: dict[str, Client], typed: str) -> None:
    Story()
    response = search(desk["reception"], typed)
    assert response.status_code == 200


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


# Pages.


def many(number: int) -> list[Dossier]:
    """So many accepted dossiers, some with one due date, some with none."""
    first = Story().accepted().dossier
    made = []
    for count in range(number):
        made.append(
            Dossier(
                reference=f"R{count:04}",
                code=f"X99-260101-{count + 1:04}",
                key_id="test",
                agency=first.agency,
                deciding_agency=first.deciding_agency,
                service=first.service,
                version=first.version,
                language="vi",
                status=Status.ACCEPTED,
                accepted_at=NOW,
                filed_at=NOW,
                complete_at=NOW,
                due_at=None if count % 7 == 0 else NOW + dt.timedelta(days=count // 20),
            )
        )
    Dossier.unscoped.bulk_create(made)
    return made


@pytest.mark.parametrize("tab", ["open", "all"])
def test_pages_show_every_dossier_once_forwards_and_backwards(
    desk: dict[str, Client], tab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 20)
    many(53)
    client, address, pages = desk["reading"], f"{INDEX}?tab={tab}", []
    while address:
        response = client.get(address)
        pages.append([str(row.dossier) for row in response.context["object_list"]])
        last, address = response, response.context["after_url"]
        address = address and INDEX + address
    assert [len(page) for page in pages] == [20, 20, 14]
    names = [name for page in pages for name in page]
    assert len(set(names)) == 54
    back = client.get(INDEX + last.context["before_url"])
    assert [str(row.dossier) for row in back.context["object_list"]] == pages[1]
    first = client.get(INDEX + back.context["before_url"])
    assert [str(row.dossier) for row in first.context["object_list"]] == pages[0]
    assert not first.context["before_url"]


def test_the_count_stops_at_its_cap(
    desk: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNT_UP_TO", 10)
    many(30)
    page = desk["reading"].get(f"{INDEX}?tab=open")
    assert page.context["page"].shown_count == 10
    assert page.context["page"].is_more_than_counted


def test_the_list_costs_the_same_for_one_dossier_and_for_many(desk: dict[str, Client]) -> None:
    Story().accepted()
    client = desk["processing"]
    client.get(INDEX)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{INDEX}?tab=open").status_code == 200
        return len(caught)

    one = queries()
    many(40)
    user = factories.officer("processing")
    Dossier.unscoped.filter(id__gt=0).update(assignee=user)
    assert queries() == one
    assert one <= 13


# Acts on several dossiers.


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
