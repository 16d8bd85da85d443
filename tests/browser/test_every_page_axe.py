"""Every page that a citizen meets, in both languages and on a small screen: axe finds nothing.

The officers' screens are in `test_desk_axe`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from egov_tracking import lookup
from egov_tracking.pages.models import DossierLookupPage
from tests import domain, factories
from tests.browser.test_citizen_pages import started
from tests.conftest import EVERYTHING
from tests.tracking.stories import Story

LAND, PAPERS = "dang-ky-bien-dong-dat-dai", "chung-thuc-ban-sao"
#: A procedure of few and one of many kinds of questions; all of them when asked.
SLUGS = [LAND, PAPERS]
#: The narrowest screen that WCAG 1.4.10 knows, a cheap telephone, a desk.
NARROWEST, NARROW, WIDE = 320, 360, 1200
#: (language, width, contrast): each value at least once, and all of them together when asked.
SCREENS = [("vi", NARROW, ""), ("en", WIDE, "high")]
if EVERYTHING:
    SCREENS = [
        (language, width, contrast)
        for language in ("vi", "en")
        for width in (NARROWEST, NARROW, WIDE)
        for contrast in ("", "high")
    ]
    SLUGS = [one["id"] for one in domain.load("procedures.json")["procedures"]]

#: Chooses the last of every choice, so that what depends on it shows; answers how many there were.
OPEN = """() => {
  const told = element => ["input", "change"].forEach(
    name => element.dispatchEvent(new Event(name, { bubbles: true })));
  const boxes = document.querySelectorAll("main :is([type=radio], [type=checkbox])");
  boxes.forEach(box => { box.checked = true; told(box); });
  const lists = document.querySelectorAll("main select:not([name$=-province], [name$=-ward])");
  lists.forEach(list => { list.selectedIndex = list.options.length - 1; told(list); });
  return boxes.length + lists.length;
}"""

#: How far below the button that closes the look-up the next thing stands.
GAP = """() => {
  const form = document.querySelector("form[action$='/close/']");
  const next = form.nextElementSibling.getBoundingClientRect();
  return next.top - form.getBoundingClientRect().bottom;
}"""


@dataclass
class Reader:
    """Opens pages and says what is wrong with them."""

    page: Page
    axe: Callable[[Page], list[str]]
    language: str

    def opens(self, address: str, name: str = "") -> None:
        self.page.goto(address)
        self.finds_nothing(name or address)

    def presses(self, button: str, name: str) -> None:
        """A button of the page, and what it leads to."""
        with self.page.expect_navigation():
            self.page.locator(button).last.click()
        self.finds_nothing(name)

    def fails(self, button: str, name: str) -> None:
        """The button leads to the same page with its errors."""
        self.presses(button, name)
        assert self.page.locator(".egov-error-summary").count() == 1, name

    def finds_nothing(self, name: str) -> None:
        assert self.page.locator("html").get_attribute("lang") == self.language, name
        assert self.axe(self.page) == [], name
        wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not self.page.evaluate(wide), f"{name} overflows"


@pytest.fixture(params=SCREENS, ids=lambda one: "-".join(str(part) for part in one if part))
def reader(request: Any, live: Page, live_server: Any, axe: Callable[[Page], list[str]]) -> Reader:
    language, width, contrast = request.param
    live.set_viewport_size({"width": width, "height": 800})
    live.add_init_script(f"localStorage.setItem('egov-contrast', '{contrast}')")
    cookie = {"name": "django_language", "value": language, "url": live_server.url}
    live.context.add_cookies([cookie])  # type: ignore[list-item]
    return Reader(live, axe, language)


def test_nothing_before_the_form_has_a_barrier(reader: Reader) -> None:
    service_page = factories.service_page(LAND)
    catalogue = service_page.get_parent().url
    for query in ("", "?q=dat+dai&level=commune", "?q=zzz"):
        reader.opens(catalogue + query)
    reader.opens(service_page.url)
    reader.opens(reverse("egov_forms:printable", args=[LAND]))
    reader.opens(reverse("egov_forms:resume"))
    reader.fails("main form button", "resume without codes")
    reader.page.locator("#id_reference").fill("7K2M-94QD-X")
    reader.page.locator("#id_secret").fill("ABCD-EFGH-JKMN")
    reader.fails("main form button", "resume with wrong codes")
    assert reader.page.locator("#id_reference").input_value() == "7K2M-94QD-X"
    service_page.unpublish()
    reader.opens(catalogue, "empty catalogue")


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_of_the_form_has_a_barrier(reader: Reader, live_server: Any, slug: str) -> None:
    citizen = started(reader.page.context, live_server.url, slug)
    answers = factories.valid_answers(slug)
    for step in citizen.definition.steps:
        address = citizen.url(step.key)
        reader.opens(address, step.key)
        if not reader.page.url.endswith(address):
            continue  # these answers lead past it
        if EVERYTHING and reader.page.evaluate(OPEN):
            reader.finds_nothing(f"{step.key} with all that its choices show")
            reader.page.goto(address)
        reader.presses("main button[name=egov-save]", f"{step.key} with errors")
        summary = reader.page.locator(".egov-error-summary").count()
        assert summary == reader.page.url.endswith(address), f"{step.key} says what is wrong"
        citizen.post(step.key, answers)
        reader.opens(address, f"{step.key} filled in")
    reader.presses("main button[name=egov-later]", "later")
    reader.opens(citizen.url("check"), "check")
    citizen.submit()
    reader.opens(citizen.url("done"), "done")


def test_nothing_about_a_dossier_has_a_barrier(reader: Reader) -> None:
    parent = factories.index_page().get_parent()
    cms_page = parent.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))
    reader.opens(cms_page.url)
    reader.opens(lookup.address())
    reader.fails("main form button", "look-up without codes")
    new, asked, ready = Story(), Story().asked(), Story().ready()
    looks_up(reader, new, secret="AAAA-AAAA-AAAA")
    assert reader.page.locator(".egov-error-summary").count() == 1
    reader.finds_nothing("look-up with a wrong code")

    finds(reader, new)
    reader.presses("form[action$='/correct/'] button", "correction")
    reader.fails("main button[name=egov-submit]", "correction without a change")
    step = new.dossier.version.load().steps[0].key
    reader.opens(reverse("egov_forms:step", args=[new.dossier.submission.draft_id, step]))
    reader.presses("main button[name=egov-later]", "correction kept for later")
    reader.opens(reverse("egov_tracking:withdraw", args=[new.dossier.reference]))
    reader.fails("main form button", "withdrawal without a reason")
    finds(reader, asked)
    reader.opens(reverse("egov_tracking:supplement", args=[asked.dossier.reference]))
    reader.fails("main form button", "supplement without an answer")
    for story in (ready, refused(), paying(), stopped(), delivered()):
        finds(reader, story)


def looks_up(reader: Reader, story: Story, secret: str = "") -> None:
    reader.page.goto(lookup.address())
    reader.page.locator("#id_code").fill(story.dossier.code or story.dossier.reference)
    reader.page.locator("#id_secret").fill(secret or story.dossier.secret)
    with reader.page.expect_navigation():
        reader.page.locator("main form button").click()


def finds(reader: Reader, story: Story) -> None:
    """The dossier's page with everything on it unfolded."""
    looks_up(reader, story)
    reader.page.wait_for_url(f"**{lookup.path_of(story.dossier.reference)}")
    reader.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    reader.finds_nothing(f"found, status {story.dossier.status}")
    gap = reader.page.evaluate(GAP)
    assert gap >= 16, "what follows the button that closes the look-up sticks to it"


def refused() -> Story:
    story = Story()
    story.do("refuse", "reception", reason="Sai thẩm quyền")
    return story


def paying() -> Story:
    story = Story().processing()
    story.do("request_payment", "processing", amount=28_000)
    return story


def stopped() -> Story:
    story = Story().processing()
    story.do("stop", "approval", reason="Không bổ sung", document="9/TB")
    return story


def delivered() -> Story:
    story = Story().ready().compared().paid()
    story.do("hand_over", "reception", collector="Lê Văn Ví Dụ")
    return story
