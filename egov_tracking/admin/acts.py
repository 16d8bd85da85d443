"""The page of one act: a small form, and plain words when the act can't be done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from egov_tracking.admin import duties, next_step
from egov_tracking.admin.act_forms import FORMS, ActForm
from egov_tracking.admin.explaining import change, explain
from egov_tracking.admin.scope import DossierPage, address
from egov_tracking.exceptions import (
    EgovTrackingError,
    IllegalMove,
    NotAllowed,
    Refused,
    StaleDossier,
)
from egov_tracking.models import Dossier, words
from egov_tracking.permissions import RIGHTS, allowed_moves, may
from egov_tracking.rules.workflow import BY_NAME


class FormOfActs(DossierPage):
    """Shows a form, performs it, and says what became of it; nothing typed is lost."""

    template_name = "egov_tracking/desk/act.html"
    form_class: type[ActForm]
    #: The move that the page is for, as the table names it.
    act = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if error := self.obstacle():
            return self.explained(error)
        return self.shown(self.form_class(dossier=self.dossier, actor=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(
            request.POST, request.FILES, dossier=self.dossier, actor=request.user
        )
        if not may(request.user, self.act, self.dossier):
            # Before anything is validated or a file is kept.
            return self.explained(NotAllowed(self.act), form)
        if getattr(form, "is_adding", False):
            form.full_clean()
            form.errors.clear()
            return self.shown(form)
        if not form.is_valid():
            return self.shown(form, 422)
        try:
            done = self.perform(form)
        except Refused as refusal:
            form.refuse(refusal)
            return self.shown(form, 422)
        except StaleDossier as stale:
            return self.stale(form, stale)
        except EgovTrackingError as error:
            return self.explained(error, form)
        self.tell(done)
        return redirect(self.next_url(done))

    def obstacle(self) -> EgovTrackingError | None:
        """Why the form need not even be shown."""
        if not may(self.request.user, self.act, self.dossier):
            return NotAllowed(self.act)
        if not BY_NAME[self.act].allows(self.dossier.state):
            return IllegalMove(self.act, self.dossier.status)
        return None

    def perform(self, form: ActForm) -> Dossier:
        return form.perform()

    def tell(self, done: Dossier) -> None:
        text = _("%(act)s: done. %(dossier)s has the status “%(status)s”.") % {
            "act": words.act_label(self.act),
            "dossier": done,
            "status": words.status_label(done.status),
        }
        hint = next_step.hint(done, duties.roles_here(done, self.roles))
        messages.success(self.request, f"{text} {hint}".strip())

    def next_url(self, done: Dossier) -> str:
        """Who transferred a dossier may see it no more."""
        seen = duties.roles_here(done, self.roles) & RIGHTS["list"]
        return address("dossier", done.pk) if seen else address("index")

    def get_page_title(self) -> str:
        return words.act_label(self.act)

    @property
    def may_read(self) -> bool:
        return duties.may_read(self.dossier, self.roles)

    def shown(self, form: ActForm | None, status: int = 200, **context: Any) -> HttpResponseBase:
        context = {
            "form": form,
            "dossier": self.dossier,
            "act": self.act,
            "status_label": words.status_label(self.dossier.status),
            "back_url": address("dossier", self.dossier.pk),
            "button": self.get_page_title(),
            "may_press": True,
            "may_read": self.may_read,
            **context,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def stale(self, form: ActForm, stale: StaleDossier) -> HttpResponseBase:
        """What changed in the meantime, over the form with all that was typed (rule 10)."""
        self.dossier = self.fetch()
        moves = allowed_moves(self.request.user, self.dossier)
        return self.shown(
            form.again(self.dossier),
            409,
            changes=[change(event) for event in stale.events],
            may_press=any(move.name == self.act for move in moves),
        )

    def explained(self, error: EgovTrackingError, form: ActForm | None = None) -> HttpResponseBase:
        """The reason in words; what was typed stays in sight, so that it can be copied."""
        status = 403 if isinstance(error, NotAllowed) else 409
        self.dossier = self.fetch()
        # A form tells of the dossier too: what was asked, who applied.
        again = form.again(self.dossier) if form and self.may_read else None
        return self.shown(again, status, obstacle=explain(error), may_press=False)


class ActView(FormOfActs):
    """One move of the table; ``act`` in the address names it."""

    @cached_property
    def act(self) -> str:  # type: ignore[override]
        return str(self.kwargs["act"])

    @property
    def form_class(self) -> type[ActForm]:  # type: ignore[override]
        return FORMS[self.act]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.act not in FORMS:
            raise Http404

    def next_url(self, done: Dossier) -> str:
        if self.act == "reissue_secret":
            return address("slip", done.pk)
        return super().next_url(done)
