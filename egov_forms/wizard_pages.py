"""What the pages of the wizard show: a step, the check page, and how to come back later."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from egov_forms import actions, display, receipt, routing, seen
from egov_forms.evaluation.browser import page_logic
from egov_forms.exceptions import NoReceiver
from egov_forms.models import Agency, Draft
from egov_forms.rules.definition import CHECK

if TYPE_CHECKING:
    from formtools.wizard.views import NamedUrlWizardView as Base
else:
    Base = object  # the wizard mixes this in before formtools' view


class WizardPages(Base):
    """A half of the wizard's view; the other half says what these are."""

    request: HttpRequest
    draft: Draft

    def render(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        response: HttpResponse = super().render(form, **context)
        response.status_code = status
        return response

    @property
    def service_name(self) -> str:
        return str((self.definition.short_name or self.definition.name).get(self.language))

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
        shared |= kwargs
        return shared | (self._check_context() if step == CHECK else self._step_context(step))

    def _step_context(self, key: str) -> dict[str, Any]:
        step = self.definition.step(key)
        return {
            "step": step,
            "step_label": step.label.get(self.language),
            "step_number": self.journey.keys.index(key) + 1,
            "shown": seen.step_of(self.draft, self.definition, key),
            "has_conditions": any(
                one.show_when for field in step.fields for one in (field, *field.columns)
            ),
            "logic": page_logic(self.definition, key, self.evaluation.answers, actions.today()),
        }

    def _check_context(self) -> dict[str, Any]:
        answers = self.evaluation.answers
        return {
            "shown": seen.digest(answers),
            "sections": self._sections(),
            "unsaved": [
                (self.get_step_url(step.key), step.label.get(self.language))
                for step in self.journey.steps
                if step.key in self.draft.typed
            ],
            "agency": self._agency(),
            # Rules that only warn stop nobody, but are said before submitting.
            "warnings": [
                one.message.get(self.language) for one in self.evaluation.warnings if one.message
            ],
            **receipt.terms_context(self.definition, answers, actions.today(), self.language),
        }

    def _sections(self) -> list[display.Section]:
        found = display.sections(
            self.definition, self.evaluation.answers, self.language, self.evaluation.visible
        )
        return [section.changed_at(self.get_step_url(section.key)) for section in found]

    def _agency(self) -> Agency | None:
        try:
            return routing.receiver(self.draft.service, self.definition, self.evaluation.answers)
        except NoReceiver:
            return None
