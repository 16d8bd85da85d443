"""Which time limit applies, and which a person may choose from."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from egov_forms.rules.definition import Text, TimeLimit

Holds = Callable[[str | None], bool]
ADDED, ALONE = "added", "alone"


def is_doubtful(limit: TimeLimit, limits: Sequence[TimeLimit]) -> bool:
    """Without a condition beside others, and nobody said whether it is added to them."""
    if limit.when or limit.counts:
        return False
    others = (one for one in limits if one is not limit)
    return any(not one.when or _sum(one, limit) for one in others)


def decided(limits: Sequence[TimeLimit], holds: Holds) -> TimeLimit | None:
    """The one that applies, additions counted in; None where a person has to say which.

    Of several that hold, the first with a condition applies, unless another one might have to be
    added: it counts the same days, and nobody said that it counts alone.
    """
    own = [one for one in limits if one.counts != ADDED and holds(one.when)]
    own.sort(key=lambda one: not one.when)
    if not own or (own[1:] and not own[0].when):
        return None
    if any(one.counts != ALONE and _sum(own[0], one) for one in own[1:]):
        return None
    if any(not one.when for one in limits if one.counts == ADDED):
        return None
    total: TimeLimit | None = own[0]
    for addition in (one for one in limits if one.counts == ADDED and holds(one.when)):
        total = _sum(total, addition) if total else None
    return total


def offered(limits: Sequence[TimeLimit]) -> list[TimeLimit]:
    """Every limit that may be the answer: those of their own, then the sums with an addition."""
    own = [one for one in limits if one.counts != ADDED]
    may_be_added = [one for one in limits if one.counts == ADDED or is_doubtful(one, limits)]
    pairs = [(one, more) for more in may_be_added for one in own if one is not more]
    # Two that may be added to each other make one sum.
    once = [pair for place, pair in enumerate(pairs) if pair[::-1] not in pairs[:place]]
    sums = (_sum(one, more) for one, more in once)
    return [*own, *(one for one in sums if one)]


def _sum(limit: TimeLimit, more: TimeLimit) -> TimeLimit | None:
    """None where the two do not count the same days."""
    if limit.unit != more.unit or limit.amount is None or more.amount is None:
        return None
    languages = {*limit.case.to_json(), *more.case.to_json()}
    cases = {
        one: " + ".join(filter(None, (limit.case.get(one), more.case.get(one))))
        for one in languages
    }
    return replace(limit, amount=limit.amount + more.amount, case=Text(cases), when=None)
