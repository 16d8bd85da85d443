"""A filing opens a dossier in its own transaction, or is undone."""

from typing import Any

import pytest

from egov_forms import actions as forms
from egov_forms.models import Draft, Submission
from egov_tracking.models import Dossier, OutgoingMessage
from tests import factories

pytestmark = pytest.mark.django_db
SLUG = "xac-nhan-tinh-trang-hon-nhan"


def filled() -> Draft:
    draft = factories.draft(factories.service(SLUG))
    answers = factories.valid_answers(SLUG)
    for step in draft.version.load().steps:
        forms.save_step(draft.pk, step.key, answers, {})
    draft.refresh_from_db()
    return draft


def test_submitting_opens_one_dossier_with_the_pair_of_the_draft() -> None:
    draft = filled()
    submission = forms.submit(draft.pk)
    assert forms.submit(draft.pk) == submission
    dossier = Dossier.unscoped.get()
    assert (dossier.reference, dossier.secret) == (draft.reference, draft.secret)
    assert OutgoingMessage.objects.get().kind == "received"


def test_when_the_dossier_can_not_open_nothing_was_submitted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("egov_tracking.receivers.open_dossier", fail)
    draft = filled()
    with pytest.raises(RuntimeError):
        forms.submit(draft.pk)
    assert not Submission.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()
