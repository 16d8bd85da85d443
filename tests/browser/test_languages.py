"""Changing the language under way, where the language is part of every address."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.people import Citizen
from tests.tracking.stories import Story

LAND = "dang-ky-bien-dong-dat-dai"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.urls_by_language"


def test_a_form_stays_open_in_the_other_language(live: Page, live_server) -> None:
    page = factories.service_page(LAND)
    Citizen(live).starts(page.url)
    first = page.service.current_version.load().steps[0]
    expect(live.locator("h1")).to_have_text(first.label.get("vi"))
    live.locator(".egov-tools button[value=en]").click()
    expect(live.locator("h1")).to_have_text(first.label.get("en"))
    assert "/en/egov/drafts/" in live.url


def test_a_dossier_stays_open_in_the_other_language(live: Page, live_server) -> None:
    story = Story()
    with override("vi"):
        live.goto(reverse("egov_tracking:lookup"))
    live.locator("#id_code").fill(story.dossier.reference)
    live.locator("#id_secret").fill(story.dossier.secret)
    live.locator("main form button").click()
    expect(live.locator("h1")).to_have_text("Mới đăng ký")
    live.locator(".egov-tools button[value=en]").click()
    expect(live.locator("h1")).to_have_text("Newly filed")
