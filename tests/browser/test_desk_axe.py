"""The officers' screens in Chromium: what axe finds, what the keyboard does, what fits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from egov_tracking.models import Dossier
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.admin.conftest import let_in
from tests.tracking.stories import Story

Axe = Callable[[Page], list[str]]
INDEX = "/admin/egov/dossiers/"


@pytest.fixture
def sign_in(live: Page, live_server: Any) -> Callable[[str], Page]:
    """The browser, signed in as the officer of a role."""

    def go(role: str) -> Page:
        client = Client()
        client.force_login(let_in(factories.officer(role)))
        live.context.clear_cookies()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        live.context.add_cookies([{**cookie, "url": live_server.url}])
        return live

    return go


def one(name: str, story: Story, *args: Any) -> str:
    return reverse(f"egov_desk:{name}", args=[story.dossier.pk, *args])


def test_no_screen_of_the_desk_has_a_barrier(sign_in: Callable[[str], Page], axe: Axe) -> None:
    page = sign_in("reception")
    page.goto(INDEX)
    assert axe(page) == [], "empty desk"
    new, ready, asked = Story("khai-sinh"), Story().ready(), Story().asked()
    addresses = [
        INDEX,
        f"{INDEX}?tab=all&due=overdue",
        f"{INDEX}?tab=all",
        f"{INDEX}paper/",
        one("dossier", new),
        one("dossier", asked),
        one("dossier", ready),
        one("visit", ready),
        one("slip", new),
        one("act", new, "accept"),
        one("act", new, "refuse"),
        one("act", new, "request_supplement"),
        one("act", asked, "receive_supplement"),
        one("act", ready, "check_originals"),
        one("act", ready, "accept"),
    ]
    for address in addresses:
        page.goto(address)
        assert axe(page) == [], address


@pytest.mark.parametrize("role", ["processing", "approval", "reading", "audit"])
def test_no_working_page_has_a_barrier_for_any_role(
    sign_in: Callable[[str], Page], axe: Axe, role: str
) -> None:
    story = Story().processing()
    story.do("note", "processing", text="Đã gọi")
    page = sign_in(role)
    for address in (INDEX, one("dossier", story)):
        page.goto(address)
        assert axe(page) == [], (role, address)


def test_no_error_state_has_a_barrier(sign_in: Callable[[str], Page], axe: Axe) -> None:
    page, new, ready = sign_in("reception"), Story(), Story().ready()
    for address in (one("act", new, "refuse"), one("visit", ready), f"{INDEX}paper/"):
        page.goto(address)
        page.locator(".egov-form button[type=submit]").last.click()
        expect(page.locator("#egov-errors")).to_be_visible()
        assert axe(page) == [], address
    page.goto(one("act", new, "refuse"))
    page.locator("#id_reason").fill("Sai cơ quan")
    new.do("note", "processing", text="Gọi")
    page.locator(".egov-form button[type=submit]").click()
    expect(page.locator("#id_reason")).to_have_value("Sai cơ quan")
    assert axe(page) == [], "stale"


@pytest.mark.parametrize("register", ["membership", "calendar", "calendarday", "messagetemplate"])
def test_no_register_has_a_barrier(
    live: Page, live_server: Any, axe: Axe, django_user_model: Any, register: str
) -> None:
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("boss", "b@example.com", "x"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    live.context.add_cookies([{**cookie, "url": live_server.url}])
    factories.officer("reading")
    factories.shared_calendar()
    for address in ("", "create/"):
        live.goto(f"/admin/egov_tracking/{register}/{address}")
        assert axe(live) == [], address


def test_an_error_leads_to_its_field(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("reception")
    page.goto(one("act", Story(), "refuse"))
    page.locator(".egov-form button[type=submit]").click()
    page.locator("#egov-errors a").first.press("Enter")
    expect(page.locator("#id_reason")).to_be_focused()
    described = str(page.locator("#id_reason").get_attribute("aria-describedby"))
    expect(page.locator(f"#{described.split()[-1]}")).to_be_visible()


def test_a_dossier_is_found_opened_and_accepted_by_keyboard_alone(
    sign_in: Callable[[str], Page],
) -> None:
    story = Story()
    page = sign_in("reception")
    page.goto(f"{INDEX}?tab=open")
    page.locator("body").press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("nguyen van thu")
    page.keyboard.press("Enter")
    page.wait_for_url("**?s=*")
    assert "nguyen" not in page.url
    name = page.get_by_role("link", name=str(story.dossier), exact=True)
    name.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{one('dossier', story)}")
    page.locator(".egov-acts .button:not(.button-secondary)").press("Enter")
    page.wait_for_url(f"**{one('act', story, 'accept')}")
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**{one('dossier', story)}")
    assert Dossier.unscoped.get().status == Status.ACCEPTED


def test_all_rows_are_picked_at_once_and_accepted(sign_in: Callable[[str], Page]) -> None:
    for _count in range(3):
        Story()
    page = sign_in("reception")
    page.goto(INDEX)
    page.locator("[data-w-bulk-target=all]").check()
    assert page.locator("[data-w-bulk-target=item]:checked").count() == 3
    page.locator(".egov-bulk button[value=accept]").click()
    expect(page.locator(".egov-good")).to_have_count(3)
    assert set(Dossier.unscoped.values_list("status", flat=True)) == {Status.ACCEPTED}


@pytest.mark.parametrize("width", [1200, 1024, 360])
def test_nothing_overflows_sideways(sign_in: Callable[[str], Page], width: int) -> None:
    story, ready = Story("khai-sinh").accepted(), Story().ready()
    page = sign_in("reception")
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        f"{INDEX}?tab=all",
        one("dossier", story),
        one("visit", ready),
        one("act", story, "request_supplement"),
        f"{INDEX}paper/",
    ):
        page.goto(address)
        for box in ("html", "main", ".egov-desk"):
            wide = page.locator(box).evaluate("(one) => one.scrollWidth - one.clientWidth")
            assert wide <= 0, (address, box)
