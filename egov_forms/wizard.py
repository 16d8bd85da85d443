"""The wizard: django-formtools over a draft row, one address a step.

Formtools brings the step order, the named addresses and the rendering; the draft brings the
storage, so that two tabs never mix two people's answers, a GET changes nothing, and a session
that ends loses nothing. What formtools' own storages do wrong is listed in the ADR on drafts.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.generic import View
from formtools.wizard.views import NamedUrlWizardView, StepsHelper

from egov_forms import actions, attaching, leaving, receipt, seen
from egov_forms.access import is_own, private, refused_by_page, untold
from egov_forms.closed import GONE, closed, gone
from egov_forms.draft_storage import DraftStorage
from egov_forms.evaluation import Evaluation
from egov_forms.exceptions import (
    AnswersChanged,
    CorrectionRefused,
    DraftIncomplete,
    NoReceiver,
    StepChanged,
    StepClosed,
)
from egov_forms.fields.gone import can_be_asked
from egov_forms.forms import form_class
from egov_forms.models import Draft
from egov_forms.models.queries import find_draft, find_submission_of
from egov_forms.prefill import prefilled
from egov_forms.rules.definition import CHECK, DONE, Definition
from egov_forms.rules.journey import Journey
from egov_forms.summary import Summarised
from egov_forms.typed import Refusal, is_judged, refused_files, retyped
from egov_forms.wizard_files import attach_chosen, still_asked
from egov_forms.wizard_pages import WizardPages

SHOWN = "egov-seen"
NO_RECEIVER = _(
    "No agency receives this form for the address that you gave. Check the address, or call the "
    "one-stop counter."
)


class CheckForm(Summarised):
    """The check page asks nothing; it exists so that errors have a place."""


@method_decorator(untold, name="dispatch")
class StepWizard(WizardPages, NamedUrlWizardView):
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
        if not can_be_asked(self.definition):
            return closed(request, draft, status=503, reason=str(GONE))
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
            return gone(self.request)
        refusal = refused_by_page(self.request, submission)
        if refusal:
            return refusal
        if step != DONE or self.request.method not in ("GET", "HEAD"):
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
        return Journey(self.definition, self.evaluation, self.draft.done)

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
        if step == CHECK:
            return {}
        # Files of a question that is not shown yet are kept with the draft.
        known = prefilled(self.definition.step(step), self.request.user)
        return {**known, **self.draft.open_answers(), **self.evaluation.answers}

    def get_form_kwargs(self, step: str = CHECK) -> dict[str, Any]:
        if step == CHECK:
            return {}
        typed = retyped(self.definition, self.draft.typed.get(step, {}), self.language)
        kwargs = {"typed": typed, "visible": self.evaluation.visible}
        if self.request.method == "POST":  # a page that is only shown names no files
            kwargs["attached"] = attaching.attached(self.draft, self.definition, step)
        return kwargs

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={"draft_id": self.draft.pk, "step": step})

    def _to(self, step: str, anchor: str = "") -> HttpResponseRedirect:
        return HttpResponseRedirect(self.get_step_url(step) + (f"#{anchor}" if anchor else ""))

    # Reading.

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form()
        if self.steps.current != CHECK:
            form.place(self._errors_on(form))
        return self.render(form)

    def _errors_on(self, form: Any) -> Iterable[Any]:
        """Those of the step as it was sent last, else as it was accepted; and the files that were
        refused when it was sent, of which what was sent says whether they are asked for."""
        step = self.steps.current
        typed = self.draft.typed.get(step, {})
        files = refused_files(typed, self.language)
        sent = self.evaluation
        if is_judged(typed) or files:
            sent, journey = actions.judge(self.draft, self.definition, step, form.reread())
            if is_judged(typed):
                self.evaluation, self.journey = sent, journey
        return actions.errors_of(step, sent, self.journey, files)

    # Writing.

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self._submit() if self.steps.current == CHECK else self._save()
        except Draft.DoesNotExist:  # submitted in another tab, or purged
            return self._without_draft(self.draft.pk, self.steps.current)
        except StepClosed:
            return redirect("egov_forms:draft", draft_id=self.draft.pk)
        except (StepChanged, AnswersChanged):
            return self._changed()

    @property
    def shown(self) -> str:
        """What the page that was sent was shown from; "" when it does not say."""
        return str(self.request.POST.get(SHOWN, ""))

    def _changed(self) -> HttpResponseBase:
        """Another tab was faster: the page as it is now, with what was typed on this one."""
        found = find_draft(self.draft.pk)
        if found is None:
            return self._without_draft(self.draft.pk, self.steps.current)
        typed = None if self.steps.current == CHECK else self.get_form(data=self.request.POST).raw()
        self._show(found, actions.evaluate_draft(found, self.definition))
        if not self.journey.may_open(self.steps.current):
            return self._to(self.journey.first_open)
        form = self.get_form()
        if typed is not None:
            form.typed = typed
        now = [one for one in self._sections() if one.key == self.steps.current]
        return self.render(form, status=409, is_changed=True, now=now)

    def _save(self) -> HttpResponseBase:
        step = self.steps.current
        sent: QueryDict = self.request.POST
        form = self.get_form(data=sent)
        refused: list[Refusal] = []
        if self.request.FILES:
            if self.shown not in ("", seen.step_of(self.draft, self.definition, step)):
                raise StepChanged(step)  # before any file is kept
            sent, refused = attach_chosen(self.draft.pk, form, sent, self.request.FILES)
            form = self.get_form(data=sent)
        if form.action or leaving.is_leaving(self.request):
            return self._keep(form, refused)
        # What could not be read is in `parsed` as typed, so the evaluation refuses it where the
        # question applies; a slip in a question that the page hides holds nobody up.
        given = form.parsed, form.typed_now()
        saved = actions.save_step(self.draft.pk, step, *given, shown=self.shown, refused=refused)
        # With errors back to the step, which shows them: no page is the answer to a POST, so
        # that it can be reloaded and gone back to.
        return self._to(saved.next_step)

    def _keep(self, form: Any, refused: list[Refusal]) -> HttpResponseBase:
        """A button within the step, or one that leaves: nothing is judged, nothing is lost."""
        step, action = self.steps.current, form.action
        if refused:  # of a question that the answers hide nobody hears
            sent, _journey = actions.judge(self.draft, self.definition, step, form.parsed)
            refused = still_asked(refused, sent.visible, action)
        self.draft = actions.keep_typed(
            self.draft.pk,
            step,
            form.typed_now(),
            answers=None if action else form.parsed,
            shown=self.shown,
            refused=refused,
        )
        if action and action.kind == "remove_file":
            actions.remove_file(self.draft.pk, action.value)
        if action:
            return self._to(step, action.anchor)
        if refused:  # nobody leaves in the belief that the file was kept
            return self._to(step)
        if leaving.BACK in self.request.POST:
            return self._to(self.journey.before(step) or step)
        if language := leaving.language_of(self.request):
            return leaving.in_language(self.get_step_url(step), language)
        return self._later()

    def _later(self) -> HttpResponse:
        context = {
            "reference": self.draft.reference,
            "secret": self.draft.secret,
            "expires_at": self.draft.expires_at,
            "resume_url": self.get_step_url(self.steps.current),
            "service_name": self.service_name,
            "is_correction": bool(self.draft.corrects_id),
        }
        return render(self.request, "egov_forms/wizard/later.html", context)

    def _show(self, draft: Draft, evaluation: Evaluation) -> None:
        """Continue this request with the draft as it is now."""
        self.draft, self.evaluation = draft, evaluation
        self.__dict__.pop("journey", None)

    def _submit(self) -> HttpResponseBase:
        try:
            if "discard" in self.request.POST:
                actions.discard_correction(self.draft.pk)
            else:
                actions.submit(self.draft.pk, shown=self.shown)
        except DraftIncomplete as error:
            return self._to(error.step_key or self.journey.first_open)
        except NoReceiver as error:
            return self._refused(str(NO_RECEIVER), self._address_of(error.path))
        except CorrectionRefused as error:
            return self._refused(error.message)
        return self._to(DONE)

    def _refused(self, message: str, anchor: str = "") -> HttpResponseBase:
        form = self.get_form(data=self.request.POST)
        form.is_valid()
        form.add_error(None, message)
        form.anchor = anchor
        return self.render(form)

    def _address_of(self, field_key: str) -> str:
        """Where a question stands; "" when the form has no such question."""
        if field_key not in self.definition.fields:
            return ""
        step = self.definition.step_of(field_key).key
        return f"{self.get_step_url(step)}#id_{field_key}"


step = StepWizard.as_view(url_name="egov_forms:step", done_step_name=DONE)


@require_GET
def enter(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft's own address: to the step to go on with, or the receipt."""
    draft = find_draft(draft_id)
    if draft is None or not is_own(request, draft):
        return redirect("egov_forms:step", draft_id=draft_id, step=DONE)
    definition = draft.version.load()
    journey = Journey(definition, actions.evaluate_draft(draft, definition), draft.done)
    return private(redirect("egov_forms:step", draft_id=draft_id, step=journey.first_open))
