"""Citizens, officers and editors who use the pages in Chromium, with or without JavaScript."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from egov_forms.rules.definition import Definition
from egov_tracking.models import words
from tests.filling import inputs, upload

DESK = "/admin/egov/dossiers/"


def payload(file: SimpleUploadedFile) -> Any:
    """An upload as Playwright gives it to a browser."""
    return {"name": file.name, "mimeType": file.content_type, "buffer": file.read()}


def fill_step(
    page: Page, definition: Definition, step: str, answers: Mapping[str, Any], language: str = "vi"
) -> None:
    """Type the answers of a step from top to bottom, as a person would."""
    for name, value in inputs(definition, step, answers, language).items():
        if name.endswith("-rows"):
            open_rows(page, name.removesuffix("-rows"), int(value))
        elif value != []:
            type_in(page, name, value)


def open_rows(page: Page, group: str, wanted: int) -> None:
    """By the button: a page anew for each row, without script as with it."""
    rows = page.locator(f"[data-egov-group={group}] > fieldset")
    while (count := rows.count()) < wanted:
        page.locator(f"button[name=add-{group}]").click()
        expect(rows).to_have_count(count + 1)


def type_in(page: Page, name: str, value: Any) -> None:
    control = page.locator(f'main [name="{name}"]')
    # The page may still be on its way, and a count does not wait.
    control.first.wait_for(state="attached")
    if isinstance(value, list) and isinstance(value[0], SimpleUploadedFile):
        control.set_input_files([payload(one) for one in value])
    elif page.locator(f'main select[name="{name}"]').count():
        choose(page, name, value)
    elif control.first.get_attribute("type") in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            page.locator(f'main [name="{name}"][value="{one}"]').check()
    else:
        control.fill(str(value))


def choose(page: Page, name: str, value: str) -> None:
    """Of a list. The wards of a province come by script, else by a button."""
    page.locator(f'main select[name="{name}"]').select_option(value)
    button = page.locator(f'main button[name="choose-{name.removesuffix("-province")}"]')
    if name.endswith("-province") and button.is_visible():
        button.click()
    if name.endswith("-province"):
        wards = page.locator(f'main select[name="{name.removesuffix("province")}ward"] option')
        expect(wards.nth(1)).to_be_attached()


class Citizen:
    """Has a browser and no account; keeps the two codes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reference = self.secret = ""

    def starts(self, address: str) -> None:
        self.page.goto(address)
        self.page.locator("form[action$='/start/'] button").click()

    def fills(self, definition: Definition, answers: Mapping[str, Any]) -> None:
        for step in definition.steps:
            self.arrives(step.key)
            fill_step(self.page, definition, step.key, answers)
            self.page.locator("main button[name=egov-save]").last.click()
        self.arrives("check")

    def arrives(self, step: str) -> None:
        """A redirect keeps the fragment that an added row left in the address."""
        self.page.wait_for_url(re.compile(rf"/{step}/(#.*)?$"))

    def submits(self) -> None:
        self.page.locator("main button[name=egov-submit]").click()
        self.arrives("done")
        self.reference, self.secret = self.page.locator(".egov-panel dd").all_inner_texts()

    def sees(self, status: str, *parts: str) -> None:
        """Look the dossier up anew; the page says this status and these parts."""
        self.page.context.clear_cookies()
        self.page.goto("/egov/lookup/")
        self.page.locator("#id_code").fill(self.reference)
        self.page.locator("#id_secret").fill(self.secret)
        self.page.locator("main form button").click()
        expect(self.page.locator("h1")).to_have_text(status)
        for part in parts:
            expect(self.page.locator("main")).to_contain_text(part)

    def answers_the_supplement(self, text: str, *files: str) -> None:
        self.page.locator("main a.egov-button[href$='/supplement/']").click()
        self.page.locator("#id_item1").fill(text)
        self.page.locator("#id_item1_files").set_input_files([payload(upload(f)) for f in files])
        self.page.locator("main form button").click()
        self.page.wait_for_url(re.compile(rf"/dossiers/{self.reference}/(\?.*)?$"))


class User:
    """Somebody who signs in to the admin."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        page.goto("/admin/login/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill("secret")
        page.locator("form button[type=submit]").click()
        page.wait_for_url("**/admin/")

    def opens(self, name: str) -> None:
        """The dossier of this name from the list of what waits for this officer."""
        self.page.goto(DESK)
        self.page.locator("main").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator("#egov-acts")).to_be_visible()

    def does(self, act: str, **typed: str) -> None:
        """Press the act's button, type into its form, send it."""
        label = words.act_label(act)
        self.page.locator(".egov-acts").get_by_role("link", name=label, exact=True).click()
        for name, value in typed.items():
            type_in(self.page, name, value)
        self.page.locator(".egov-form .egov-buttons button").click()
        expect(self.page.locator("#egov-errors")).to_have_count(0)
        expect(self.page.locator(".messages")).to_contain_text(label)

    def sees(self, *parts: str) -> None:
        for part in parts:
            expect(self.page.locator("main")).to_contain_text(part)
