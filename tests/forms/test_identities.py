"""Numbers of persons: sealed and found again, whatever the form's author marked."""

from typing import Any

import pytest

from egov_forms import actions
from egov_forms.downloads import file_response
from egov_forms.fields import registry
from egov_forms.filing import identity_of
from egov_forms.models import Attachment, Draft, Submission, SubmissionColumn, keys
from egov_forms.rules.definition import Definition
from tests import factories
from tests.filling import upload
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


# What is worked out of something sealed, and names of files.

PERSON_TAX = "001090999994"


@pytest.fixture
def derived() -> Submission:
    """A filing with numbers of persons in odd places, and what was computed from them."""
    given = made_up()
    members = asked(
        "members",
        "group",
        columns=[
            asked("number", "citizen_id"),
            asked("amount", "money"),
            asked("year", "integer", computed="id_birth_year(row.number)"),
        ],
    )
    given["form"]["steps"][0]["fields"] = [
        asked("full_name", "text"),
        asked("person", "citizen_id"),
        asked("tax", "tax_code", column=True),
        asked("firm", "tax_code", kinds=["enterprise"], column=True),
        asked("born", "integer", computed="id_birth_year(person)", column=True),
        asked("age", "integer", computed="2026.0 - born", column=True),
        members,
        asked("total", "money", computed="sum(members.map(row, row.amount))", column=True),
        asked("first", "text", computed="members[0].number", column=True),
        asked("proof", "file", sensitive=True, accept=["pdf"]),
    ]
    given["form"]["rules"] = []
    del given["dossier_components"][0]["form_field"]
    draft = factories.draft(factories.service_page(given=given).service)
    answers = {
        "full_name": "Đỗ An",
        "person": OWN,
        "tax": PERSON_TAX,
        "firm": "0100109106",
        "members": [{"number": OTHER, "amount": 5000}],
    }
    actions.attach_file(draft.pk, "proof", upload("ket-qua-HIV.pdf"))
    actions.save_step(draft.pk, "papers_step", answers, {})
    actions.save_step(draft.pk, "last_step", {}, {})
    actions.submit(draft.pk)
    return Submission.objects.get()


def test_what_is_computed_of_something_sealed_is_sealed(derived: Submission) -> None:
    assert derived.open_answers()["age"] == 36
    assert set(derived.answers) == {"full_name", "firm", "total"}
    assert set(derived.columns.values_list("key", flat=True)) == {"firm", "total"}


def test_a_tax_code_that_may_be_a_person_is_sealed_and_found(derived: Submission) -> None:
    assert PERSON_TAX not in str(Submission.objects.values())
    digests = dict(derived.identities.values_list("key", "digest"))
    assert digests["tax"] == keys.blind_index(PERSON_TAX)


def test_the_digest_is_of_what_the_author_marked(derived: Submission) -> None:
    definition = derived.version.load()
    assert definition.field("age").sensitive
    assert "sensitive" not in str(
        definition.to_json()["procedure"]["form"]["steps"][0]["fields"][5]
    )


def test_the_name_of_a_file_of_a_sensitive_question_is_sealed(derived: Submission) -> None:
    file = Attachment.objects.get()
    assert "HIV" not in str(Attachment.objects.values()) + str(Submission.objects.values())
    assert (file.name, file.given_name) == ("file.pdf", "ket-qua-HIV.pdf")
    assert derived.open_answers()["proof"][0]["name"] == "ket-qua-HIV.pdf"
    assert "ket-qua-HIV.pdf" in file_response(file)["Content-Disposition"]
