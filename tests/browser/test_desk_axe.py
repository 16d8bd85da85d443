"""The officers' screens in Chromium: what axe finds, what the keyboard does, what fits."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from egov_tracking.models import Dossier
from egov_tracking.rules.workflow import Status
from tests.conftest import EVERYTHING
from tests.tracking import factories
from tests.tracking.admin.conftest import let_in
from tests.tracking.stories import Story

Axe = Callable[[Page], list[str]]
INDEX = "/admin/egov/dossiers/"
WHY = {"reason": "Theo quyết định", "document": "15/QĐ-UBND"}


class Screen(NamedTuple):
    """How an officer has set the admin, and how wide the window is."""

    language: str
    width: int
    contrast: str

    def __str__(self) -> str:
        return "-".join(map(str, self))


def done(story: Story, act: str, role: str, **given: Any) -> Story:
    story.do(act, role, **given)
    return story


COMMON = Screen("vi", 1280, "system")
SCREENS = [
    Screen(language, width, contrast)
    for language in ("vi", "en")
    for width in (320, 1280)
    for contrast in ("system", "more_contrast")
]
#: A dossier of each status.
STATES: dict[Status, Callable[[], Story]] = {
    Status.SUBMITTED: lambda: Story("khai-sinh"),
    Status.ACCEPTED: lambda: Story().accepted(),
    Status.REFUSED: lambda: done(Story(), "refuse", "reception", reason="Sai cơ quan"),
    Status.PROCESSING: lambda: Story().processing(),
    Status.AWAITING_SUPPLEMENT: lambda: Story().asked(),
    Status.AWAITING_PAYMENT: lambda: done(Story(), "request_payment", "reception", amount=50_000),
    Status.WITHDRAWAL_ASKED: lambda: done(Story(), "ask_withdrawal", "reception", reason="Nhầm"),
    Status.STOPPED: lambda: done(Story().processing(), "stop", "approval", **WHY),
    Status.READY: lambda: Story().ready(),
    Status.DELIVERED: lambda: done(
        Story().ready().compared().paid(), "hand_over", "reception", collector="Lê Thị Thử"
    ),
}
#: With EGOV_TEST_ALL=1 every status, role and screen; else each role and each value once at least.
if EVERYTHING:
    SHOWN = list(STATES)
    CASES = [
        (role, screen)
        for role in ("reception", "processing", "approval", "reading", "audit")
        for screen in SCREENS
    ]
else:
    SHOWN = [Status.PROCESSING]
    CASES = [
        ("processing", Screen("vi", 1280, "more_contrast")),
        ("approval", Screen("en", 320, "system")),
        ("reading", Screen("vi", 320, "system")),
        ("audit", Screen("en", 1280, "more_contrast")),
    ]


@pytest.fixture
def sign_in(live: Page, live_server: Any) -> Callable[..., Page]:
    """The browser, signed in as the officer of a role."""

    def go(role: str, screen: Screen = COMMON) -> Page:
        user = let_in(factories.officer(role))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language, profile.contrast = screen.language, screen.contrast
        profile.save()
        live.set_viewport_size({"width": screen.width, "height": 800})
        client = Client()
        client.force_login(user)
        live.context.clear_cookies()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        live.context.add_cookies([{**cookie, "url": live_server.url}])
        return live

    return go


def one(name: str, story: Story, *args: Any) -> str:
    return reverse(f"egov_desk:{name}", args=[story.dossier.pk, *args])


def test_no_screen_of_the_desk_has_a_barrier(sign_in: Callable[..., Page], axe: Axe) -> None:
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


@pytest.mark.parametrize(("role", "screen"), CASES, ids=str)
def test_no_working_page_has_a_barrier_for_any_role(
    sign_in: Callable[..., Page], axe: Axe, role: str, screen: Screen
) -> None:
    page = sign_in(role, screen)
    stories = {status: STATES[status]() for status in SHOWN}
    stories[Status.PROCESSING].do("note", "processing", text="Đã gọi")
    acts: dict[str, str] = {}

    def opens(address: str, name: object) -> None:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == screen.language
        assert axe(page) == [], (role, screen, name)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (role, screen, name)

    opens("/admin/", "home")
    opens(f"{INDEX}?tab=all", "list")
    for status, story in stories.items():
        assert story.dossier.status == status
        opens(one("dossier", story), status)
        buttons = page.locator(".egov-acts a").all()
        acts.update({str(one.text_content()): str(one.get_attribute("href")) for one in buttons})
    for name, address in acts.items() if EVERYTHING else ():
        opens(address, name)


def test_no_error_state_has_a_barrier(sign_in: Callable[..., Page], axe: Axe) -> None:
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


def test_an_error_leads_to_its_field(sign_in: Callable[..., Page]) -> None:
    page = sign_in("reception")
    page.goto(one("act", Story(), "refuse"))
    page.locator(".egov-form button[type=submit]").click()
    expect(page.locator("#egov-errors")).to_be_focused()
    page.locator("#egov-errors a").first.press("Enter")
    expect(page.locator("#id_reason")).to_be_focused()
    described = str(page.locator("#id_reason").get_attribute("aria-describedby"))
    expect(page.locator(f"#{described.split()[-1]}")).to_be_visible()


def test_a_dossier_is_found_opened_and_accepted_by_keyboard_alone(
    sign_in: Callable[..., Page],
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


def test_all_rows_are_picked_at_once_and_accepted(sign_in: Callable[..., Page]) -> None:
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
def test_nothing_overflows_sideways(sign_in: Callable[..., Page], width: int) -> None:
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


def test_on_a_telephone_the_whole_row_is_in_sight(sign_in: Callable[..., Page]) -> None:
    Story()
    page = sign_in("reception", Screen("vi", 360, "system"))
    page.goto(INDEX)
    hidden = "(one) => one.scrollWidth - one.clientWidth"
    assert page.locator(".egov-listing").evaluate(hidden) <= 0
    todo = page.locator(".egov-table tbody a").last.bounding_box()
    assert todo is not None
    assert todo["x"] + todo["width"] <= 360


def test_the_one_visit_asks_only_what_applies_and_without_scripts_too(
    sign_in: Callable[..., Page], live_plain: Page
) -> None:
    ready = Story().ready()
    page = sign_in("reception")
    live_plain.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    for shown in (page, live_plain):
        shown.goto(one("visit", ready))
        expect(shown.locator("#id_receipt")).to_be_visible()
        expect(shown.locator("#id_reason")).to_be_hidden()
        expect(shown.locator("#id_tracking")).to_be_hidden()
        shown.locator("[name=fee][value=waived]").check()
        expect(shown.locator("#id_reason")).to_be_visible()
        expect(shown.locator("#id_receipt")).to_be_hidden()
        shown.locator("[name=method][value=post]").check()
        expect(shown.locator("#id_tracking")).to_be_visible()
        expect(shown.locator("#id_collector")).to_be_hidden()


@pytest.mark.parametrize("width", [768, 1024, 1366])
def test_the_list_fits_and_keeps_each_code_on_one_line(
    sign_in: Callable[..., Page], width: int
) -> None:
    Story().accepted()
    page = sign_in("reception", COMMON._replace(width=width))
    page.goto(f"{INDEX}?tab=all")
    code = page.locator(".egov-table tbody th a")
    assert code.evaluate("link => link.getClientRects().length") == 1
    listing = page.locator(".egov-listing")
    assert listing.evaluate("list => list.scrollWidth <= list.clientWidth")


def test_the_slip_prints_itself(sign_in: Callable[..., Page]) -> None:
    page = sign_in("reception")
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(one("slip", Story()))
    page.locator(".egov-buttons button").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".egov-buttons")).to_be_hidden()
    expect(page.locator(".egov-slip")).to_be_visible()
