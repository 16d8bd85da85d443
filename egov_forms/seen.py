"""What a page was shown from, in one short text that it sends back: two tabs are told apart."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from egov_forms.exceptions import StepChanged
from egov_forms.models import Draft
from egov_forms.rules.definition import Definition

SALT = "egov_forms.seen"


def digest(*shown: Any) -> str:
    """Keyed, because numbers of identity cards can be guessed."""
    text = json.dumps(shown, sort_keys=True, default=str)
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:32]


def step_digest(
    definition: Definition, step_key: str, answers: Mapping[str, Any], typed: Mapping[str, Any]
) -> str:
    """Of the step's own answers, and of what was typed on it and not accepted.

    Not of its files: they come and go one by one, and none takes the place of another.
    """
    fields = definition.step(step_key).fields
    own = {field.key for field in fields if not field.computed and field.type != "file"}
    return digest({key: answers[key] for key in own & answers.keys()}, typed)


def step_of(
    draft: Draft, definition: Definition, step_key: str, typed: Mapping[str, Any] | None = None
) -> str:
    """Of a step as the draft holds it now; with ``typed`` as if that had been typed."""
    typed = draft.typed.get(step_key, {}) if typed is None else typed
    return step_digest(definition, step_key, draft.open_answers(), typed)


def refuse_overwriting(
    draft: Draft,
    definition: Definition,
    step_key: str,
    shown: str,
    typed: Mapping[str, Any],
    answers: Mapping[str, Any] | None = None,
) -> None:
    """`StepChanged` when the step, to be stored as given, is no more as it was shown.

    The same sent twice overwrites nothing. No ``answers``: those of the draft stay.
    """
    now = step_of(draft, definition, step_key)
    kept = draft.open_answers() if answers is None else answers
    if shown and now not in (shown, step_digest(definition, step_key, kept, typed)):
        raise StepChanged(step_key)
