"""Numbers of persons: sealed and found again, whatever the form's author marked."""

from typing import Any

import pytest

from egov_forms import actions
from egov_forms.fields import registry
from egov_forms.filing import identity_of
from egov_forms.models import Draft, Submission, SubmissionColumn, keys
from egov_forms.rules.definition import Definition
from tests import factories
from tests.forms.columns import asked, made_up

pytestmark = pytest.mark.django_db
OWN, OTHER = "001090000001", "001190000002"


@pytest.fixture
def filed() -> dict[str, Any]:
    given = made_up()
    members = asked("members", "group", columns=[asked("number", "citizen_id")])
    person = asked("number_of_person", "citizen_id", column=True)
    given["form"]["steps"][0]["fields"] = [asked("full_name", "text"), person, members]
    given["form"]["rules"] = []
    del given["dossier_components"][0]["form_field"]
    draft = factories.draft(factories.service_page(given=given).service)
    answers = {"full_name": "Đỗ An", "number_of_person": OWN, "members": [{"number": OTHER}]}
    actions.save_step(draft.pk, "papers_step", answers, {})
    actions.save_step(draft.pk, "last_step", {}, {})
    kept = str(Draft.objects.values("answers", "sealed").get())
    actions.submit(draft.pk)
    return {"draft": kept, "answers": answers}


def test_identity_numbers_are_sealed_without_a_mark_in_rows_too(filed: dict[str, Any]) -> None:
    submission = Submission.objects.get()
    stored = str(Submission.objects.values("answers", "sealed").get())
    for number in (OWN, OTHER):
        assert number not in filed["draft"]
        assert number not in stored
    assert submission.open_answers() == filed["answers"]
    assert not SubmissionColumn.objects.filter(key="number_of_person").exists()


def test_a_filing_is_found_by_the_identity_numbers_of_its_rows(filed: dict[str, Any]) -> None:
    found = dict(Submission.objects.get().identities.values_list("key", "digest"))
    assert found == {"number_of_person": keys.blind_index(OWN), "number": keys.blind_index(OTHER)}


@pytest.mark.parametrize(
    ("kind", "answer", "digits"),
    [
        ("citizen_id", OWN, OWN),
        ("tax_code", "0100109106-001", "0100109106001"),
        ("text", OWN, OWN),
        ("text", "001 090 000.001", OWN),
        ("text", "0100109106", "0100109106"),
        ("text", "0100109106-001", "0100109106001"),
        ("text", "B1234567", ""),
        ("text", f"CCCD {OWN}", ""),
        ("text", "999090000001", ""),
        ("text", "0100109107", ""),
        ("phone", "0100109106", ""),
        ("text", None, ""),
    ],
)
def test_a_line_of_text_that_is_a_number_of_identity_is_found_by_it(
    kind: str, answer: Any, digits: str
) -> None:
    field = made_up_field(kind)
    assert identity_of(field, answer) == digits


def made_up_field(kind: str) -> Any:
    given = made_up()
    given["form"]["steps"][1]["fields"] = [asked("number", kind)]
    return Definition.from_json(given, {}, registry).field("number")
