"""Originals as the counter compared them, also before the result was sent back."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_tracking.admin.answers import hidden
from egov_tracking.models import Dossier, OriginalCheck, words
from egov_tracking.models.terms import terms_of


@dataclass(frozen=True)
class Seen:
    """``is_past``: compared before the result was sent back, so to be compared again."""

    result: OriginalCheck.Result
    note: str
    at: str
    is_past: bool = False

    @property
    def is_good(self) -> bool:
        return self.result == OriginalCheck.Result.MATCHES


@dataclass(frozen=True)
class Paper:
    key: str
    name: str
    seen: Seen | None


def originals(dossier: Dossier, *, unmasked: bool = False) -> list[Paper]:
    """The papers to compare, each with what was seen last. Two queries."""
    past = _past(dossier, unmasked)
    now = {
        one.component: _seen(one.result, one.note, words.moment(one.checked_at), unmasked)
        for one in dossier.original_checks.all()
    }
    language = get_language() or dossier.language
    papers = terms_of(dossier).originals
    return [Paper(one.key, one.name.get(language), (past | now).get(one.key)) for one in papers]


def _past(dossier: Dossier, unmasked: bool) -> dict[str, Seen]:
    """What the events keep, the last of each paper; `send_back` clears the rows."""
    found: dict[str, Seen] = {}
    for event in dossier.events.filter(act="check_originals").order_by("number"):
        data, at = event.data or {}, words.moment(event.at)
        notes = data.get("notes", {})
        for key, result in data.get("originals", {}).items():
            found[key] = _seen(result, notes.get(key, ""), at, unmasked, is_past=True)
    return found


def _seen(result: str, note: str, at: str, unmasked: bool, *, is_past: bool = False) -> Seen:
    shown = note if unmasked else hidden(None, note)
    return Seen(OriginalCheck.Result(result), shown, at, is_past)


def differing(dossier: Dossier) -> str:
    """What whoever signs has to know; "" when the counter found nothing that differs."""
    found = [
        f"{one.name} ({one.seen.note})" if one.seen.note else one.name
        for one in originals(dossier)
        if one.seen and one.seen.result == OriginalCheck.Result.DIFFERS
    ]
    if not found:
        return ""
    text = _("At the counter these originals did not match what was filed: %(papers)s.")
    return text % {"papers": "; ".join(found)}
