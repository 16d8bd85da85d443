"""Several requests at the same time; threads need PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from egov_forms import actions
from egov_forms.exceptions import AttachmentRefused
from egov_forms.models import Draft, FailureCount, ServiceVersion, Submission
from egov_tracking.models import Dossier
from tests import factories
from tests.filling import upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LAND = "dang-ky-bien-dong-dat-dai"


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave, each in its own thread and connection."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def filled(service: Any) -> Draft:
    """A draft whose every step was accepted."""
    draft = factories.draft(service)
    answers = factories.valid_answers(LAND)
    definition = draft.version.load()
    for field in definition.fields.values():
        for file in answers.get(field.key, []) if field.type == "file" else []:
            actions.attach_file(draft.pk, field.key, upload(file["name"]))
    for step in definition.steps:
        saved = actions.save_step(draft.pk, step.key, answers, {})
        assert not saved.errors
    return draft


def test_one_draft_submitted_by_four_requests_is_one_submission_and_one_dossier():
    draft = filled(factories.service(LAND))
    given = together(*[lambda: actions.submit(draft.pk).pk] * 4)
    assert len(set(given)) == 1
    assert Submission.objects.count() == 1
    assert Dossier.unscoped.count() == 1


def test_many_drafts_submitted_at_once_are_all_received():
    service = factories.service(LAND)
    drafts = [filled(service) for _ in range(6)]
    given = together(*[lambda pk=draft.pk: actions.submit(pk).reference for draft in drafts])
    assert len(set(given)) == len(drafts)
    assert Dossier.unscoped.count() == len(drafts)


def test_two_tabs_saving_two_steps_lose_neither():
    draft = filled(factories.service(LAND))
    answers = factories.valid_answers(LAND)
    together(
        lambda: actions.save_step(draft.pk, "holder", {**answers, "holder_name": "Tên A"}, {}),
        lambda: actions.save_step(draft.pk, "certificate", {**answers, "parcel_no": "99"}, {}),
    )
    kept = Draft.objects.get(pk=draft.pk).open_answers()
    assert (kept["holder_name"], kept["parcel_no"]) == ("Tên A", "99")


def test_the_most_files_of_a_question_hold_when_sent_at_once():
    draft = factories.draft(factories.service(LAND))

    def attach() -> str:
        try:
            return str(actions.attach_file(draft.pk, "certificate_file", upload("a.pdf")).pk)
        except AttachmentRefused:
            return "refused"

    given = together(*[attach] * 6)
    assert given.count("refused") == 2  # four are allowed
    kept = Draft.objects.get(pk=draft.pk).open_answers()["certificate_file"]
    assert {one["id"] for one in kept} == set(given) - {"refused"}


def test_a_page_published_twice_at_once_makes_one_version():
    page = factories.service_page(LAND)
    page.steps[0].value["label"]["vi"] = "Nhãn mới"
    revision = page.save_revision()
    together(revision.publish, revision.publish)
    assert ServiceVersion.objects.filter(service=page.service).count() == 2


def test_failures_counted_at_once_are_all_counted():
    together(*[lambda: FailureCount.add("address:x", "site")] * 8)
    assert FailureCount.of("address:x", "site") == {"address:x": 8, "site": 8}
