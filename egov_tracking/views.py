"""What a citizen does with a dossier: look it up, read it, answer, withdraw."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from egov_forms import throttle
from egov_forms.access import private, remember, untold
from egov_forms.actions import start_correction
from egov_forms.downloads import FileLocked, file_response
from egov_tracking import actions, lookup
from egov_tracking.citizen_forms import SupplementForm, WithdrawalForm
from egov_tracking.citizen_page import dossier_context
from egov_tracking.exceptions import EgovTrackingError, Refused, StaleDossier
from egov_tracking.models import Citizen, Dossier, words
from egov_tracking.models.lookup_form import LookupForm
from egov_tracking.permissions import allowed_moves


@method_decorator(sensitive_post_parameters("secret"), name="dispatch")
class LookupView(FormView[LookupForm]):
    """One form, one answer for every failure."""

    form_class = LookupForm
    template_name = "egov_tracking/lookup.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return private(super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: LookupForm) -> HttpResponse:
        pair = form.cleaned_data["code"], form.cleaned_data["secret"]
        dossier = lookup.find(*pair)
        if dossier is None and lookup.is_unsubmitted(*pair):
            return self.render_to_response(self.get_context_data(form=form, unsubmitted=True))
        if dossier is None:
            allowed = throttle.may_try(self.request)
            throttle.count_failure(self.request)
            form.add_error(None, lookup.FAILED)
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=200 if allowed else 429)
        response = redirect(lookup.path_of(dossier.reference))
        lookup.open_for(self.request, response, dossier)
        return response


look_up = LookupView.as_view()


def _own(request: HttpRequest, reference: str) -> Dossier | None:
    return lookup.opened(request, reference)


def _closed() -> HttpResponse:
    return private(redirect(lookup.address()))


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts that a citizen sent, to be shown again for copying."""
    names = [name for name in request.POST if name == "reason" or name.startswith("item")]
    return [text for text in map(request.POST.get, names) if text and text.strip()]


def _closed_with(request: HttpRequest, reference: str) -> HttpResponse:
    """The look-up, where an hour went by while somebody wrote: with what was written."""
    typed = typed_texts(request)
    if not typed:
        return _closed()
    context = {"form": LookupForm(initial={"code": reference}), "typed": typed}
    return private(render(request, "egov_tracking/lookup.html", context, status=403))


@require_GET
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """The dossier as its citizen sees it."""
    found = _own(request, reference)
    if found is None:
        return _closed()
    context = dossier_context(found, get_language() or found.language)
    # The address tells what the citizen has just done; that it was done, the dossier tells.
    context["done"] = request.GET.get("done") == context["last_act"] and context["last_act"]
    return private(render(request, "egov_tracking/dossier.html", context))


@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End the look-up in this browser, as on a shared computer."""
    response = _closed()
    lookup.close(request, response, reference)
    return response


@require_POST
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the filing in the wizard again, as long as the office has not begun."""
    found = _own(request, reference)
    if found is None:
        return _closed()
    citizen = Citizen(found.reference)
    acts = {move.name for move in allowed_moves(citizen, found)}
    if "correct" not in acts or found.submission is None:
        return private(redirect(lookup.path_of(found.reference)))
    opened = start_correction(found.submission, get_language() or found.language)
    response = redirect("egov_forms:draft", draft_id=opened.draft_id)
    remember(request, response, opened.draft_id, opened.token)
    return private(response)


@require_GET
def download(request: HttpRequest, reference: str, attachment_id: UUID) -> HttpResponseBase:
    """A file that the citizen sent, once it was found clean."""
    found = _own(request, reference)
    if found is None or found.submission is None:
        raise Http404
    attachment = get_object_or_404(found.submission.attachments.all(), pk=attachment_id)
    try:
        return file_response(attachment)
    except (FileLocked, FileNotFoundError):
        raise Http404 from None


@method_decorator(untold, name="dispatch")
class CitizenActView(FormView[Any]):
    """A form of the citizen about one dossier; only while the table of moves has the act."""

    act = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = _own(request, kwargs["reference"])
        if found is None:
            return _closed_with(request, kwargs["reference"])
        self.dossier, self.citizen = found, Citizen(found.reference)
        if not self.may_act():
            return self._back()
        return private(super().dispatch(request, *args, **kwargs))

    def may_act(self) -> bool:
        return any(move.name == self.act for move in allowed_moves(self.citizen, self.dossier))

    def _back(self, done: str = "") -> HttpResponse:
        path = lookup.path_of(self.dossier.reference)
        return private(redirect(f"{path}?done={done}" if done else path))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "dossier": self.dossier,
            "back_url": lookup.path_of(self.dossier.reference),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.do(form)
        except Refused as refusal:
            form.add_error(None, words.refusal(refusal))
            return self.form_invalid(form)
        except StaleDossier:
            return self.stale(form)
        except EgovTrackingError:
            # The office was faster: the page shows how the dossier stands now.
            return self._back()
        return self._back(done=self.act)

    def stale(self, form: Any) -> HttpResponse:
        """The dossier changed since the form was shown."""
        return self._back()

    def do(self, form: Any) -> None:
        """The act itself."""
        raise Http404


class SupplementView(CitizenActView):
    """Answer the open request for a supplement."""

    act = "receive_supplement"
    template_name = "egov_tracking/supplement.html"
    form_class = SupplementForm

    def get_form_kwargs(self) -> dict[str, Any]:
        request = self.dossier.supplements.filter(answered_at__isnull=True).last()
        return {**super().get_form_kwargs(), "request": request, "dossier": self.dossier}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_present:  # before any file is kept
            return self._shown_again(form)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def stale(self, form: SupplementForm) -> HttpResponse:
        self.dossier = _own(self.request, self.dossier.reference) or self.dossier
        if not self.may_act():
            return self._back()
        return self._shown_again(self.get_form())

    def _shown_again(self, form: SupplementForm) -> HttpResponse:
        """The present request, with what was typed: in its place, or apart to be copied."""
        apart = [] if form.answers_this_request else typed_texts(self.request)
        context = self.get_context_data(form=form.again(), is_changed=True, typed=apart)
        return self.render_to_response(context, status=409)

    def do(self, form: SupplementForm) -> None:
        try:
            actions.receive_supplement(
                self.dossier,
                self.citizen,
                answers=form.answers,
                version=form.cleaned_data["version"],
            )
        except Exception:
            form.drop()
            raise


class WithdrawalView(CitizenActView):
    """Ask to withdraw the dossier."""

    act = "ask_withdrawal"
    template_name = "egov_tracking/withdrawal.html"
    form_class = WithdrawalForm

    def do(self, form: WithdrawalForm) -> None:
        actions.ask_withdrawal(self.dossier, self.citizen, reason=form.cleaned_data["reason"])


supplement = SupplementView.as_view()
withdraw = WithdrawalView.as_view()
