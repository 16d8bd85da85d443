"""The steps of a page's form as a citizen would see them, before anything is published."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_forms.evaluation.browser import page_logic
from egov_forms.forms import form_class
from egov_forms.rules.definition import Definition

#: A preview mode of the page for each step: this and the step's key.
STEP = "step-"


def step_modes(definition: Definition | None) -> list[tuple[str, str]]:
    """Preview modes in Wagtail's way, internal and shown name; none for a form with faults."""
    steps = definition.steps if definition else ()
    return [
        (f"{STEP}{step.key}", _("Step %(number)s") % {"number": number})
        for number, step in enumerate(steps, start=1)
    ]


def step_context(definition: Definition | None, mode: str) -> dict[str, Any]:
    """What the template needs; without ``form`` when the step cannot be shown."""
    key = mode.removeprefix(STEP)
    keys = [step.key for step in definition.steps] if definition else []
    if definition is None or key not in keys:
        return {}
    number = keys.index(key)
    step = definition.steps[number]
    language = (get_language() or "").split("-")[0]
    parts = [one for field in step.fields for one in (field, *field.columns)]
    return {
        "form": form_class(definition, key, language)(),
        "service_name": (definition.short_name or definition.name).get(language),
        "step_label": step.label.get(language),
        "step_number": number + 1,
        "step_count": len(keys),
        "has_conditions": any(one.show_when for one in parts),
        "logic": page_logic(definition, key, {}, localdate()),
    }
