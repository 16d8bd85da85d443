"""The editor builds a condition from lists; the text box stays the truth."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from playwright.sync_api import Page
from wagtail.users.models import UserProfile

from tests.browser.people import User
from tests.factories import service_page

FIRST = 'textarea[name="steps-0-value-fields-5-value-show_when"]'
#: A panel takes no click before its script runs, so that one is not enough.
OPEN_ALL = """(first) => {
    const closed = document.querySelectorAll('.w-panel__toggle[aria-expanded=false]');
    closed.forEach((one) => one.click());
    return document.querySelector(first).getClientRects().length > 0;
}"""


@pytest.fixture
def editor(live: Page) -> Iterator[Page]:
    """The edit view of a service page, every block open."""
    user = get_user_model().objects.create_superuser("editor", "e@example.org", "secret")
    UserProfile.objects.create(user=user, preferred_language="en")
    page = service_page("trich-luc-ho-tich", live=False)
    with translation.override("en"):
        User(live, user.get_username())
        live.goto(f"/admin/pages/{page.pk}/edit/")
        # A tab's address is in the language in which the process first showed it.
        live.get_by_role("tab", name="Form", exact=True).click()
        live.wait_for_selector(FIRST, state="attached")
        live.wait_for_function(OPEN_ALL, arg=FIRST)
        yield live


def builder(page: Page, textarea: str) -> Any:
    found = page.locator(textarea).locator("xpath=following-sibling::details")
    found.locator("summary").click()
    return found


def test_a_condition_that_the_lists_can_say_is_read_and_changed(editor: Page) -> None:
    box = editor.locator(FIRST)
    assert box.input_value() == 'applicant_id_type == "passport"'
    lists = builder(editor, FIRST)
    row = lists.locator("fieldset").first
    assert row.locator("select").nth(0).input_value() == "applicant_id_type"
    row.locator("select").nth(1).select_option("isNot")
    row.locator("select").nth(2).select_option("citizen_id")
    lists.locator("button").last.click()
    assert box.input_value() == 'applicant_id_type != "citizen_id"'


def test_several_lines_are_joined_by_any_or_all(editor: Page) -> None:
    lists = builder(editor, FIRST)
    lists.locator("select").first.select_option("||")
    lists.locator(".egov-condition__buttons button").first.click()
    second = lists.locator("fieldset").nth(1)
    second.locator("select").nth(0).select_option("applicant_name")
    second.locator("select").nth(1).select_option("filled")
    lists.locator(".egov-condition__buttons button").last.click()
    assert editor.locator(FIRST).input_value() == (
        'applicant_id_type == "passport" || has(answers.applicant_name)'
    )


def test_a_condition_that_is_too_rich_for_the_lists_is_left_alone(editor: Page) -> None:
    rich = 'age(applicant_birth_date, today) >= 18 && applicant_id_type == "passport"'
    editor.locator(FIRST).fill(rich)
    lists = builder(editor, FIRST)
    assert lists.locator(".egov-condition__note").count() == 1
    assert editor.locator(FIRST).input_value() == rich


def test_choices_are_offered_under_the_words_that_citizens_see(editor: Page) -> None:
    row = builder(editor, FIRST).locator("fieldset").first
    offered = row.locator("select").nth(2).locator("option")
    assert offered.evaluate_all("all => all.map(one => one.value)")[0] == "citizen_id"
    assert offered.first.text_content() == "Căn cước công dân / thẻ căn cước (citizen_id)"
