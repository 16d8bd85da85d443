"""What the scanner does not call clean is not handed in; its citizen is told at the question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from egov_forms.checks import files_fit_the_scanner
from egov_forms.filing import COLUMN_LENGTH, _hold
from egov_forms.models import Attachment, Submission
from egov_forms.scanners import Scanner, ScannerUnavailable, Verdict
from egov_tracking.models import Dossier
from tests import factories
from tests.filling import PDF, Citizen, pdf, upload
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
LAND = "dang-ky-bien-dong-dat-dai"


class Infected(Scanner):
    def scan(self, stream: Any, size: int) -> Verdict:
        return Verdict.infected("Eicar")


class Puzzled(Scanner):
    def scan(self, stream: Any, size: int) -> Verdict:
        return Verdict.error("x" * 1000)


class Down(Scanner):
    def scan(self, stream: Any, size: int) -> Verdict:
        raise ScannerUnavailable


class Small(Scanner):
    max_size = len(PDF) - 1

    def scan(self, stream: Any, size: int) -> Verdict:
        return Verdict.clean()


@pytest.fixture
def scanner(settings: Any, tmp_path: Any) -> Callable[[type[Scanner]], None]:
    def use(kind: type[Scanner]) -> None:
        settings.EGOV_FORMS = {
            **settings.EGOV_FORMS,
            "SCANNER": f"{__name__}.{kind.__name__}",
            "UPLOAD_ROOT": str(tmp_path),
        }

    return use


def at_the_papers(client: Client) -> Citizen:
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    answers = {**factories.valid_answers(LAND), "certificate_file": None}
    assert citizen.fill(answers) == "documents"
    return citizen


@pytest.mark.parametrize("kind", [Infected, Puzzled])
def test_a_refused_file_is_no_answer_and_its_question_says_so(
    client: Client, scanner: Callable[[type[Scanner]], None], kind: type[Scanner]
) -> None:
    citizen = at_the_papers(client)
    scanner(kind)
    files = {"certificate_file": [upload("sổ đỏ.pdf")], "save": "1"}
    response = client.post(citizen.url("documents"), files, follow=True)
    form = response.context["form"]
    problems = {one.definition.key: one.problems for one in form.questions if one.problems}
    assert str(problems["certificate_file"]).count("sổ đỏ.pdf") == 1
    assert not Attachment.objects.exists()
    assert not citizen.draft.open_answers().get("certificate_file")


def test_a_file_waits_while_the_scanner_is_down(
    client: Client, scanner: Callable[[type[Scanner]], None]
) -> None:
    scanner(Down)
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    assert citizen.fill(factories.valid_answers(LAND)) == "check"
    citizen.submit()
    assert {one.state for one in Submission.objects.get().attachments.all()} == {"pending"}


@pytest.mark.parametrize("kind", [Infected, Puzzled])
def test_a_refused_file_is_no_supplement_and_the_clock_stands(
    client: Client, scanner: Callable[[type[Scanner]], None], kind: type[Scanner]
) -> None:
    dossier = Story().asked().dossier
    scanner(kind)
    pair = {"code": dossier.reference, "secret": dossier.secret}
    client.post(reverse("egov_tracking:lookup"), pair)
    sent = {"item1": "đây", "item1_files": [pdf("thẻ.pdf")], "request_number": "1"}
    response = client.post(
        reverse("egov_tracking:supplement", args=[dossier.reference]),
        {**sent, "version": dossier.lock_version},
    )
    assert "thẻ.pdf" in str(response.context["form"].errors["item1_files"])
    assert not Attachment.objects.exists()
    assert Dossier.unscoped.get(pk=dossier.pk).status == dossier.status


def test_a_file_above_the_scanners_limit_is_refused_with_the_number(
    client: Client, scanner: Callable[[type[Scanner]], None]
) -> None:
    citizen = at_the_papers(client)
    scanner(Small)
    file = SimpleUploadedFile("a.pdf", PDF)
    files = {"certificate_file": [file], "egov-save": "1"}
    response = client.post(citizen.url("documents"), files, follow=True)
    problems = [
        one.code for question in response.context["form"].questions for one in question.problems
    ]
    assert "file_too_large" in problems


def test_the_check_compares_the_questions_with_the_scanner(
    settings: Any, scanner: Callable[[type[Scanner]], None]
) -> None:
    factories.service_page(LAND)
    assert files_fit_the_scanner(None, databases=["default"]) == []
    scanner(Small)
    assert [one.id for one in files_fit_the_scanner(None)] == ["egov_forms.W011"]
    found = "".join(one.msg for one in files_fit_the_scanner(None, databases=["default"]))
    assert "“certificate_file” of dang-ky-bien-dong-dat-dai allows 10 MB" in found


def test_what_a_list_shows_of_a_long_name_ends_with_a_sign(client: Client) -> None:
    factories.service_page(LAND)
    citizen = Citizen(client, LAND)
    citizen.start()
    assert citizen.fill(factories.valid_answers(LAND)) == "check"
    draft = citizen.draft
    name = next(key for key in draft.open_answers() if key.endswith("_name"))
    long = "Nguyễn " * 60
    submission = Submission(draft_id=draft.pk)
    _hold(submission, draft.version.load(), {**draft.open_answers(), name: long})
    assert len(submission.applicant_name) == COLUMN_LENGTH
    assert submission.applicant_name.endswith("…")
