"""The small registers, and what an agency's own administrator reaches through them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov_tracking.models import Calendar, CalendarDay, Membership, MessageTemplate
from tests.tracking import factories

pytestmark = pytest.mark.django_db
BASE = "/admin/egov_tracking/"
REGISTERS = ("membership", "calendar", "calendarday", "messagetemplate")


@pytest.fixture
def boss(sign_in: Callable[[Any], Client], django_user_model: Any) -> Client:
    return sign_in(django_user_model.objects.create_superuser("boss", "boss@example.com", "x"))


@pytest.fixture
def keeper(desk: dict[str, Client]) -> Client:
    """The administrator of one agency."""
    return desk["administration"]


@pytest.fixture
def other(db: None) -> Any:
    return factories.agency("H26.901", name={"vi": "UBND phường Khác"})


def rows(client: Client, register: str) -> list[Any]:
    response = client.get(f"{BASE}{register}/")
    assert response.status_code == 200
    return list(response.context["object_list"])


@pytest.mark.parametrize("register", REGISTERS)
def test_each_register_is_listed_and_edited_by_the_sites_administrator(
    boss: Client, register: str
) -> None:
    calendar = factories.shared_calendar()
    officer = factories.officer("reading")
    MessageTemplate.objects.create(kind="received", language="vi", subject="a", short="b", body="c")
    first = {
        "membership": Membership.objects.get(user=officer),
        "calendar": calendar,
        "calendarday": calendar.days.first(),
        "messagetemplate": MessageTemplate.objects.get(),
    }[register]
    assert rows(boss, register)
    for address in ("create/", f"edit/{first.pk}/", f"delete/{first.pk}/"):
        assert boss.get(f"{BASE}{register}/{address}").status_code == 200, address


def fill(numbers: range) -> None:
    """An agency of each number, with an officer, a calendar and a day, and a text of a message."""
    for number in numbers:
        agency = factories.agency(f"H27.{number:03d}")
        factories.officer("reception", agency)
        calendar = Calendar.objects.create(agency=agency)
        CalendarDay.objects.create(calendar=calendar, date=dt.date(2026, 1, 1 + number))
        MessageTemplate.objects.create(kind="received", language=f"l{number}", subject="a")


@pytest.mark.parametrize("address", ["", "create/"])
@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_costs_the_same_for_many_agencies(
    boss: Client, register: str, address: str, django_assert_num_queries: Any
) -> None:
    fill(range(2))
    url = f"{BASE}{register}/{address}"
    boss.get(url)
    with CaptureQueriesContext(connection) as few:
        boss.get(url)
    fill(range(2, 8))
    with django_assert_num_queries(len(few)):
        boss.get(url)


def test_a_membership_is_given(boss: Client, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("new")
    data = {"user": user.pk, "agency": factories.agency().pk, "role": "reception"}
    assert boss.post(f"{BASE}membership/create/", data).status_code == 302
    assert Membership.objects.get(user=user).role == "reception"


def test_a_special_day_is_listed_by_its_name(boss: Client) -> None:
    names = {"vi": "Ngày lễ thử", "en": "Trial holiday"}
    factories.shared_calendar().days.create(date="2030-07-01", kind="off", name=names)
    listed = boss.get(f"{BASE}calendarday/").content.decode()
    assert "Ngày lễ thử" in listed
    assert "Trial holiday" not in listed


def test_a_special_day_tells_all_processes(boss: Client) -> None:
    calendar = factories.shared_calendar()
    before = calendar.revision
    data = {"calendar": calendar.pk, "date": "2026-07-01", "kind": "off", "name_0": "Nghỉ bù"}
    assert boss.post(f"{BASE}calendarday/create/", data).status_code == 302
    calendar.refresh_from_db()
    assert calendar.revision != before
    assert not Calendar.of(None).office().is_working(calendar.days.get(date="2026-07-01").date)


def test_one_agency_has_one_calendar(boss: Client) -> None:
    factories.shared_calendar()
    hours = {
        "agency": "",
        "opens": "07:30",
        "morning_ends": "11:30",
        "afternoon_starts": "13:30",
        "closes": "17:00",
        "cutoff": "15:00",
        "reply_hours": 8,
        "pause_policy": "resume",
    }
    assert boss.post(f"{BASE}calendar/create/", hours).status_code == 200
    own = {**hours, "agency": factories.agency().pk}
    assert boss.post(f"{BASE}calendar/create/", own).status_code == 302
    assert Calendar.objects.count() == 2


def test_a_text_with_an_unknown_placeholder_is_refused(boss: Client) -> None:
    data = {"kind": "received", "language": "vi", "subject": "{secret}", "short": "b", "body": "c"}
    response = boss.post(f"{BASE}messagetemplate/create/", data)
    assert response.status_code == 200
    assert not MessageTemplate.objects.exists()


# An agency's own administrator.


def test_an_administrator_sees_the_officers_of_the_own_agency_only(
    keeper: Client, other: Any
) -> None:
    foreign = factories.officer("reception", other)
    assert {row.agency.code for row in rows(keeper, "membership")} == {"H26.900"}
    page = keeper.get(f"{BASE}membership/").content.decode()
    assert foreign.username not in page


def test_an_administrator_is_offered_the_own_calendar_only(keeper: Client, other: Any) -> None:
    for agency in (factories.agency(), other):
        calendar = Calendar.objects.create(agency=agency)
        CalendarDay.objects.create(calendar=calendar, date="2026-07-01")
        CalendarDay.objects.create(calendar=calendar, date="2026-07-02", kind="work")
    filters = keeper.get(f"{BASE}calendarday/").context["view"].filter_specs
    offered = [one for spec in filters for one in getattr(spec, "lookup_choices", ())]
    assert str(other) not in [label for _value, label in offered]


@pytest.mark.parametrize("act", ["edit", "delete", "history"])
@pytest.mark.parametrize("register", ["membership", "calendar", "calendarday"])
def test_a_row_of_another_agency_or_of_the_site_is_a_404(
    keeper: Client, other: Any, register: str, act: str
) -> None:
    foreign = Membership.objects.get(user=factories.officer("reception", other))
    calendar = Calendar.objects.create(agency=other)
    site = factories.shared_calendar()
    day = CalendarDay.objects.create(calendar=calendar, date="2026-07-01")
    found = {
        "membership": [foreign],
        "calendar": [calendar, site],
        "calendarday": [day, site.days.first()],
    }[register]
    for row in found:
        for ask in (keeper.get, keeper.post):
            assert ask(f"{BASE}{register}/{act}/{row.pk}/").status_code == 404
        assert type(row).objects.filter(pk=row.pk).exists()


def test_an_administrator_gives_roles_in_the_own_agency_only(
    keeper: Client, other: Any, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user("new")
    data = {"user": user.pk, "agency": other.pk, "role": "reception"}
    keeper.post(f"{BASE}membership/create/", data)
    assert not Membership.objects.filter(user=user).exists()
    keeper.post(f"{BASE}membership/create/", {**data, "agency": factories.agency().pk})
    row = Membership.objects.get(user=user)
    keeper.post(f"{BASE}membership/edit/{row.pk}/", data)
    row.refresh_from_db()
    assert row.agency == factories.agency()


def test_nobody_gives_or_takes_a_role_of_their_own(keeper: Client) -> None:
    own = Membership.objects.get(role="administration")
    data = {"user": own.user_id, "agency": own.agency_id, "role": "reception"}
    keeper.post(f"{BASE}membership/create/", data)
    keeper.post(f"{BASE}membership/edit/{own.pk}/", data)
    keeper.post(f"{BASE}membership/delete/{own.pk}/")
    assert [row.role for row in Membership.objects.filter(user=own.user_id)] == ["administration"]


@pytest.mark.parametrize("codename", ["view_membership", "change_membership"])
def test_seeing_the_whole_register_gives_no_right_to_write_outside_the_own_agency(
    keeper: Client, other: Any, codename: str
) -> None:
    own = Membership.objects.get(role="administration")
    own.user.user_permissions.add(Permission.objects.get(codename=codename))
    colleague = factories.officer("reading")
    for user in (own.user, colleague):
        data = {"user": user.pk, "agency": other.pk, "role": "approval"}
        keeper.post(f"{BASE}membership/create/", data)
        keeper.post(f"{BASE}membership/create/", {**data, "agency": factories.agency().pk})
    assert not Membership.objects.filter(agency=other).exists()
    assert Membership.objects.filter(user=own.user).count() == 1
    assert Membership.objects.filter(user=colleague, role="approval").count() == 1


def test_an_administrator_keeps_the_own_calendar_and_not_the_sites(
    keeper: Client, other: Any
) -> None:
    hours = {
        "opens": "08:00",
        "morning_ends": "11:30",
        "afternoon_starts": "13:30",
        "closes": "17:00",
        "cutoff": "15:00",
        "reply_hours": 8,
        "pause_policy": "resume",
    }
    for agency in ("", other.pk):
        keeper.post(f"{BASE}calendar/create/", {**hours, "agency": agency})
    assert not Calendar.objects.exists()
    keeper.post(f"{BASE}calendar/create/", {**hours, "agency": factories.agency().pk})
    calendar = Calendar.objects.get()
    data = {"calendar": calendar.pk, "date": "2026-07-01", "kind": "off", "name_0": "Nghỉ"}
    keeper.post(f"{BASE}calendarday/create/", data)
    assert calendar.days.count() == 1


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("role", ["reception", "processing", "approval", "reading", "audit"])
def test_other_officers_reach_no_register(
    desk: dict[str, Client], role: str, register: str
) -> None:
    for address in ("", "create/"):
        assert desk[role].get(f"{BASE}{register}/{address}").status_code == 302


def test_texts_of_messages_are_the_whole_sites(keeper: Client) -> None:
    assert keeper.get(f"{BASE}messagetemplate/").status_code == 302


def test_a_group_with_the_permission_keeps_the_whole_register(
    sign_in: Callable[[Any], Client], other: Any, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user("clerk")
    factories.officer("reading", other)
    factories.officer("reading")
    user.user_permissions.add(Permission.objects.get(codename="view_membership"))
    assert len(rows(sign_in(user), "membership")) == 2
