"""Rows with files and texts to read in Chromium: on the citizen's page and in the editor."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import translation
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from egov_forms.blocks.conversion import to_interchange
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from tests.browser.people import User
from tests.factories import service_page
from tests.filling import PDF
from tests.forms.columns import made_up


def interchange(page: Any) -> dict[str, Any]:
    """Written as it is read: an effect that nobody chose is to refuse, and the editor says so."""
    given = to_interchange(page.facts, page.steps, page.rules, page.slug)
    return Definition.from_json(given, {}, registry).to_json()


def file(name: str) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def test_a_box_of_a_row_shows_its_text_and_its_file_question(live: Page) -> None:
    page = service_page(given=made_up())
    live.goto(page.get_url())
    live.locator("form[action*=start] button, main form button").first.click()
    live.wait_for_selector("#id_papers-0-scan")
    advice, translation_ = (
        live.locator("#id_papers-0-advice"),
        live.locator('[data-egov-field="papers-0-translation"]'),
    )
    expect(advice).to_be_hidden()
    expect(translation_).to_be_hidden()
    live.check("#id_papers-0-translated")
    expect(advice).to_be_visible()
    expect(translation_).to_be_visible()
    live.set_input_files("#id_papers-0-scan", [file("a.pdf"), file("b.pdf")])
    live.click('button[name="add-papers"]')
    live.wait_for_selector("#id_papers-1-scan")
    assert live.locator("#id_papers-0 .egov-files__name").all_inner_texts() == ["a.pdf", "b.pdf"]
    expect(live.locator("#id_papers-0-advice")).to_be_visible()
    expect(live.locator("#id_papers-1-advice")).to_be_hidden()


def test_the_editor_offers_the_usual_names_and_keeps_what_was_imported(live: Page) -> None:
    user = get_user_model().objects.create_superuser("editor", "e@example.org", "secret")
    UserProfile.objects.create(user=user, preferred_language="en")
    page = service_page(given=made_up(), live=False)
    before = interchange(page)
    with translation.override("en"):
        User(live, user.get_username())
        live.goto(f"/admin/pages/{page.pk}/edit/")
        box = '[name="steps-0-value-fields-1-value-prefill"]'
        live.wait_for_selector(box, state="attached")
        assert live.input_value(box) == "organisation.tax_code"
        offered = live.locator(f"datalist#{live.get_attribute(box, 'list')} option")
        assert offered.count() > 5
        name = "steps-0-value-fields-2-value-columns-4-value-note"
        assert live.input_value(f'[name="{name}-en"]') == "by a sworn translator"
        with live.expect_navigation():
            live.keyboard.press("Control+s")
    page.refresh_from_db()
    assert interchange(page.get_latest_revision_as_object()) == before
