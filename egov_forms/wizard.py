"""The wizard: django-formtools over a draft row, one address a step.

Formtools brings the step order, the named addresses and the rendering; the draft brings the
storage, so that two tabs never mix two people's answers, a GET changes nothing, and a session
that ends loses nothing. What formtools' own storages do wrong is listed in the ADR on drafts.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import View
from formtools.wizard.storage.base import BaseStorage
from formtools.wizard.views import NamedUrlWizardView, StepsHelper

from egov_forms import actions, receipt
from egov_forms.access import is_own, private, refused_by_page
from egov_forms.evaluation import Evaluation
from egov_forms.exceptions import AttachmentRefused, DraftIncomplete, NoReceiver, StepClosed
from egov_forms.forms import form_class
from egov_forms.models import Draft, Submission
from egov_forms.models.queries import find_draft, find_submission_of
from egov_forms.rules.definition import Definition
from egov_forms.rules.journey import Journey

CHECK, DONE = "check", "done"


class DraftStorage(BaseStorage):
    """Formtools' storage over one draft: it knows the step, the draft knows the answers.

    Step data is never handed back raw: saved answers arrive as ``initial``.
    """

    def __init__(self, prefix: str, request: HttpRequest, draft: Draft, step: str) -> None:
        super().__init__(prefix, request)
        self.draft = draft
        self.step = step

    @property
    def current_step(self) -> str:
        return self.step

    @current_step.setter
    def current_step(self, step: str) -> None:
        self.step = step

    def get_step_data(self, step: str) -> None:
        return None

    def get_step_files(self, step: str) -> None:
        return None

    def reset(self) -> None:
        """Nothing to forget: the draft ends when it is submitted."""


class CheckForm(forms.Form):
    """The check page asks nothing; it exists so that errors have a place."""


class StepWizard(NamedUrlWizardView):
    """One step of one draft."""

    form_list = [("start", forms.Form)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = find_draft(kwargs["draft_id"])
        if draft is None or not is_own(request, draft):
            return self._without_draft(kwargs["draft_id"], kwargs["step"])
        refusal = refused_by_page(request, draft)
        if refusal:
            return refusal
        self.draft = draft
        self.prefix = ""
        self.storage = DraftStorage(self.prefix, request, draft, kwargs["step"])
        self.steps = StepsHelper(self)
        if kwargs["step"] not in self.get_form_list() or not self.journey.may_open(kwargs["step"]):
            return self._to(self.journey.first_open)
        return private(View.dispatch(self, request, *args, **kwargs))

    def _without_draft(self, draft_id: UUID, step: str) -> HttpResponse:
        """The receipt when it was submitted, else the way back by reference and secret."""
        submission = find_submission_of(draft_id)
        if submission is None or not is_own(self.request, submission):
            return private(render(self.request, "egov_forms/wizard/gone.html", status=404))
        refusal = refused_by_page(self.request, submission)
        if refusal:
            return refusal
        if step != DONE or self.request.method != "GET":
            return redirect("egov_forms:step", draft_id=draft_id, step=DONE)
        return receipt.receipt(self.request, submission)

    # What the draft says.

    @cached_property
    def definition(self) -> Definition:
        return self.draft.version.load()

    @cached_property
    def evaluation(self) -> Evaluation:
        return actions.evaluate_draft(self.draft, self.definition)

    @cached_property
    def journey(self) -> Journey:
        return actions.journey_of(self.draft, self.definition, self.evaluation)

    @cached_property
    def language(self) -> str:
        return get_language() or self.draft.language

    # What formtools asks.

    def get_form_list(self) -> dict[str, type[forms.Form]]:
        steps = {
            step.key: form_class(self.definition, step.key, self.language)
            for step in self.journey.steps
        }
        return {**steps, CHECK: CheckForm}

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> None:
        return None

    def get_form_initial(self, step: str) -> dict[str, Any]:
        return {} if step == CHECK else self.draft_answers

    @cached_property
    def draft_answers(self) -> dict[str, Any]:
        return self.evaluation.answers

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={"draft_id": self.draft.pk, "step": step})

    def _to(self, step: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.get_step_url(step))

    # Reading.

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(self.get_form())
