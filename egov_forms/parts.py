"""The parts of a procedure that the law wants shown (R2 to R5), prepared for a page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from egov_forms.fields.formats import format_money
from egov_forms.rules.definition import Component, Definition, Fee, Text, TimeLimit


@dataclass(frozen=True)
class Part:
    """``kind`` tells the template how to lay ``value`` out; empty parts are not made."""

    key: str
    label: str
    kind: str
    value: Any


@dataclass(frozen=True)
class Paper:
    name: str
    originals: int
    copies: int
    is_conditional: bool
    is_only_shown: bool
    form_code: str


@dataclass(frozen=True)
class Charge:
    name: str
    amount: str
    per: str
    basis: str
    note: str


def localized(fact: Any, language: str) -> str:
    """A fact's text: ``{vi, en}``, ``{value, en}`` or a plain string."""
    if not isinstance(fact, Mapping):
        return str(fact or "")
    if "value" not in fact:
        return Text(fact).get(language)
    value = fact["value"]
    if isinstance(fact.get("label"), Mapping):
        return Text(fact["label"]).get(language)
    if language != "vi" and fact.get(language):
        return str(fact[language])
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def time_limit_text(limit: TimeLimit) -> str:
    """The limit in words, without its case."""
    if limit.unit == "same_day":
        return _("The same day; after %(cutoff)s, the next working day") % {
            "cutoff": limit.cutoff or "15:00"
        }
    amount = limit.amount or 0
    shown = number_format(amount, use_l10n=True)
    if limit.unit == "working_day":
        return ngettext("%(n)s working day", "%(n)s working days", int(amount)) % {"n": shown}
    return ngettext("%(n)s calendar day", "%(n)s calendar days", int(amount)) % {"n": shown}


def fee_text(fee: Fee) -> str:
    if fee.amount is None:
        return _("Set by the province")
    if fee.amount == 0:
        return _("Free")
    return money(fee.amount)


def money(amount: float) -> str:
    """Whole đồng with the language's thousands separator."""
    return format_money(amount, get_language() or "vi")


def paper(component: Component, language: str) -> Paper:
    return Paper(
        name=component.name.get(language),
        originals=component.originals,
        copies=component.copies,
        is_conditional=component.required == "conditional",
        is_only_shown=component.required == "shown",
        form_code=component.form_code or "",
    )


def charge(fee: Fee, language: str, amount: int | None = None) -> Charge:
    """``amount`` is what the fee's formula gave for a dossier; it is then for the whole of it."""
    return Charge(
        name=fee.name.get(language),
        amount=money(amount) if amount else fee_text(fee),
        per=fee.per.get(language) if fee.per and fee.amount and not amount else "",
        basis=fee.basis or "",
        note=fee.note.get(language) if fee.note else "",
    )


CHANNELS = {
    "online": gettext_lazy("Online"),
    "post": gettext_lazy("By public post"),
    "in_person": gettext_lazy("In person at the counter"),
}
LEVELS = {
    "commune": gettext_lazy("Commune"),
    "province": gettext_lazy("Province"),
    "ministry": gettext_lazy("Ministry"),
    "other": gettext_lazy("Other agency"),
}
SERVICE_LEVELS = {"full": gettext_lazy("Fully online"), "partial": gettext_lazy("Partly online")}

Maker = Callable[[Definition, str], Any]


def _texts(key: str) -> Maker:
    """A list fact (``{value: [...]}`` or a list of such) as readable lines."""

    def make(definition: Definition, language: str) -> list[str]:
        fact = definition.facts.get(key) or []
        if isinstance(fact, Mapping):
            said = fact.get(language)
            return [
                str(one) for one in (said if isinstance(said, list) else fact.get("value")) or []
            ]
        return [localized(one.get("name") or one, language) for one in fact]

    return make


def result_names(definition: Definition, language: str) -> list[str]:
    """What the citizen gets in the end."""
    names: list[str] = _texts("results")(definition, language)
    return names


def _text(key: str) -> Maker:
    return lambda definition, language: localized(definition.facts.get(key), language)


def _steps(definition: Definition, language: str) -> list[str]:
    return [
        localized(one["text"], language) for one in definition.facts.get("procedure_steps") or []
    ]


def _levels(definition: Definition, language: str) -> list[str]:
    return [_worded(one, LEVELS, language) for one in definition.facts.get("levels") or []]


def _service_level(definition: Definition, language: str) -> str:
    return _worded(definition.facts.get("service_level") or {}, SERVICE_LEVELS, language)


def _worded(fact: Mapping[str, Any], words: Mapping[str, Any], language: str) -> str:
    """A fact that is a code, under its own label or else the usual one."""
    if isinstance(fact.get("label"), Mapping):
        return localized(fact, language)
    return str(words.get(fact.get("value", ""), localized(fact, language)))


def _channels(definition: Definition, language: str) -> list[str]:
    values = (definition.facts.get("channels") or {}).get("value") or []
    return [str(CHANNELS.get(one, one)) for one in values]


def _limits(definition: Definition, language: str) -> list[tuple[str, str]]:
    return [(time_limit_text(one), one.case.get(language)) for one in definition.time_limits]


def _legal(definition: Definition, language: str) -> list[tuple[str, str]]:
    basis = definition.facts.get("legal_basis") or []
    return [
        (one.get("number", ""), one.get("title_" + language) or one.get("title_vi", ""))
        for one in basis
    ]


def form_reference(definition: Definition, language: str) -> str:
    """The number of the official form, or "" when there is none."""
    form = definition.source.get("form") or {}
    return localized(form.get("reference"), language)


def _form(definition: Definition, language: str) -> str:
    reference = form_reference(definition, language)
    title = definition.title.get(language)
    return f"{title} ({reference})" if reference else title


LAYOUT: tuple[tuple[str, Callable[[], str], str, Maker], ...] = (
    ("code", lambda: _("Procedure code"), "text", lambda d, language: d.code),
    ("decision", lambda: _("Published by decision"), "text", _text("decision")),
    ("field", lambda: _("Field"), "text", _text("field")),
    ("levels", lambda: _("Level of agency"), "list", _levels),
    ("authority", lambda: _("Deciding agency"), "text", _text("competent_authority")),
    ("service_level", lambda: _("Level of online service"), "text", _service_level),
    ("target_users", lambda: _("Who may apply"), "list", _texts("target_users")),
    ("channels", lambda: _("How to apply"), "list", _channels),
    ("procedure_steps", lambda: _("How it goes"), "steps", _steps),
    (
        "papers",
        lambda: _("Papers of the dossier"),
        "papers",
        lambda d, language: [paper(one, language) for one in d.components],
    ),
    ("number_of_sets", lambda: _("Number of sets"), "text", _text("number_of_sets")),
    ("time_limits", lambda: _("Time limit"), "time_limits", _limits),
    (
        "fees",
        lambda: _("Fees"),
        "fees",
        lambda d, language: [charge(one, language) for one in d.fees],
    ),
    ("results", lambda: _("Result"), "list", _texts("results")),
    ("conditions", lambda: _("Conditions"), "list", _texts("conditions")),
    ("form", lambda: _("Form"), "text", _form),
    ("legal_basis", lambda: _("Legal basis"), "legal", _legal),
)


def parts(definition: Definition, language: str) -> Iterator[Part]:
    """In the order in which the page shows them; what is empty is left out."""
    for key, label, kind, make in LAYOUT:
        value = make(definition, language)
        if value:
            yield Part(key, label(), kind, value)
