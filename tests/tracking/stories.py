"""Dossiers brought to a status by the acts themselves."""

import datetime as dt
from typing import Any

from egov_forms import actions as forms
from egov_tracking import actions
from egov_tracking.models import Citizen, Dossier, OriginalCheck
from egov_tracking.models.terms import terms_of
from tests.tracking import factories
from tests.tracking.factories import NOW

DAY = dt.timedelta(days=1)


class Story:
    """One dossier, the officers of its agency, and the moment at which the next act happens."""

    def __init__(
        self, slug: str = factories.PROCEDURE, *, answers: Any = None, **facts: Any
    ) -> None:
        self.staff = factories.officers()
        self.service = factories.service(slug, **facts)
        self.now = NOW
        self.dossier = factories.dossier(self.service, NOW, answers=answers)

    @property
    def citizen(self) -> Citizen:
        return Citizen(self.dossier.reference)

    def do(self, name: str, role: str | Any, **given: Any) -> Dossier:
        """One act, a minute after the last, by the officer of this role or by the actor given."""
        self.now = given.pop("now", self.now + dt.timedelta(minutes=1))
        actor = self.staff[role] if isinstance(role, str) else role
        act = getattr(actions, name)
        self.dossier = act(self.dossier, actor, now=self.now, **given)
        return self.dossier

    def corrected(self, day: str = "2026-07-15 09:00", **answers: Any) -> "Story":
        """The citizen sends these answers in place of those that were filed.

        On a day on which the sample answers hold.
        """
        draft = forms.start_correction(self.dossier.submission, "vi").row
        draft.set_answers(draft.version.load(), {**draft.open_answers(), **answers})
        draft.save()
        forms.submit(draft.pk, now=factories.at(day))
        self.dossier = Dossier.unscoped.get(pk=self.dossier.pk)
        return self

    def accepted(self, **given: Any) -> "Story":
        self.do("accept", "reception", **given)
        return self

    def processing(self, **given: Any) -> "Story":
        self.accepted(**given).do("start_processing", "processing")
        return self

    def asked(self) -> "Story":
        self.processing().do("request_supplement", "processing", items=["CCCD"], reason="Thiếu")
        return self

    def ready(self) -> "Story":
        self.processing().do("finish", "approval", document="12/KQ")
        return self

    def compared(self, result: str = OriginalCheck.Result.MATCHES) -> "Story":
        papers = {paper.key: result for paper in terms_of(self.dossier).originals}
        self.do("check_originals", "reception", originals=papers)
        return self

    def paid(self) -> "Story":
        self.do("record_payment", "reception", amount=50_000, receipt="0001")
        return self
