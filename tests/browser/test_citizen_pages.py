"""The wizard's pages in Chromium: what axe finds, what the keyboard and the script do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from egov_forms import access
from tests import factories
from tests.filling import Citizen

LAND, PAPERS = "dang-ky-bien-dong-dat-dai", "chung-thuc-ban-sao"
Axe = Callable[[Page], list[str]]


def started(context: BrowserContext, home: str, slug: str) -> Citizen:
    """A citizen whose draft both the test client and the browser may open."""
    factories.service_page(slug)
    citizen = Citizen(Client(), slug)
    citizen.start()
    name = access.cookie_name(citizen.draft_id)
    token = citizen.client.cookies[name].value
    context.add_cookies([{"name": name, "value": token, "url": home}])
    return citizen


@pytest.mark.parametrize("slug", [LAND, PAPERS])
def test_no_state_of_the_wizard_has_a_barrier(
    live: Page, live_server: Any, axe: Axe, slug: str
) -> None:
    citizen = started(live.context, live_server.url, slug)
    answers = factories.valid_answers(slug)
    for step in citizen.definition.steps:
        live.goto(citizen.url(step.key))
        assert axe(live) == [], step.key
        live.locator("button.egov-button[name=egov-save]").click()
        expect(live.locator(".egov-error-summary"), step.key).to_have_count(1)
        assert axe(live) == [], f"{step.key} with errors"
        citizen.post(step.key, answers)
    live.goto(citizen.url("check"))
    assert axe(live) == []
    citizen.submit()
    live.goto(citizen.url("done"))
    assert axe(live) == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_question(
    live: Page, live_server: Any
) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.goto(citizen.url("holder"))
    live.locator("button.egov-button[name=egov-save]").click()
    summary = live.locator(".egov-error-summary")
    expect(summary).to_be_focused()
    assert live.title().strip().startswith(("Error:", "Lỗi:"))
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    link.press("Enter")
    expect(live.locator(str(target))).to_be_focused()


def test_contrast_and_text_size_are_remembered(live: Page, live_server: Any) -> None:
    live.goto("/egov/resume/")
    contrast = live.locator("[data-egov-set=contrast]")
    contrast.click()
    live.locator("[data-egov-value=largest]").click()
    live.reload()
    root = live.locator("html")
    expect(root).to_have_attribute("data-egov-contrast", "high")
    expect(root).to_have_attribute("data-egov-text", "largest")
    expect(contrast).to_have_attribute("aria-pressed", "true")
    contrast.click()
    live.reload()
    assert root.get_attribute("data-egov-contrast") is None


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_overflows_sideways(live: Page, live_server: Any, width: int) -> None:
    citizen = started(live.context, live_server.url, PAPERS)
    citizen.fill(factories.valid_answers(PAPERS))
    live.set_viewport_size({"width": width, "height": 800})
    for step in [*(one.key for one in citizen.definition.steps), "check"]:
        live.goto(citizen.url(step))
        for size in ("", "largest"):
            live.evaluate("(size) => { document.documentElement.dataset.egovText = size }", size)
            wide = live.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, (step, size)


def test_the_wards_follow_the_province(live: Page, live_server: Any) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.goto(citizen.url("holder"))
    field = live.locator("[data-egov-address]").first
    expect(field.locator("[data-egov-choose]")).to_be_hidden()
    field.locator("[data-egov-part=province] select").select_option("01")
    ward = field.locator("[data-egov-part=ward] select")
    ward.select_option(factories.HOAN_KIEM)
    assert ward.evaluate("(select) => select.selectedOptions[0].text") == "Phường Hoàn Kiếm"


def test_the_button_for_the_wards_comes_back_when_they_can_not_be_fetched(
    live: Page, live_server: Any
) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.route("**/wards/**", lambda route: route.abort())
    live.goto(citizen.url("holder"))
    field = live.locator("[data-egov-address]").first
    field.locator("[data-egov-part=province] select").select_option("01")
    expect(field.locator("[data-egov-choose]")).to_be_visible()


def test_a_second_click_sends_nothing(live: Page, live_server: Any) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.goto(citizen.url("holder"))
    sent: list[str] = []
    live.on("request", lambda request: sent.append(request.method))
    live.evaluate("""() => {
        const button = document.querySelector("button.egov-button[name=egov-save]");
        button.click();
        button.click();
    }""")
    live.wait_for_url("**/holder/")
    expect(live.locator(".egov-error-summary")).to_be_visible()
    assert sent.count("POST") == 1


def test_questions_come_and_go_while_one_chooses(live: Page, live_server: Any) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.goto(citizen.url("holder"))
    question = live.locator("[data-egov-field=representative_name]")
    expect(question).to_be_hidden()
    live.locator("[name=applicant_capacity][value=representative]").check()
    expect(question).to_be_visible()


def test_without_script_every_conditional_question_of_the_step_is_there(
    live_plain: Page, live_server: Any
) -> None:
    citizen = started(live_plain.context, live_server.url, LAND)
    live_plain.goto(citizen.url("holder"))
    expect(live_plain.locator("[data-egov-field=representative_name]")).to_be_visible()
    expect(live_plain.locator(".egov-nojs")).to_be_visible()


def test_with_script_nobody_reads_of_questions_that_are_hidden(
    live: Page, live_server: Any
) -> None:
    citizen = started(live.context, live_server.url, LAND)
    live.goto(citizen.url("holder"))
    expect(live.locator(".egov-nojs")).to_be_hidden()


def test_a_strict_content_security_policy_stops_nothing(live: Page, live_server: Any) -> None:
    refused: list[str] = []

    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": policy}
        )

    citizen = started(live.context, live_server.url, LAND)
    live.on("console", lambda message: refused.append(message.text))
    live.route("**/holder/", strict)
    live.goto(citizen.url("holder"))
    expect(live.locator("[data-egov-field=representative_name]")).to_be_hidden()
    live.locator("[data-egov-set=contrast]").click()
    expect(live.locator("html")).to_have_attribute("data-egov-contrast", "high")
    assert refused == []


def test_errors_are_shown_first_although_a_row_was_added_before(
    live_plain: Page, live_server: Any
) -> None:
    """The address of the added row must not stay: it would hide the errors above it."""
    citizen = started(live_plain.context, live_server.url, PAPERS)
    citizen.post("applicant", factories.valid_answers(PAPERS))
    live_plain.goto(citizen.url("papers"))
    live_plain.locator("button[name=add-papers]").click()
    live_plain.wait_for_url("**#id_papers-1")
    live_plain.locator("button.egov-button[name=egov-save]").click()
    expect(live_plain.locator(".egov-error-summary")).to_be_focused()
    assert "#" not in live_plain.url
