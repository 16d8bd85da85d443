"""Leaving a step by its buttons, with and without script: nothing that was typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from egov_forms.rules.definition import Definition
from tests import factories
from tests.browser.people import Citizen, fill_step

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def page(request, live_context) -> Page:
    return live_context(java_script_enabled=request.param, viewport={"width": 360, "height": 800})


def begun(page: Page) -> Definition:
    """A form at its first step, of which a name was typed."""
    service_page = factories.service_page(LAND)
    Citizen(page).starts(service_page.url)
    page.locator("#id_holder_name").fill("Nguyễn Văn Thử")
    definition: Definition = service_page.service.current_version.load()
    return definition


def test_language_back_and_enter(page: Page) -> None:
    definition = begun(page)
    first, second = definition.steps[:2]
    page.locator(".egov-tools button[value=en]").click()
    expect(page.locator("h1")).to_have_text(first.label.get("en"))
    expect(page.locator("#id_holder_name")).to_have_value("Nguyễn Văn Thử")
    page.locator(".egov-tools button[value=vi]").click()
    fill_step(page, definition, first.key, factories.valid_answers(LAND))
    page.locator("main button[name=egov-save]").click()
    page.locator("#id_parcel_no").fill("17x")
    page.locator("button.egov-back").click()
    expect(page.locator("h1")).to_have_text(first.label.get("vi"))
    page.locator("#id_holder_name").press("Enter")
    expect(page.locator("h1")).to_have_text(second.label.get("vi"))
    expect(page.locator("#id_parcel_no")).to_have_value("17x")


def test_the_browsers_own_back_leads_past_a_page_that_had_errors(page: Page) -> None:
    """Browsers do not show the answer to a POST again: "confirm form resubmission"."""
    definition = begun(page)
    first, second = definition.steps[:2]
    page.locator("main button[name=egov-save]").click()
    expect(page.locator(".egov-error-summary")).to_be_focused()
    fill_step(page, definition, first.key, factories.valid_answers(LAND))
    page.locator("main button[name=egov-save]").click()
    expect(page.locator("h1")).to_have_text(second.label.get("vi"))
    page.go_back()
    expect(page.locator("h1")).to_have_text(first.label.get("vi"))
    expect(page.locator(".egov-error-summary")).to_have_count(0)
