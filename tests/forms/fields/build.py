"""Fields for tests of the types."""

from typing import Any

from egov_forms.fields import registry
from egov_forms.rules.definition import Choice, Field, Text

TODAY_TEXT = "2026-07-15"


def field(type_: str, key: str = "answer", **options: Any) -> Field:
    plain = {
        name: options.pop(name)
        for name in ("required", "computed", "default", "prefill", "show_when", "columns")
        if name in options
    }
    choices = tuple(
        Choice(value, Text({"vi": f"Mục {value}", "en": f"Item {value}"}))
        for value in options.pop("choices", ())
    )
    label = Text({"vi": "Câu hỏi", "en": "Question"})
    return Field(key=key, type=type_, label=label, options=options, choices=choices, **plain)


def codes(subject: Field, raw: Any, today: Any = None, bound: Any = None) -> list[tuple[str, str]]:
    """(path, code) of all that parsing and checking find."""
    import datetime

    from egov_forms.fields import FieldError

    type_ = registry[subject.type]
    today = today or datetime.date.fromisoformat(TODAY_TEXT)
    try:
        value = type_.parse(subject, raw)
    except FieldError as error:
        return [(wrong.path, wrong.code) for wrong in error.all]
    if type_.is_empty(value):
        return [("", "required")]
    return [(wrong.path, wrong.code) for wrong in type_.check(subject, value, today, bound or {})]
