"""Whether the answers that the desk's lists should show may stand there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .base import Case, Line, rule


@rule("columns", "design")
def columns_are_shown(case: Case) -> Iterator[Line]:
    """Sealed answers stand in no list, whatever the form's author marked."""
    for number, step in enumerate(case.definition.steps if case.definition else ()):
        for place, field in enumerate(step.fields):
            if field.column and field.is_personal:
                message = _("The lists of the desk do not show this answer: it is personal.")
                yield "for_a_person", message, f"form.steps[{number}].fields[{place}]"
