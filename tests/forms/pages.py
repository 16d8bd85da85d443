"""Pages of a step as a browser without script sees them, and sends them."""

import datetime
from functools import cache

from bs4 import BeautifulSoup
from django.http import QueryDict

from egov_forms.fields import registry
from egov_forms.forms import StepForm, form_class
from egov_forms.rules.definition import Definition
from tests.domain import load

TODAY = datetime.date(2026, 7, 15)


@cache
def definition(name: str) -> Definition:
    data = load("procedures.json")
    procedure = next(p for p in data["procedures"] if p["id"] == name)
    return Definition.from_json(procedure, data["choice_lists"], registry)


def draw(form: StepForm) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def sent(html: BeautifulSoup, button: tuple[str, str] | None = None) -> QueryDict:
    """What a browser without script sends for the page."""
    data = QueryDict(mutable=True)
    for control in html.find_all(["input", "select", "textarea"]):
        kind = control.get("type", "text")
        if control.name == "select":
            options = control.find_all("option")
            chosen = [o for o in options if o.has_attr("selected")] or options[:1]
            for option in chosen:
                data.appendlist(control["name"], option["value"])
        elif control.name == "textarea":
            data.appendlist(control["name"], control.text.removeprefix("\n").replace("\n", "\r\n"))
        elif kind in ("radio", "checkbox"):
            if control.has_attr("checked"):
                data.appendlist(control["name"], control.get("value", "on"))
        elif kind != "file":
            data.appendlist(control["name"], control.get("value", ""))
    if button:
        data.appendlist(*button)
    return data


def blank(name: str, step: str, **changes: str) -> tuple[type[StepForm], QueryDict]:
    """The form of a step and what its blank page sends, with changes."""
    made = form_class(definition(name), step, "vi")
    data = sent(draw(made()))
    for key, value in changes.items():
        data[key.replace("__", "-")] = value
    return made, data


def step_with(name: str, key: str) -> str:
    return definition(name).step_of(key).key
