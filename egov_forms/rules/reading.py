"""Checked interchange JSON -> Definition. Nothing is checked here."""

from collections.abc import Mapping
from typing import Any

from .definition import (
    JSON,
    Choice,
    Component,
    Definition,
    Fee,
    Field,
    Rule,
    Step,
    Text,
    TimeLimit,
)
from .privacy import with_personal

# Keys of a field that are not settings of its type.
COMMON = frozenset(
    {"key", "type", "label", "required", "help", "show_when", "computed", "default", "prefill"}
    | {"sensitive", "column", "status", "note"}
)
PARTS = frozenset({"choices", "choices_ref", "columns"})
_OWN = frozenset(
    {"id", "code", "name", "short_name", "form", "dossier_components", "time_limits", "fees"}
)


def read(procedure: JSON, choice_lists: JSON) -> Definition:
    form = procedure["form"]
    lists = {name: _choices(item["choices"]) for name, item in choice_lists.items()}
    steps = tuple(_step(step, lists) for step in form["steps"])
    rules = tuple(map(_rule, form.get("rules") or ()))
    given = {key: form[key] for key in ("title", "reference", "label_source") if form.get(key)}
    given["steps"] = [step.to_json() for step in steps]
    given["rules"] = [rule.to_json() for rule in rules]
    return Definition(
        id=procedure["id"],
        code=str((procedure.get("code") or {}).get("value") or ""),
        name=Text(procedure["name"]),
        short_name=_text(procedure.get("short_name")),
        title=_text(form.get("title")) or Text(procedure["name"]),
        # The source keeps what the author marked: the digest is of that.
        steps=with_personal(steps),
        rules=rules,
        components=tuple(map(_component, procedure.get("dossier_components") or ())),
        time_limits=tuple(map(_time_limit, procedure.get("time_limits") or ())),
        fees=tuple(map(_fee, procedure.get("fees") or ())),
        facts={key: value for key, value in procedure.items() if key not in _OWN},
        choice_lists={name: lists[name] for name in _lists_used(steps)},
        source={**procedure, "form": given},
    )


def _lists_used(steps: tuple[Step, ...]) -> list[str]:
    fields = [item for step in steps for item in step.fields]
    fields += [column for item in fields for column in item.columns]
    return sorted({item.choices_ref for item in fields if item.choices_ref})


def _text(given: Any) -> Text | None:
    if isinstance(given, str):  # a note may be plain text
        given = {"vi": given}
    return (Text(given) or None) if given else None


def _choices(given: Any) -> tuple[Choice, ...]:
    return tuple(Choice(item["value"], Text(item["label"])) for item in given or ())


def _step(given: JSON, lists: Mapping[str, tuple[Choice, ...]]) -> Step:
    fields = tuple(_field(item, lists) for item in given["fields"])
    return Step(given["key"], Text(given["label"]), fields, given.get("show_when") or None)


def _field(given: JSON, lists: Mapping[str, tuple[Choice, ...]]) -> Field:
    reference = given.get("choices_ref") or None
    return Field(
        key=given["key"],
        type=given["type"],
        label=Text(given["label"]),
        required=given.get("required") or False,
        help=_text(given.get("help")),
        show_when=given.get("show_when") or None,
        computed=given.get("computed") or None,
        default=given.get("default"),
        prefill=given.get("prefill") or None,
        sensitive=bool(given.get("sensitive")),
        column=bool(given.get("column")),
        options={k: v for k, v in given.items() if k not in COMMON and k not in PARTS},
        choices=lists[reference] if reference else _choices(given.get("choices")),
        choices_ref=reference,
        columns=tuple(_field(item, lists) for item in given.get("columns") or ()),
        status=given.get("status"),
        note=given.get("note"),
    )


def _rule(given: JSON) -> Rule:
    error = given["error"]
    return Rule(
        id=given["id"],
        assert_=given["assert"],
        path=error["path"],
        code=error.get("code") or given["id"],
        message=Text(error["message"]),
        when=given.get("when") or None,
        each=given.get("each") or None,
        severity=given.get("severity") or "error",
        status=given.get("status"),
    )


def _component(given: JSON) -> Component:
    return Component(
        key=given["key"],
        name=Text(given["name"]),
        originals=given.get("originals") or 0,
        copies=given.get("copies") or 0,
        required=given.get("required") or "always",
        condition=given.get("condition") or None,
        form_code=given.get("form_code") or None,
        form_field=given.get("form_field") or None,
        status=given.get("status"),
    )


def _time_limit(given: JSON) -> TimeLimit:
    return TimeLimit(
        amount=given.get("amount"),
        unit=given["unit"],
        case=Text(given.get("case") or {}),
        when=given.get("when") or None,
        cutoff=given.get("cutoff") or None,
        counts=given.get("counts") or None,
        status=given.get("status"),
    )


def _fee(given: JSON) -> Fee:
    return Fee(
        name=Text(given["name"]),
        kind=given.get("kind") or "",
        amount=given.get("amount"),
        currency=given.get("currency") or "VND",
        per=_text(given.get("per")),
        formula=given.get("formula") or None,
        when=given.get("when") or None,
        basis=given.get("basis") or None,
        note=_text(given.get("note")),
        status=given.get("status"),
    )
