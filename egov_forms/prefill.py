"""What a signed-in account knows already is not asked again (R23): it is offered, to be changed."""

from typing import Any

from egov_forms.rules.definition import Step

PREFIX = "account."


def prefilled(step: Step, user: Any) -> dict[str, Any]:
    """Answers of the step that the account gives, by field key; nothing for a visitor.

    ``account.full_name`` is the user's full name, any other ``account.x`` the attribute ``x`` of
    the site's user model, when it is a text. What is offered is checked like everything typed.
    """
    if not getattr(user, "is_authenticated", False):
        return {}
    offered = {}
    for field in step.fields:
        name = (field.prefill or "").removeprefix(PREFIX)
        if not (field.prefill or "").startswith(PREFIX) or name.startswith("_"):
            continue
        value = user.get_full_name() if name == "full_name" else getattr(user, name, None)
        if isinstance(value, str) and value:
            offered[field.key] = value
    return offered
