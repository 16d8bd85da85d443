"""What a person reads of a page, and what a browser without script sends for its form."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core import mail
from django.core.management import call_command


def page(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(part: Any) -> str:
    """Its text with single spaces, as a reader sees it."""
    found = part if isinstance(part, Tag) else page(part)
    return " ".join(found.get_text(" ").split())


def heading(response: Any) -> str:
    found = page(response).find("h1")
    assert found, "The page has no heading"
    return words(found)


def main_form(response: Any) -> Tag:
    """The form that the page is for; languages and searches have their own elsewhere."""
    found = page(response).select("main form[method=post]:not([role=search])")
    assert len(found) == 1, f"{len(found)} forms"
    return found[0]


def filled(form: Tag, **typed: Any) -> dict[str, Any]:
    """The form as it stands, with what a person typed over it; buttons are left alone."""
    sent: dict[str, Any] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name, value = control.get("name"), _value(control)
        if name and value is not None:
            sent[name] = value
    unknown = set(typed) - {control.get("name") for control in form.find_all(attrs={"name": True})}
    assert not unknown, f"The form does not ask for {sorted(unknown)}"
    return {**sent, **typed}


def _value(control: Tag) -> str | None:
    """What the control sends; None when it sends nothing."""
    if control.name == "textarea":
        return control.text.removeprefix("\n")
    if control.name == "select":
        options = control.find_all("option")
        chosen = [one for one in options if one.has_attr("selected")] or options[:1]
        return str(chosen[0].get("value", "")) if chosen else None
    kind = control.get("type", "text")
    if kind in ("file", "submit", "button"):
        return None
    if kind in ("radio", "checkbox") and not control.has_attr("checked"):
        return None
    return str(control.get("value", ""))


def new_letters() -> list[mail.EmailMessage]:
    """Run the worker of the outbox; the letters that it sent, none of which waits any more."""
    before = len(mail.outbox)
    call_command("egov_send", verbosity=0)
    return list(mail.outbox[before:])
