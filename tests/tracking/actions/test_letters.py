"""What a letter says."""

import pytest

from egov_tracking.actions.delivery import compose
from egov_tracking.models import Dossier, OutgoingMessage
from egov_tracking.rules.deadlines import PausePolicy
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def test_letters_do_not_say_that_a_time_stands_still_which_runs_on() -> None:
    stands, runs = Story(), Story()
    for story, policy in ((stands, None), (runs, PausePolicy.NONE)):
        Dossier.unscoped.filter(pk=story.dossier.pk).update(language="en")
        story.processing(pause_policy=policy)
        story.do("request_supplement", "processing", items=["CCCD"], reason="Thiếu")
    asked = OutgoingMessage.objects.filter(kind="supplement_requested")
    letters = [compose(asked.get(dossier=story.dossier)).body for story in (stands, runs)]
    sentence = "does not count towards the time limit"
    assert [sentence in letter for letter in letters] == [True, False]


def test_after_a_transfer_a_letter_names_the_agency_that_decides() -> None:
    story, other = Story().processing(), factories.agency("H26.901", telephone="02400000009")
    story.service.agencies.add(other)
    story.do("transfer", "approval", agency=other, reason="x")
    story.do("request_supplement", factories.officer("processing", other), items=["a"], reason="x")
    asked = OutgoingMessage.objects.get(kind="supplement_requested")
    assert "02400000009" in compose(asked).body


def test_a_message_in_english_is_english_throughout() -> None:
    story = Story()
    story.dossier = factories.dossier(story.service, language="en")
    story.accepted()
    letter = compose(OutgoingMessage.objects.get(kind="accepted"))
    assert letter.subject == f"Your dossier {story.dossier.code} is accepted"
    assert "Result due by: 17:00 on 16 March 2026" in letter.body
