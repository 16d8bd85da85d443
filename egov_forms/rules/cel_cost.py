"""What an expression may cost: lists are copied each time they are named, so seldom is enough.

The language has no loops, but a list named in the body of a macro is copied for each row of
another, and a map over a map can double what it is given again and again.
"""

from collections import Counter
from collections.abc import Container, Iterator

from .cel_tokens import ANSWERS, TODAY, Reference
from .messages import gettext as _

MAX_USES = 50  # of one name
MAX_LIST_USES = 10  # of a group, a file question or one with several choices

Cost = tuple[Reference, str, str]


def plain_costs(found: list[Reference]) -> Iterator[Cost]:
    """What can be told without knowing the fields: the uses of a name, and maps over maps."""
    uses: Counter[str] = Counter()
    mapped = False
    for reference in found:
        if reference.kind in ("name", "member"):
            uses[reference.name] += 1
            if uses[reference.name] == MAX_USES + 1:
                yield reference, "too_many_uses", _("“%(name)s” is used too often.")
        if reference.kind == "macro":
            if mapped and reference.over is None:
                text = _("%(name)s runs over something else than a list of the form.")
                yield reference, "mapped_list", text
            mapped = mapped or reference.name == "map"


def list_costs(found: list[Reference], lists: Container[str]) -> Iterator[Cost]:
    """Lists named in the body of a macro, or too often."""
    whole = any(r.kind == "member" and r.base == ANSWERS and r.name in lists for r in found)
    uses: Counter[str] = Counter()
    for reference in found:
        if not _copies_list(reference, lists, whole):
            continue
        uses[reference.name] += 1
        if reference.in_macro:
            text = _("only the row may be a list inside a macro, “%(name)s” may not.")
            yield reference, "list_in_macro", text
        elif uses[reference.name] == MAX_LIST_USES + 1:
            yield reference, "too_many_uses", _("“%(name)s” is used too often.")


def _copies_list(reference: Reference, lists: Container[str], whole: bool) -> bool:
    if reference.kind == "member":
        return reference.base == ANSWERS and reference.name in lists
    if reference.kind != "name" or reference.name == TODAY:
        return False
    # Every `answers` copies all that the expression reads through it.
    return reference.name in lists or (whole and reference.name == ANSWERS)
