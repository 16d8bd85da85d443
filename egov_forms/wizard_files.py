"""Files chosen on a page of the wizard: attached before the page is judged, refusals kept."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from egov_forms import actions
from egov_forms.exceptions import AttachmentRefused
from egov_forms.fields.buttons import Action, moved
from egov_forms.forms import FileInput, StepForm
from egov_forms.typed import Refusal
from egov_forms.uploads import clean_name


def attach_chosen(
    draft_id: UUID, form: StepForm, data: QueryDict, files: "MultiValueDict[str, Any]"
) -> tuple[QueryDict, list[Refusal]]:
    """Attach what was chosen.

    Gives what was sent as if the new files of rows had stood on the page already, and what was
    refused, each at its question.
    """
    sent = data.copy()
    refused: list[Refusal] = []
    for place in form.file_inputs:
        held = list(place.held or ())
        for upload in files.getlist(place.name):
            try:
                attachment = actions.attach_file(draft_id, place.path, upload, beside=held)
            except AttachmentRefused as error:
                told = f"{clean_name(upload.name or '')}: {error.message}"
                refused.append(Refusal(place.place, error.code, told))
            else:
                held.append(str(attachment.pk))
                _hold(sent, place, held[-1])
    return sent, refused


def _hold(sent: QueryDict, place: FileInput, key: str) -> None:
    if place.held is not None:
        sent.appendlist(f"{place.name}-id", key)


def still_asked(
    refused: Iterable[Refusal], visible: Collection[str], action: Action | None
) -> list[Refusal]:
    """Those of questions that are shown, where these stand after the button."""
    placed = (replace(one, path=moved(action, one.path)) for one in refused if one.path in visible)
    return [one for one in placed if one.path]
