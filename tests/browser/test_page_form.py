"""The page form as an editor's browser shows it."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.people import User


@pytest.fixture
def new_page(live: Page) -> Page:
    get_user_model().objects.create_superuser("editor", "e@example.org", "secret")
    User(live, "editor")
    parent = factories.index_page().pk
    live.goto(f"/admin/pages/add/egov_forms_pages/servicepage/{parent}/")
    return live


@pytest.mark.parametrize("unicode_allowed", [True, False])
def test_a_vietnamese_title_proposes_an_address_that_can_be_typed(
    settings: object, live: Page, unicode_allowed: bool, request: pytest.FixtureRequest
) -> None:
    settings.WAGTAIL_ALLOW_UNICODE_SLUGS = unicode_allowed  # type: ignore[attr-defined]
    page: Page = request.getfixturevalue("new_page")
    page.locator("#id_title").press_sequentially("Cấp giấy phép Đỗ xe")
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).to_have_value("cap-giay-phep-do-xe")


def test_a_part_without_a_text_yet_has_no_made_up_title(new_page: Page) -> None:
    titles = new_page.locator(".c-sf-block__title").all_text_contents()
    assert len(titles) > 10
    assert [title for title in titles if "null" in title] == []


def test_the_checks_read_the_page_as_it_would_be_shown(live: Page) -> None:
    """Words are counted and accessibility is looked at in the preview."""
    get_user_model().objects.create_superuser("editor", "e@example.org", "secret")
    User(live, "editor")
    live.goto(f"/admin/pages/{factories.service_page('chung-thuc-ban-sao').pk}/edit/")
    live.locator("[data-side-panel-toggle=preview]").click()
    words = live.locator("[data-content-word-count]")
    expect(words).to_have_text(re.compile("[1-9]"))


def test_the_tabs_count_what_is_missing_in_their_blocks(new_page: Page) -> None:
    new_page.locator("#id_title").fill("Cấp bản sao")
    new_page.locator("[name=action-publish]").evaluate("button => button.click()")
    badges = new_page.locator("[role=tab] [data-w-count-target=total]")
    expect(badges.nth(2)).to_have_text("1")
    assert int(badges.nth(1).inner_text()) > 10
