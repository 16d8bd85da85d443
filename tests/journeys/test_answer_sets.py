"""Every answer set of the domain data through the real wizard, over HTTP."""

import copy
import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from egov_forms.models import Submission
from tests import factories
from tests.domain import answer_sets, load
from tests.filling import Citizen

pytestmark = pytest.mark.django_db

CLOCK = load("personas.json")["clock"]
SETS = answer_sets()
INVALID = [(one, wrong) for one in SETS for wrong in one["invalid"]]


@pytest.fixture(autouse=True)
def at_the_clock():
    with time_machine.travel(CLOCK):
        yield


def patched(answers: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """``patch`` holds dotted paths; null removes the key."""
    result = copy.deepcopy(answers)
    for path, value in patch.items():
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        target: Any = result
        for part in parents:
            target = target[part]
        if value is None:
            target.pop(last, None)
        else:
            target[last] = value
    return result


@pytest.mark.parametrize("given", SETS, ids=[one["procedure"] for one in SETS])
def test_the_valid_answers_are_submitted_with_the_expected_computed_values(client, given):
    factories.service_page(given["procedure"])
    citizen = Citizen(client, given["procedure"])
    citizen.start()
    answers = given["valid"]["answers"]
    assert citizen.fill(answers) == "check", getattr(citizen, "errors", "")
    citizen.submit()
    stored = Submission.objects.get().open_answers()
    for key, value in given["valid"]["expected_computed"].items():
        assert stored[key] == value, key
    for key, value in answers.items():
        if isinstance(value, list) and value and "content_type" in str(value[0]):
            assert [one["name"] for one in stored[key]] == [one["name"] for one in value]
        elif not isinstance(value, list):
            assert stored[key] == value, key


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("given", "wrong"), INVALID, ids=[wrong["id"] for _one, wrong in INVALID])
def test_the_invalid_answers_give_exactly_the_listed_errors_beside_their_fields(
    client, given, wrong, language
):
    client.post(reverse("set_language"), {"language": language})
    page = factories.service_page(given["procedure"])
    citizen = Citizen(client, given["procedure"], language)
    citizen.start()
    citizen.fill(patched(given["valid"]["answers"], wrong["patch"]))
    expected = {(one["path"], one["code"]) for one in wrong["expected_errors"]}
    assert citizen.errors == expected
    html = unescape(citizen.last.content.decode())
    for message in messages(page, wrong, language):
        assert message in html
    assert re.search(r'role="alert"', html)


def messages(page, wrong, language) -> list[str]:
    """The texts of the rules that are broken; field errors have a text of their own."""
    definition = page.service.current_version.load()
    codes = {one["code"] for one in wrong["expected_errors"]}
    return [rule.message.get(language) for rule in definition.rules if rule.code in codes]
