"""What formtools keeps its steps in: one draft row instead of a session."""

from django.http import HttpRequest
from formtools.wizard.storage.base import BaseStorage

from egov_forms.models import Draft


class DraftStorage(BaseStorage):
    """It knows the step, the draft knows the answers.

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
