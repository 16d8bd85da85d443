"""The editor's form of a service page: says before publishing what publishing would refuse."""

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from egov_forms import publication
from egov_forms.blocks.naming import in_words
from egov_forms.blocks.placing import place

PUBLISHING = ("action-publish", "action-submit")
STREAMS = ("facts", "steps", "rules")
#: What only the page in the service's own language has; panels without a field show nothing.
PROCEDURE = (*STREAMS, "agencies", "confirmed_facts")


class ServicePageForm(WagtailAdminPageForm):
    """Checks the whole procedure when the editor publishes or submits for moderation.

    A draft may lack anything. `ServicePageMixin.save()` checks again; here a person sees the
    reasons at the blocks that they come from instead of an error page. A translation has its
    page's own texts only.
    """

    confirmed_facts = forms.MultipleChoiceField(
        label=_("Facts to confirm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "These are marked approximate and are shown as law once you confirm them. "
            "Tick each one that you have compared with its source. Save new parts first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.owns_form:
            for name in PROCEDURE:
                self.fields.pop(name, None)
            return
        procedure = self._procedure()
        confirmations = self.instance.confirmations
        open_paths = publication.unconfirmed(procedure, confirmations)
        self.fields["confirmed_facts"].choices = [
            (path, in_words(procedure, path)) for path in open_paths
        ]

    def _procedure(self) -> dict[str, Any]:
        from egov_forms.models.publishing import interchange

        return interchange(self.instance)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.instance.owns_form:
            return
        self._confirm(self.cleaned_data.get("confirmed_facts") or [])
        if not self._is_publishing():
            return
        for field, error in self._reasons().items():
            self._errors.pop(field, None)
            self.add_error(field, error)

    def _is_publishing(self) -> bool:
        """Also by approving: the last approval of a workflow publishes."""
        approves = self.data.get("workflow-action-name") == "approve"
        pressed = any(action in self.data for action in PUBLISHING)
        return pressed or ("action-workflow-action" in self.data and approves)

    def _confirm(self, paths: list[str]) -> None:
        """Note who confirmed which fact, when."""
        if not paths:
            return
        by = str(self.for_user or "")
        marks = publication.confirm(self._procedure(), by=by, at=timezone.now())
        confirmed = {path: mark for path, mark in marks.items() if path in paths}
        self.instance.confirmations = {**self.instance.confirmations, **confirmed}

    def _reasons(self) -> dict[str, ValidationError]:
        """What is missing, by the field of this form that shows it."""
        from egov_forms.models.publishing import examine, refusals

        page = self._as_typed()
        agencies = list(self.cleaned_data.get("agencies") or ())
        reasons = refusals(page, examine(page, agencies), agencies, page.was_live)
        unconfirmed = [one for one in reasons if one.code == "approximate_facts_confirmed"]
        others = [one for one in reasons if one.path.startswith("agencies")]
        at_blocks = [one for one in reasons if one not in unconfirmed and one not in others]
        refused = {name: self.errors.as_data()[name][0] for name in STREAMS if name in self.errors}
        placed: dict[str, ValidationError] = dict(
            place(at_blocks, page.facts, page.steps, page.rules, refused)
        )
        if unconfirmed:
            placed["confirmed_facts"] = ValidationError([one.message for one in unconfirmed[:1]])
        if others:
            placed["agencies"] = ValidationError([one.message for one in others])
        return placed

    def _as_typed(self) -> Any:
        """The page with its streams as they were sent, also where a block refused them: so that
        what is missing elsewhere is said in the same breath."""
        page = copy(self.instance)
        for name in STREAMS:
            if name in self.errors:
                field = self.fields[name]
                value = field.widget.value_from_datadict(
                    self.data, self.files, self.add_prefix(name)
                )
                if hasattr(field.block, "complete"):
                    field.block.complete(value)
                setattr(page, name, value)
        return page
