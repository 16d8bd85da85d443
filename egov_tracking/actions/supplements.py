"""Asking the citizen for more, once, completely and in writing (law R26 to R28, R38)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from egov_forms.models import Attachment
from egov_tracking.actions.base import acting, optional
from egov_tracking.exceptions import Refused
from egov_tracking.models import Dossier, SupplementRequest, payments
from egov_tracking.models.officers import Actor

KINDS = ("original", "certified", "photocopy", "answer")


def request_supplement(
    dossier: Dossier,
    actor: Actor,
    *,
    items: Sequence[str | Mapping[str, str]],
    reason: str,
    answer_by: dt.date | None = None,
    confirmed: bool = False,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Status 5. An item is a text, or ``{text, kind, field}``; ``kind`` is one of `KINDS`, and
    ``field`` a question of the form.

    Nothing of it is changed or dropped: what can't be asked is refused. The second request makes
    the dossier late in national reports (R38): it is refused with ``second_supplement`` unless
    ``confirmed``.
    """
    with acting("request_supplement", dossier, actor, version=version, now=now) as act:
        locked = act.dossier
        if locked.supplement_requests and not confirmed:
            raise Refused("second_supplement")
        act.take(reason=reason)
        if answer_by and answer_by < act.office.local(act.now).date():
            raise Refused("answer_by_past")
        row = SupplementRequest.objects.create(
            dossier=locked,
            number=locked.supplements.count() + 1,
            items=_items(items, locked.version.load().fields),
            reason=act.data["reason"],
            answer_by=answer_by,
            asked_at=act.now,
            asked_by=act.user,
        )
        locked.supplement_requests += 1
        act.data |= {
            "supplement": row.number,
            "items": [item["text"] for item in row.items],
            "answer_by": answer_by,
        }
    return act.dossier


def _items(
    given: Sequence[str | Mapping[str, str]], fields: Mapping[str, Any]
) -> list[dict[str, str]]:
    items: list[dict[str, str]] = []
    for one in given:
        item = {"text": one} if isinstance(one, str) else one
        text = optional(item.get("text", ""))
        kind, field = item.get("kind") or "answer", item.get("field", "")
        if not text:
            continue
        if kind not in KINDS:
            raise Refused("unknown_kind", kind=kind)
        if field and field not in fields:
            raise Refused("unknown_item", item=field)
        items.append({"key": f"item{len(items) + 1}", "text": text, "kind": kind, "field": field})
    if not items:
        raise Refused("items_missing")
    return items


def receive_supplement(
    dossier: Dossier,
    actor: Actor,
    *,
    answers: Mapping[str, Any],
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """Back to 4, or to 1 when it was never accepted; the citizen online, or the counter.

    ``answers`` is ``{item key: {"text": ..., "files": [attachment ids]}}``. Before acceptance
    the dossier is complete only now, so the clock's day 0 and the reply are counted from here.
    """
    with acting("receive_supplement", dossier, actor, version=version, now=now) as act:
        locked = act.dossier
        row = locked.supplements.filter(answered_at__isnull=True).order_by("number").last()
        if row is None:
            raise Refused("no_open_request")
        row.answers = _answers(locked, answers, {item["key"] for item in row.items})
        row.answered_at = act.now
        row.received_on = act.office.receipt_day(act.now)
        row.save()
        if not locked.is_accepted:
            locked.complete_at = act.now
            locked.reply_due_at = act.office.add_hours(act.now, act.calendar.reply_hours)
        act.data |= {"supplement": row.number, "received_on": row.received_on}
    return act.dossier


def correct(
    dossier: Dossier,
    actor: Actor,
    *,
    before: Mapping[str, Any],
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Dossier:
    """The citizen corrected a filing that the office has not accepted yet.

    The submission holds the new answers, ``before`` are those that it held. What changed is
    kept sealed beside it, so that the first answers can always be read (law R26). The clock is
    not touched: nobody waits longer for having mended a slip.
    """
    with acting("correct", dossier, actor, version=version, now=now) as act:
        locked = act.dossier
        after, fields = locked.answers(), locked.version.load().fields
        changed = [key for key in fields if before.get(key) != after.get(key)]
        if not changed:
            raise Refused("answers_missing")
        row = SupplementRequest(
            dossier=locked,
            number=locked.supplements.count() + 1,
            origin=SupplementRequest.Origin.CITIZEN,
            asked_at=act.now,
            answered_at=act.now,
            received_on=act.office.receipt_day(act.now),
        )
        row.answers = {key: {"before": before.get(key), "after": after.get(key)} for key in changed}
        row.save()
        locked.read_submission()
        payments.charge_again(locked)
        act.data |= {
            "supplement": row.number,
            "items": [fields[key].label.get(locked.language) for key in changed],
        }
    return act.dossier


def _answers(
    dossier: Dossier, given: Mapping[str, Any], known: AbstractSet[str]
) -> dict[str, dict[str, Any]]:
    """The answers to what was asked, normalised, with files of this very submission."""
    answers: dict[str, dict[str, Any]] = {}
    if unknown := sorted(set(given) - known):
        raise Refused("unknown_item", item=unknown[0])
    for key in sorted(given):
        text = optional(given[key].get("text", ""))
        files = [str(file) for file in given[key].get("files", ())]
        if text or files:
            answers[key] = {"text": text, "files": files}
    if not answers:
        raise Refused("answers_missing")
    named = {file for answer in answers.values() for file in answer["files"]}
    own = Attachment.objects.filter(submission=dossier.submission).values_list("pk", flat=True)
    if named and (dossier.submission is None or not named <= {str(pk) for pk in own}):
        raise Refused("foreign_file")
    return answers
