"""Whether the time limits leave a choice that nobody wrote down."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from egov_forms.evaluation.limits import ADDED, is_doubtful

from .base import Case, Line, rule


@rule("limits", "design")
def time_limits_decide(case: Case) -> Iterator[Line]:
    """One without a condition beside others may be meant for the rest, or on top of them."""
    limits = case.definition.time_limits if case.definition else ()
    for index, limit in enumerate(limits):
        path = f"time_limits[{index}]"
        if is_doubtful(limit, limits):
            message = _(
                "Confirm how this time limit counts beside the others: of its own, or added to "
                "them. Until then the officer chooses at acceptance."
            )
            yield "for_a_person", message, path
        elif limit.counts == ADDED and not limit.when:
            message = _("An added time limit without a condition: the officer chooses.")
            yield "for_a_person", message, path
