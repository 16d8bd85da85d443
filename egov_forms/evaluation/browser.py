"""What a step's page hands to the browser, so that conditions show and hide while one types.

The server decides; the browser saves a round trip. Nothing is handed over that no condition
of the step reads.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from egov_forms.rules.definition import Definition

from .plan import FieldPlan, Plan, plan_of


def page_logic(
    definition: Definition, step_key: str, answers: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """JSON: `bound`, what expressions see of the earlier steps; `fields`, those of the step in
    the order of their dependencies. `answers` are those of an evaluation: hidden ones dropped.
    """
    plan = plan_of(definition)
    fields = plan.ordered[plan.numbers[step_key]]
    own = {item.key for item in fields}
    read = {name for item in fields for name in item.reads} - own
    bound = {name: _seen(plan, name, answers.get(name)) for name in sorted(read)}
    return {
        "bound": {
            "today": today.isoformat(),
            **{name: value for name, value in bound.items() if value is not None},
        },
        "fields": [_described(item) for item in fields if item.type.has_answer],
    }


def _seen(plan: Plan, name: str, value: Any) -> Any:
    """The CEL value; None when the field is unbound, as it is bound in an evaluation."""
    item = plan.fields[name]
    if item.columns:
        boxes = {one.key: False for one in item.columns if one.field.type == "checkbox"}
        return [{**boxes, **row} for row in item.type.to_cel(item.field, value or [])]
    if item.field.type == "checkbox":
        return bool(value)
    return None if item.type.is_empty(value) else item.type.to_cel(item.field, value)


def _described(item: FieldPlan) -> dict[str, Any]:
    described: dict[str, Any] = {"key": item.key, "type": item.field.type}
    if (places := getattr(item.type, "places", None)) is not None:
        described["places"] = places(item.field)
    if item.columns:
        described["columns"] = [_described(column) for column in item.ordered]
    if item.computed:  # not on the page, so its condition is told here
        described["computed"] = item.computed.source
        if item.show_when:
            described["show_when"] = item.show_when.source
    return described
