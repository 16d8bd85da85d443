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
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET
from django.views.generic import View
from formtools.wizard.views import NamedUrlWizardView, StepsHelper

from egov_forms import actions, attaching, display, receipt, routing
from egov_forms.access import is_own, private, refused_by_page
from egov_forms.closed import GONE, closed
from egov_forms.draft_storage import DraftStorage
from egov_forms.evaluation import Evaluation
from egov_forms.evaluation.browser import page_logic
from egov_forms.exceptions import CorrectionRefused, DraftIncomplete, NoReceiver, StepClosed
from egov_forms.fields.gone import can_be_asked
from egov_forms.forms import form_class, retyped
from egov_forms.models import Agency, Draft
from egov_forms.models.queries import find_draft, find_submission_of
from egov_forms.prefill import prefilled
from egov_forms.rules.definition import Definition
from egov_forms.rules.journey import Journey
from egov_forms.wizard_files import Refusal, attach_chosen

CHECK, DONE = "check", "done"
NO_RECEIVER = _(
    "No agency receives this form for the address that you gave. Check the address, or call the "
    "one-stop counter."
)


class CheckForm(forms.Form):
    """The check page asks nothing; it exists so that errors have a place.

    ``anchor`` is the address of the question that an error is about.
    """

    anchor = ""

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        return [(self.anchor, message) for message in self.non_field_errors()]


# An error report, which goes out by mail, holds no answer.
@method_decorator(sensitive_post_parameters(), name="dispatch")
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
            return private(render(self.request, "egov_forms/wizard/gone.html", status=404))
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

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
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
            form.place(one for one in self.journey.errors if one.step == self.steps.current)
        return self.render(form)

    # Writing.

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self._submit() if self.steps.current == CHECK else self._save()
        except Draft.DoesNotExist:  # submitted in another tab, or purged
            return self._without_draft(self.draft.pk, self.steps.current)
        except StepClosed:
            return redirect("egov_forms:draft", draft_id=self.draft.pk)

    def _save(self) -> HttpResponseBase:
        step = self.steps.current
        sent, form = self.request.POST, self.get_form(data=self.request.POST)
        refused: list[Refusal] = []
        if self.request.FILES:
            sent, refused = attach_chosen(self.draft.pk, form, sent, self.request.FILES)
            form = self.get_form(data=sent)
        if not refused and (form.action or "later" in self.request.POST):
            return self._keep(form)
        # What could not be read is in `parsed` as typed, so the evaluation refuses it where the
        # question applies; a slip in a question that the page hides holds nobody up.
        # The same goes for a file that was refused.
        saved = actions.save_step(self.draft.pk, step, form.parsed, form.typed_now())
        refused = [one for one in refused if one.path in saved.evaluation.visible]
        if refused or saved.errors:
            self._show(saved)
            form = self.get_form(data=sent)
            form.place([*refused, *saved.errors])
            return self.render(form)
        return self._to(saved.next_step)

    def _keep(self, form: Any) -> HttpResponseBase:
        """A button within the step, or "later": nothing is judged, nothing typed is lost."""
        step, action = self.steps.current, form.action
        if action and action.kind == "remove_file":
            actions.remove_file(self.draft.pk, action.value)
        self.draft = actions.keep_typed(self.draft.pk, step, form.typed_now())
        if action:
            return self._to(step, action.anchor)
        context = {
            "reference": self.draft.reference,
            "secret": self.draft.secret,
            "expires_at": self.draft.expires_at,
            "resume_url": self.get_step_url(step),
            "service_name": self.service_name,
            "is_correction": bool(self.draft.corrects_id),
        }
        return render(self.request, "egov_forms/wizard/later.html", context)

    def _show(self, saved: actions.Saved) -> None:
        """Continue this request with what saving found."""
        self.draft = saved.draft
        self.evaluation = saved.evaluation
        self.__dict__.pop("journey", None)

    def _submit(self) -> HttpResponseBase:
        try:
            if "discard" in self.request.POST:
                actions.discard_correction(self.draft.pk)
            else:
                actions.submit(self.draft.pk)
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

    # Showing.

    @property
    def service_name(self) -> str:
        return (self.definition.short_name or self.definition.name).get(self.language)

    def get_template_names(self) -> list[str]:
        name = CHECK if self.steps.current == CHECK else "step"
        return [f"egov_forms/wizard/{name}.html"]

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        step = self.steps.current
        before = self.journey.before(step)
        shared = {
            "view": self,
            "form": form,
            "draft": self.draft,
            "is_correction": bool(self.draft.corrects_id),
            "service": self.draft.service,
            "service_name": self.service_name,
            "definition": self.definition,
            "back_url": self.get_step_url(before) if before else "",
            "step_count": len(self.journey.keys),
        }
        return shared | (self._check_context() if step == CHECK else self._step_context(step))

    def _step_context(self, key: str) -> dict[str, Any]:
        step = self.definition.step(key)
        return {
            "step": step,
            "step_label": step.label.get(self.language),
            "step_number": self.journey.keys.index(key) + 1,
            "has_conditions": any(
                one.show_when for field in step.fields for one in (field, *field.columns)
            ),
            "logic": page_logic(self.definition, key, self.evaluation.answers, actions.today()),
        }

    def _check_context(self) -> dict[str, Any]:
        answers, visible = self.evaluation.answers, self.evaluation.visible
        return {
            "sections": [
                section.changed_at(self.get_step_url(section.key))
                for section in display.sections(self.definition, answers, self.language, visible)
            ],
            "agency": self._agency(),
            # Rules that only warn stop nobody, but are said before submitting.
            "warnings": [
                one.message.get(self.language) for one in self.evaluation.warnings if one.message
            ],
            **receipt.terms_context(self.definition, answers, actions.today(), self.language),
        }

    def _agency(self) -> Agency | None:
        try:
            return routing.receiver(self.draft.service, self.definition, self.evaluation.answers)
        except NoReceiver:
            return None


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
