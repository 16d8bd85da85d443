"""Whether the form's conditions ask for answers that can be given."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from egov_forms.rules.values_check import strange_values

from .base import Case, Line, rule

#: So many values of a long list are named.
NAMED = 12


@rule("conditions", "design")
def compared_values_exist(case: Case) -> Iterator[Line]:
    """A misspelt value makes a condition that is never true, and nobody would notice.

    For a person, because forms share conditions over lists of which each offers a part.
    """
    found = list(strange_values(case.definition)) if case.definition else []
    for one in found:
        message = _("“%(value)s” is no answer to “%(key)s”, which has: %(allowed)s.")
        more = ["…"] if len(one.allowed) > NAMED else []
        allowed = ", ".join([*one.allowed[:NAMED], *more])
        yield (
            "for_a_person",
            message % {"value": one.value, "key": one.key, "allowed": allowed},
            one.path,
        )
    if case.definition and not found:
        yield "met", _("Conditions compare with answers that the questions have."), "form"
