"""What JSON a procedure is made of: small kinds that report every place where it is not.

A kind is called with a value, its path and the list of problems. `status` and `note` may
stand on every object. Empty values (null, "", [], {}) count as absent.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Problem
from .messages import gettext as _

Kind = Callable[[Any, str, list[Problem]], None]
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
STATUSES = ("known", "approximate")
MOST_DAYS = 9_999  # of a time limit; beyond it somebody made a mistake


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def wrong_type(path: str, wanted: str, problems: list[Problem]) -> None:
    problems.append(Problem(path, "wrong_type", _("must be %(what)s") % {"what": wanted}))


def string(value: Any, path: str, problems: list[Problem]) -> None:
    if not isinstance(value, str):
        wrong_type(path, _("text"), problems)


def boolean(value: Any, path: str, problems: list[Problem]) -> None:
    if not isinstance(value, bool):
        wrong_type(path, _("true or false"), problems)


def number(value: Any, path: str, problems: list[Problem]) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        wrong_type(path, _("a number"), problems)
    elif value < 0:
        problems.append(Problem(path, "bad_value", _("must not be negative")))


def whole(value: Any, path: str, problems: list[Problem]) -> None:
    if isinstance(value, float) and not value.is_integer():
        wrong_type(path, _("a whole number"), problems)
    else:
        number(value, path, problems)


def anything(value: Any, path: str, problems: list[Problem]) -> None:
    """For provenance and other facts that the software only shows."""


def text(value: Any, path: str, problems: list[Problem]) -> None:
    """`{"vi": ..., "en": ...}` with at least one language filled."""
    if not isinstance(value, dict):
        return wrong_type(path, _("a text for each language"), problems)
    spoken = {key: item for key, item in value.items() if key not in ("status", "note")}
    for key, item in spoken.items():
        if not _LANGUAGE.fullmatch(key):
            unknown_key(f"{path}.{key}", problems)
        elif not isinstance(item, str) and item is not None:
            wrong_type(f"{path}.{key}", _("text"), problems)
    if not any(isinstance(item, str) and item.strip() for item in spoken.values()):
        message = _("must be filled in at least one language")
        problems.append(Problem(path, "missing_text", message))


def matching(pattern: re.Pattern[str], code: str, message: Callable[[], str]) -> Kind:
    def kind(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str):
            wrong_type(path, _("text"), problems)
        elif not pattern.fullmatch(value):
            problems.append(Problem(path, code, message()))

    return kind


key = matching(KEY, "bad_key", lambda: _("must be a letter followed by letters, digits and _"))
slug = matching(SLUG, "bad_key", lambda: _("must be small letters, digits and single hyphens"))
time = matching(_TIME, "bad_value", lambda: _("must be a time such as 15:00"))


def one_of(*words: str) -> Kind:
    def kind(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str):
            wrong_type(path, _("text"), problems)
        elif value not in words:
            message = _("must be one of: %(words)s") % {"words": ", ".join(words)}
            problems.append(Problem(path, "bad_value", message))

    return kind


def either(test: Callable[[Any], bool], first: Kind, second: Kind) -> Kind:
    def kind(value: Any, path: str, problems: list[Problem]) -> None:
        (first if test(value) else second)(value, path, problems)

    return kind


def list_of(item: Kind) -> Kind:
    def kind(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, list):
            return wrong_type(path, _("a list"), problems)
        for index, part in enumerate(value):
            item(part, f"{path}[{index}]", problems)

    return kind


@dataclass(frozen=True)
class Shape:
    """An object with these keys; those in `required` must be there and filled."""

    keys: Mapping[str, Kind]
    required: tuple[str, ...] = ()

    def __call__(self, value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, dict):
            return wrong_type(path, _("an object"), problems)
        for name in self.required:
            if is_empty(value.get(name)):
                problems.append(Problem(f"{path}.{name}", "missing_key", _("is missing")))
        for name, item in value.items():
            kind = self.keys.get(name) or _EVERYWHERE.get(name)
            if kind is None:
                unknown_key(f"{path}.{name}", problems)
            elif not is_empty(item):
                kind(item, f"{path}.{name}", problems)


def unknown_key(path: str, problems: list[Problem]) -> None:
    problems.append(Problem(path, "unknown_key", _("is not a key of the format")))


note = either(lambda given: isinstance(given, dict), text, string)
_EVERYWHERE: Mapping[str, Kind] = {"status": one_of(*STATUSES), "note": note}


def fact(value: Kind, translation: Kind = string) -> Kind:
    """`{value, status}`, tolerant of what is shown with it; or a text by language."""
    shape = Shape({"value": value, "vi": translation, "en": translation, "label": text})

    def is_text(given: Any) -> bool:
        return isinstance(given, dict) and "value" not in given

    def valued(given: Any, path: str, problems: list[Problem]) -> None:
        shape(given, path, problems)
        if isinstance(given, dict) and is_empty(given["value"]) and _says_more(given):
            problems.append(Problem(f"{path}.value", "missing_key", _("is missing")))

    return either(is_text, text, valued)


def _says_more(given: Mapping[str, Any]) -> bool:
    """Whether something stands beside the value that means nothing without it."""
    return any(not is_empty(item) for key, item in given.items() if key not in _EVERYWHERE)


strings = list_of(string)
text_or_texts = either(lambda given: isinstance(given, list), strings, string)
fact_text = fact(string)
LEVEL = fact(one_of("commune", "province", "ministry", "other"))
LEGAL_BASIS = Shape(dict.fromkeys(("number", "title_vi", "title_en", "url", "date"), string))
COMPONENT = Shape(
    {
        "key": key,
        "name": text,
        "originals": whole,
        "copies": whole,
        "required": one_of("always", "conditional", "shown"),
        "condition": string,
        "form_code": string,
        "form_field": string,
    },
    ("key", "name"),
)
_LIMIT = Shape(
    {
        "amount": number,
        "unit": one_of("working_day", "calendar_day", "same_day"),
        "case": text,
        "when": string,
        "cutoff": time,
        "counts": one_of("alone", "added"),
    },
    ("unit",),
)


def time_limit(value: Any, path: str, problems: list[Problem]) -> None:
    """Only amounts that the clock can count; of a same-day limit the amount says nothing."""
    found: list[Problem] = []
    _LIMIT(value, path, found)
    problems += found
    if found:
        return
    amount, step = value.get("amount"), {"working_day": 0.5, "calendar_day": 1}.get(value["unit"])
    if step and not is_empty(amount) and (amount == 0 or amount % step):
        message = _("must be a whole number of days above 0; working days may be half")
        problems.append(Problem(f"{path}.amount", "bad_value", message))
    elif step and not is_empty(amount) and amount > MOST_DAYS:
        message = _("must be at most %(n)s") % {"n": MOST_DAYS}
        problems.append(Problem(f"{path}.amount", "bad_value", message))


FEE = Shape(
    {
        "name": text,
        "kind": string,
        "amount": number,
        "currency": string,
        "per": text,
        "formula": string,
        "when": string,
        "basis": string,
    },
    ("name",),
)
ROUTING = Shape(
    {"by": one_of("single", "choice", "address"), "field": string, "default": string}, ("by",)
)
DESK = Shape({"desk": text, "role": string, "hours": number, "when": string}, ("desk",))
# `in_person`: the citizen must come; a full online service has no such step.
STEP_OF_LAW = Shape({"text": text, "actor": string, "in_person": boolean}, ("text",))
PROCEDURE = Shape(
    {
        "id": slug,
        "code": fact_text,
        "decision": fact_text,
        "name": text,
        "short_name": text,
        "field": fact_text,
        "ministry": fact_text,
        "levels": list_of(LEVEL),
        "competent_authority": fact_text,
        "service_level": fact(one_of("full", "partial")),
        "target_users": fact(strings, text_or_texts),
        "channels": fact(strings),
        "procedure_steps": list_of(STEP_OF_LAW),
        "dossier_components": list_of(COMPONENT),
        "number_of_sets": fact(whole),
        "time_limits": list_of(time_limit),
        "fees": list_of(FEE),
        "results": list_of(Shape({"name": text, "result_code": string}, ("name",))),
        "conditions": list_of(fact_text),
        "legal_basis": list_of(LEGAL_BASIS),
        "record": Shape({"seen": boolean, "as_of": string}),
        "form": anything,  # has a check of its own
        "agencies": strings,
        "routing": ROUTING,
        "process": list_of(DESK),
        "channel": one_of("wizard", "national_portal", "counter"),
        "portal_url": string,
    },
    ("id", "name", "form"),
)
CHOICE = Shape({"value": string, "label": text}, ("value", "label"))
CHOICE_LIST = Shape({"choices": list_of(CHOICE)}, ("choices",))
ERROR = Shape({"path": string, "code": key, "message": text}, ("path", "message"))
RULE = Shape(
    {
        "id": key,
        "when": string,
        "each": string,
        "assert": string,
        "error": ERROR,
        "severity": one_of("error", "warning"),
    },
    ("id", "assert", "error"),
)
STEP = Shape(
    {"key": key, "label": text, "fields": anything, "show_when": string},
    ("key", "label", "fields"),
)
FORM = Shape(
    {
        "title": text,
        "reference": fact_text,
        "label_source": one_of("read", "general_knowledge", "own_design"),
        "steps": anything,
        "rules": list_of(RULE),
    },
    ("steps",),
)
# Settings of every field; those of its type are added when the type is known.
FIELD: Mapping[str, Kind] = {
    "key": key,
    "type": string,
    "label": text,
    "help": text,
    "required": either(lambda given: isinstance(given, str), string, boolean),
    "show_when": string,
    "computed": string,
    "default": anything,
    "prefill": string,
    "sensitive": boolean,
    "column": boolean,
}
