"""A citizen: files from the service's page, and follows the dossier with the two codes."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from egov_forms.pages.models import ServicePage
from tests.filling import Citizen as Wizard
from tests.filling import upload
from tests.journeys.web import filled, heading, main_form, new_letters, page, words

#: What `EGOV_TRACKING["LOOKUP_URL"]` is in the stories.
LOOKUP = "http://testserver/egov/lookup/"
FILED = {"vi": "Hồ sơ đã được nộp", "en": "Your dossier has been submitted"}
WITHDRAW = {"vi": "Rút hồ sơ này", "en": "Withdraw this dossier"}


class Applicant:
    """One person with one browser, and no account."""

    def __init__(self, email: str, language: str = "vi") -> None:
        self.email = email
        self.language = language
        self.client = self._browser()
        self.reference = self.secret = ""
        #: What the look-up takes; the official code as soon as there is one.
        self.code = ""

    def _browser(self) -> Client:
        client = Client()
        client.post(reverse("set_language"), {"language": self.language})
        return client

    def file(self, service_page: ServicePage, answers: Mapping[str, Any]) -> Any:
        """From the service's page through the wizard to the receipt."""
        shown = page(self.client.get(service_page.url))
        start = reverse("egov_forms:start", args=[service_page.slug])
        assert shown.find("form", action=start), "The page offers to start"
        wizard = Wizard(self.client, service_page.slug, self.language)
        wizard.start()
        assert wizard.fill(answers) == "check", wizard.errors
        check = words(wizard.get("check"))
        for name in names_of_files(answers):
            assert name in check
        receipt = wizard.submit()
        assert heading(receipt) == FILED[self.language]
        pair = receipt.context["submission"]
        self.reference = self.code = pair.reference
        self.secret = pair.secret
        assert self.reference in words(receipt)
        assert self.secret in words(receipt)
        return receipt

    def looks_it_up(self) -> Any:
        """Another day, another browser: only the two codes are left."""
        self.client = self._browser()
        form = main_form(self.client.get(reverse("egov_tracking:lookup")))
        typed = filled(form, code=self.code, secret=self.secret)
        return self.client.post(form["action"], typed, follow=True)

    def gets_a_letter(self, subject: str, *parts: str) -> str:
        """Exactly one, to the address in the filing, once the outbox is worked off."""
        letters = new_letters()
        assert [letter.subject for letter in letters] == [subject.format(self.code)]
        assert letters[0].to == [self.email]
        text = " ".join(str(letters[0].body).split())
        for part in (LOOKUP, *parts):
            assert part in text, f"{part!r} is missing in {text}"
        return text

    def sees(self, status: str, *parts: str) -> str:
        """The words of the dossier's page, which say this status and these parts."""
        shown = self.looks_it_up()
        text = words(page(shown).find("main"))
        assert heading(shown) == status, text
        for part in parts:
            assert part in text, f"{part!r} is missing in {text}"
        return text

    def may(self, label: str) -> bool:
        """Whether the dossier's page offers this."""
        return page(self.looks_it_up()).find("a", string=label) is not None

    def answers_the_supplement(self, text: str, *names: str) -> None:
        """By the button on the dossier's page: a text and files for the first item."""
        address = self._link("Bổ sung ngay")
        form = main_form(self.client.get(address))
        empty = self.client.post(address, filled(form))
        assert "Lỗi" in words(page(empty).find("title"))
        sent = filled(form, item1=text, item1_files=[upload(name) for name in names])
        assert self.client.post(address, sent).status_code == 302

    def asks_to_withdraw(self, reason: str) -> None:
        address = self._link(WITHDRAW[self.language])
        form = main_form(self.client.get(address))
        assert self.client.post(address, filled(form, reason=reason)).status_code == 302

    def _link(self, label: str) -> str:
        found = page(self.looks_it_up()).find("a", string=label)
        assert found, f"The page does not offer “{label}”"
        return str(found["href"])


def names_of_files(answers: Mapping[str, Any]) -> list[str]:
    return [
        one["name"]
        for value in answers.values()
        if isinstance(value, list)
        for one in value
        if "content_type" in one
    ]
