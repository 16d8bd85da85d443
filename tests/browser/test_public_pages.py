"""The catalogue and the page of a service in Chromium."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from egov_forms.models import Draft
from egov_forms.models.catalogue import Channel
from tests import factories

LAND, PAPERS = "dang-ky-bien-dong-dat-dai", "chung-thuc-ban-sao"
Axe = Callable[[Page], list[str]]


@pytest.fixture
def catalogue(live_server: object) -> str:
    pages = [factories.service_page(slug) for slug in (LAND, PAPERS)]
    return str(pages[0].get_parent().url)


def test_no_state_of_the_catalogue_has_a_barrier(live: Page, catalogue: str, axe: Axe) -> None:
    for query in ("", "?q=chung+thuc", "?q=zzz", "?level=commune&service_level=full"):
        live.goto(catalogue + query)
        assert axe(live) == [], query


def test_a_service_is_found_without_tone_marks_and_started(live: Page, catalogue: str) -> None:
    live.goto(catalogue)
    live.get_by_role("searchbox").fill("chung thuc ban sao")
    live.get_by_role("searchbox").press("Enter")
    expect(live.locator(".egov-results > li")).to_have_count(1)
    live.locator(".egov-results a").click()
    live.locator("form[action$='/start/'] button").click()
    live.wait_for_url("**/drafts/*/applicant/")
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("channel", Channel.values)
@pytest.mark.parametrize("contrast", ["", "high"])
def test_the_page_of_a_service_has_no_barrier(
    live: Page, catalogue: str, axe: Axe, channel: str, contrast: str
) -> None:
    page = factories.service_page("khai-sinh")
    page.service.channel = channel
    page.service.portal_url = "https://portal.example/"
    page.service.save()
    live.add_init_script(f"localStorage.setItem('egov-contrast', '{contrast}')")
    live.goto(page.url)
    expect(live.locator("html")).to_have_attribute("lang", "vi")
    assert live.locator("form[action$='/start/']").count() == (channel == Channel.WIZARD)
    assert axe(live) == []


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_overflows_sideways(live: Page, catalogue: str, width: int) -> None:
    live.set_viewport_size({"width": width, "height": 800})
    for url in (catalogue, f"{catalogue}{LAND}/", f"{catalogue}{PAPERS}/"):
        live.goto(url)
        assert not live.evaluate("document.documentElement.scrollWidth > window.innerWidth"), url


def test_a_site_s_own_header_shows_no_display_settings_without_script(live_plain: Page) -> None:
    styles = Path(str(finders.find("egov_forms/egov.css"))).read_text(encoding="utf-8")
    tools = render_to_string("egov_forms/display_settings.html")
    live_plain.set_content(f"<style>{styles}</style><header>{tools}</header>")
    expect(live_plain.get_by_text("A++")).to_be_hidden()
