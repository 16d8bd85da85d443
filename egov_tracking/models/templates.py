"""The texts of messages: shipped as files, changed by an agency in the register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
ANY_BRACE = re.compile(r"[{}]")
#: What a subject or a text message may name: nothing that a citizen answered, and no secret.
PUBLIC = frozenset({"agency", "agency_phone", "service", "reference", "code", "due", "status"})
#: What a letter may name besides.
ALLOWED = PUBLIC | {
    "agency_address",
    "agency_hours",
    "amount",
    "answer_by",
    "applicant",
    "appointment",
    "code_label",
    "collect",
    "items",
    "lookup_url",
    "reason",
    "received",
    "reply",
    "secret",
    "waiting",
    "was_due",
}


class Kind(models.TextChoices):
    RECEIVED = "received", _("filed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")
    SUPPLEMENT_REQUESTED = "supplement_requested", _("supplement requested")
    PAYMENT_REQUESTED = "payment_requested", _("payment requested")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWAL_REJECTED = "withdrawal_rejected", _("withdrawal rejected")
    STOPPED = "stopped", _("stopped")
    REOPENED = "reopened", _("reopened")
    APOLOGY = "apology", _("apology and new date")
    DUE_MOVED = "due_moved", _("due date counted again")
    RESULT_READY = "result_ready", _("result ready")


def kinds() -> list[tuple[str, Any]]:
    # Asked for when needed, so that a new kind of message needs no migration.
    return Kind.choices


@dataclass(frozen=True)
class Wording:
    subject: str
    short: str
    body: str

    def fill(self, values: Mapping[str, str]) -> "Wording":
        return Wording(
            _one_line(_fill(self.subject, values, PUBLIC)),
            _one_line(_fill(self.short, values, PUBLIC)),
            "\n".join(_filled_lines(self.body, values)),
        )


def _filled_lines(body: str, values: Mapping[str, str]) -> Iterator[str]:
    """A line that only names what is empty here (such as a telephone) is left out."""
    for line in body.split("\n"):
        names = PLACEHOLDER.findall(line)
        if not names or any(values.get(name) for name in names):
            yield _fill(line, values, ALLOWED)


def _fill(text: str, values: Mapping[str, str], allowed: frozenset[str]) -> str:
    # Once, so that a value that looks like a placeholder stays what it is.
    def value(match: re.Match[str]) -> str:
        return values.get(match[1], "") if match[1] in allowed else ""

    return PLACEHOLDER.sub(value, text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@lru_cache
def shipped(kind: str, language: str) -> Wording:
    """The text that comes with the software: first line subject, second short text, then body.

    A language that has none gets the Vietnamese one.
    """
    name = f"egov_tracking/messages/{kind}.{'en' if language.startswith('en') else 'vi'}.txt"
    text = get_template(name).render()
    subject, short, body = text.split("\n", 2)
    return Wording(subject, short, body.strip() + "\n")


class MessageTemplate(models.Model):
    """An agency's own text of one kind of message in one language, instead of the shipped one."""

    kind = models.CharField(_("message"), max_length=24, choices=kinds)
    language = models.CharField(_("language"), max_length=20)
    subject = models.CharField(_("subject"), max_length=200)
    short = models.CharField(_("text message"), max_length=300)
    body = models.TextField(_("text"), max_length=8000)

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="egov_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    def clean(self) -> None:
        errors = {
            name: _problem(getattr(self, name), allowed)
            for name, allowed in (("subject", PUBLIC), ("short", PUBLIC), ("body", ALLOWED))
        }
        if found := {name: problem for name, problem in errors.items() if problem}:
            raise ValidationError(found)

    @classmethod
    def wording(cls, kind: str, language: str) -> Wording:
        row = cls.objects.filter(kind=kind, language=language).first()
        return Wording(row.subject, row.short, row.body) if row else shipped(kind, language)


def _problem(text: str, allowed: frozenset[str]) -> ValidationError | None:
    unknown = {name for name in PLACEHOLDER.findall(text) if name not in allowed}
    if unknown:
        return ValidationError(
            _("%(unknown)s can't be used here. You can use: %(known)s."),
            params={"unknown": _braced(unknown), "known": _braced(allowed)},
        )
    if ANY_BRACE.search(PLACEHOLDER.sub("", text)):
        return ValidationError(_("Use braces only around the name of a placeholder."))
    return None


def _braced(names: set[str] | frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
