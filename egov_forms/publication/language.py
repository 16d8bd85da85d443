"""English where foreigners may use the service: law.md R6."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms.rules.definition import Definition, Text
from egov_forms.rules.text import fold

from .base import Case, Line, rule

#: In a list of who may apply; Vietnamese who live abroad ("định cư ở nước ngoài") are not meant.
_FOREIGNERS = ("nguoi nuoc ngoai", "to chuc nuoc ngoai", "ca nhan nuoc ngoai")


@rule("R6", "F2", "TT 26/2009/TT-BTTTT")
def english_complete(case: Case) -> Iterator[Line]:
    missing = list(_without_english(case))
    if not missing:
        yield "met", _("Every text of the form and the main facts have an English version."), ""
        return
    message = ngettext(
        "%(count)s text has no English version; the first is here.",
        "%(count)s texts have no English version; the first is here.",
        len(missing),
    ) % {"count": len(missing)}
    if not foreigners_may_apply(case.procedure):
        yield "for_a_person", message, missing[0]
    else:
        yield "not_met", message, missing[0]


def foreigners_may_apply(procedure: Mapping[str, Any]) -> bool:
    users = (procedure.get("target_users") or {}).get("value") or []
    return any(word in fold(str(user)) for user in users for word in _FOREIGNERS)


def _without_english(case: Case) -> Iterator[str]:
    form = _form(case.definition) if case.definition else ()
    texts = [*_facts(case.procedure), *form]
    yield from (path for path, text in texts if text and "en" not in text.to_json())


def _facts(procedure: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for key in ("name", "short_name", "field", "ministry"):
        if procedure.get(key):
            yield key, Text(procedure[key])
    lists = {"procedure_steps": "text", "dossier_components": "name", "results": "name"}
    for key, part in lists.items():
        for index, item in enumerate(procedure.get(key) or ()):
            yield f"{key}[{index}].{part}", Text(item.get(part) or {})


def _form(definition: Definition) -> Iterator[tuple[str, Text]]:
    for number, step in enumerate(definition.steps):
        yield f"form.steps[{number}].label", step.label
        for place, field in enumerate(step.fields):
            path = f"form.steps[{number}].fields[{place}]"
            yield from _question(field, path)
            for index, column in enumerate(field.columns):
                yield from _question(column, f"{path}.columns[{index}]")
    for number, one in enumerate(definition.rules):
        yield f"form.rules[{number}].error.message", one.message


def _question(field: Any, path: str) -> Iterator[tuple[str, Text]]:
    yield f"{path}.label", field.label
    if field.help:
        yield f"{path}.help", field.help
    if not field.choices_ref:
        for index, choice in enumerate(field.choices):
            yield f"{path}.choices[{index}].label", choice.label
