"""The parts that a service page must show: law.md R1, R3, R5, R7, R8 and R10."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Case, Line, rule, text_of

Part = tuple[str, Any, Callable[[Any], bool]]


def _has_text(fact: Any) -> bool:
    return bool(text_of(fact).strip())


def _has_value(fact: Any) -> bool:
    value = fact.get("value") if isinstance(fact, Mapping) else None
    items = value if isinstance(value, list) else [value]
    return any(item is not None and str(item).strip() for item in items)


def _each(says: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Not empty, and no item of the list is blank."""
    return lambda fact: bool(fact) and all(says(item) for item in fact)


def _says(key: str) -> Callable[[Any], bool]:
    return lambda item: _has_text(item.get(key))


def _is_limit(limit: Mapping[str, Any]) -> bool:
    return limit.get("unit") == "same_day" or limit.get("amount") is not None


#: Article 5(1): path, what it is called, when it is there.
MANDATORY: tuple[Part, ...] = (
    ("name", gettext_lazy("the name"), _has_text),
    (
        "procedure_steps",
        gettext_lazy("the sequence of steps"),
        _each(lambda i: _has_text(i.get("text"))),
    ),
    ("channels", gettext_lazy("the ways to file"), _has_value),
    ("dossier_components", gettext_lazy("the papers"), _each(_says("name"))),
    ("number_of_sets", gettext_lazy("the number of sets"), _has_value),
    ("time_limits", gettext_lazy("the time limit"), _each(_is_limit)),
    ("target_users", gettext_lazy("who may apply"), _has_value),
    ("competent_authority", gettext_lazy("the competent authority"), _has_value),
    ("results", gettext_lazy("the result"), _each(_says("name"))),
    ("legal_basis", gettext_lazy("the legal basis"), _each(_says("number"))),
)


@rule("R1", "RH", "TT 26/2009/TT-BTTTT; NĐ 43/2011/NĐ-CP")
def catalogue_entry(case: Case) -> Iterator[Line]:
    """The catalogue lists every service with its level and lets people filter."""
    wanted: tuple[Part, ...] = (
        ("field", _("the field"), _has_text),
        ("levels", _("the level of agency"), bool),
        ("service_level", _("the level of service"), _has_value),
    )
    for path, label, is_there in wanted:
        if is_there(case.procedure.get(path)):
            yield "met", _("The catalogue shows %(part)s.") % {"part": label}, path
        else:
            yield "not_met", _("The catalogue needs %(part)s.") % {"part": label}, path


@rule("R3", "F", "TT 32/2017/TT-BTTTT, Điều 5 khoản 1; NĐ 63/2010/NĐ-CP, Điều 8 khoản 2")
def mandatory_parts(case: Case) -> Iterator[Line]:
    for path, label, is_there in MANDATORY:
        if is_there(case.procedure.get(path)):
            yield "met", _("Shown: %(part)s.") % {"part": label}, path
        else:
            yield "not_met", _("A mandatory part is missing: %(part)s.") % {"part": label}, path


@rule("R3", "F", "TT 32/2017/TT-BTTTT, Điều 5 khoản 1; NĐ 63/2010/NĐ-CP, Điều 8 khoản 2")
def parts_if_any(case: Case) -> Iterator[Line]:
    """Forms, conditions and fees are mandatory only where they exist."""
    wanted = {
        "fees": _("fees or charges"),
        "conditions": _("requirements or conditions"),
    }
    for path, label in wanted.items():
        if case.procedure.get(path):
            yield "met", _("Shown: %(part)s.") % {"part": label}, path
        else:
            message = _("No %(part)s are stated: confirm that there are none.")
            yield "for_a_person", message % {"part": label}, path
    if not case.procedure.get("code", {}).get("value"):
        yield "for_a_person", _("No national code is stated."), "code"


@rule("R5", "F", "TT 32/2017/TT-BTTTT, Điều 5 khoản 2")
def forms_downloadable(case: Case) -> Iterator[Line]:
    form = case.procedure.get("form") or {}
    forms = [text_of(form.get("reference"))] if form.get("label_source") != "own_design" else []
    papers = case.procedure.get("dossier_components") or ()
    named = [name for name in (*forms, *(paper.get("form_code") for paper in papers)) if name]
    if not named:
        yield "met", _("No official form is named."), "form.reference"
    for name in dict.fromkeys(named):
        message = _("Confirm that this form can be downloaded without signing in: %(form)s.")
        yield "for_a_person", message % {"form": name}, "form.reference"


@rule("R7", "F2", "TT 26/2009/TT-BTTTT", profiles=("tt26-2009",))
def feedback_section(case: Case) -> Iterator[Line]:
    yield "for_a_person", _("Confirm that the portal has a section for questions and opinions."), ""


@rule("R8", "F2", "QĐ 766/QĐ-TTg (2022)", profiles=("current",))
def published_in_time(case: Case) -> Iterator[Line]:
    decision = text_of(case.procedure.get("decision"))
    if not decision:
        yield "for_a_person", _("No publishing decision is named."), "decision"
        return
    message = _(
        "Confirm that the page follows decision %(decision)s within 5 working days (province) "
        "or 10 (ministry)."
    )
    yield "for_a_person", message % {"decision": decision}, "decision"


@rule("R10", "RM", "TT 24/2011/TT-BTTTT")
def page_metadata(case: Case) -> Iterator[Line]:
    """The page's head takes its title from the procedure's name."""
    if _has_text(case.procedure.get("name")):
        yield "met", _("The page's title is the procedure's name."), "name"
    yield "for_a_person", _("Confirm the other metadata of the page."), ""
