"""Whether a service is what its level says: law.md R2."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .base import Case, Line, rule


@rule("R2", "F", "TT 26/2009/TT-BTTTT, Điều 3; NĐ 42/2022/NĐ-CP, Điều 11")
def level_fits(case: Case) -> Iterator[Line]:
    """A full online service needs nobody's presence, and its result comes online or by post."""
    level = (case.procedure.get("service_level") or {}).get("value")
    if level != "full":
        yield from _partial(case)
        return
    refusals = list(_presence(case))
    yield from refusals
    if refusals:
        return
    message = _(
        "A full online service: confirm that no step needs the citizen's presence and that the "
        "result comes online or by post."
    )
    yield "for_a_person", message, "service_level"


def _partial(case: Case) -> Iterator[Line]:
    ways = (case.procedure.get("channels") or {}).get("value") or []
    if ways and "in_person" not in ways and case.is_filed_here:
        message = _(
            "A partial online service: confirm how originals, fee and result are handled when "
            "nobody is received in person."
        )
        yield "for_a_person", message, "channels"
        return
    yield "met", _("The level of service fits the ways to file."), "service_level"


def _presence(case: Case) -> Iterator[Line]:
    ways = (case.procedure.get("channels") or {}).get("value") or []
    if ways and "online" not in ways:
        message = _("A full online service can be filed online; the ways to file do not say so.")
        yield "not_met", message, "channels"
    if case.procedure.get("channel") == "counter":
        message = _("A full online service is not filed at the counter only.")
        yield "not_met", message, "channel"
    for index, step in enumerate(case.procedure.get("procedure_steps") or ()):
        if step.get("in_person"):
            message = _("A step of a full online service must not need the citizen's presence.")
            yield "not_met", message, f"procedure_steps[{index}]"
