"""Errors of `egov_forms`; callers catch `EgovFormsError` for all of them."""

from collections.abc import Sequence
from typing import Any


class EgovFormsError(Exception):
    """The base of this app's errors."""


class SealBroken(EgovFormsError):
    """A sealed answer was altered, moved to another row, or its key is gone."""


class PublicationRefused(EgovFormsError):
    """The page lacks what a live service page must have.

    ``reasons`` are what an editor can mend: problems of the definition and findings not met.
    """

    def __init__(self, reasons: Sequence[Any]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(str(reason) for reason in reasons))


class ServiceClosed(EgovFormsError):
    """The service has no live page, no version or another channel: no draft can start."""


class StepClosed(EgovFormsError):
    """The step does not exist on this draft's path, or may not be opened yet."""

    def __init__(self, step_key: str) -> None:
        self.step_key = step_key
        super().__init__(step_key)


class StepChanged(EgovFormsError):
    """The step was changed since its page was shown, in another tab or browser."""


class AnswersChanged(EgovFormsError):
    """The answers are others than those that the check page showed; nothing was submitted."""


class FormGone(EgovFormsError):
    """The form asks a question whose type no installed app brings any more."""


class DraftIncomplete(EgovFormsError):
    """The whole path does not validate; ``errors`` are those of the evaluation."""

    def __init__(self, errors: Sequence[Any], step_key: str | None = None) -> None:
        self.errors = tuple(errors)
        self.step_key = step_key
        super().__init__(f"{len(self.errors)} errors")


class CorrectionRefused(EgovFormsError):
    """A filing can't be corrected as asked; ``message`` says why in the active language.

    A receiver of `submission_corrected` raises it, too; then nothing was changed.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoReceiver(EgovFormsError):
    """No agency receives these answers and the service names no default inbox."""

    def __init__(self, path: str = "") -> None:
        self.path = path
        super().__init__(path)


class AttachmentRefused(EgovFormsError):
    """A file can't be attached at ``path``; ``message`` says why in the active language."""

    def __init__(self, code: str, path: str, message: str) -> None:
        self.code = code
        self.path = path
        self.message = message
        super().__init__(code)
