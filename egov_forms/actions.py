"""What a citizen does: start, resume, save, attach, submit, correct. What time does: `upkeep`.

Each act is one transaction. Callers find the draft by its token or its secret; the acts check
that the step may be opened and that the answers hold, whoever calls.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from egov_forms import attaching, filing, seen
from egov_forms.evaluation import Error, Evaluation, evaluate
from egov_forms.exceptions import (
    AnswersChanged,
    DraftIncomplete,
    FormGone,
    ServiceClosed,
    StepClosed,
)
from egov_forms.fields.gone import can_be_asked
from egov_forms.models import Channel, Draft, Service, Submission
from egov_forms.models.drafts import expiry, new_token, token_digest
from egov_forms.rules import references
from egov_forms.rules.definition import Definition
from egov_forms.rules.journey import Journey
from egov_forms.typed import Refusal, noted, without_required

attach_file = attaching.attach_file
remove_file = attaching.remove_file


@dataclass(frozen=True)
class Opened:
    """A draft or the submission made from it, and the token of the browser that opened it."""

    row: Draft | Submission
    token: str

    @property
    def draft_id(self) -> UUID:
        return self.row.draft_id if isinstance(self.row, Submission) else self.row.pk


@dataclass(frozen=True)
class Saved:
    """What came of saving a step.

    ``errors`` are those on the step itself: not empty means that the step was not accepted and
    what was typed is kept as typed. ``next_step`` is where to go: the step that owns an error
    elsewhere, else the next one on the path, ``"check"`` at its end.
    """

    draft: Draft
    evaluation: Evaluation
    errors: tuple[Error | Refusal, ...]
    next_step: str


def today(now: datetime.datetime | None = None) -> datetime.date:
    """The current date where the office is (settings.TIME_ZONE), or that of another moment."""
    return timezone.localdate(now)


def start_draft(service: Service, language: str) -> Opened:
    """One row, with its reference and secret. Raises `ServiceClosed` and `FormGone`."""
    version = service.current_version
    if service.channel != Channel.WIZARD or version is None:
        raise ServiceClosed(service.slug)
    if not can_be_asked(version.load()):
        raise FormGone(service.slug)
    token = new_token()
    draft = Draft(
        service=service,
        version=version,
        language=language,
        token_digest=token_digest(token),
    )
    draft.new_free_pair()
    draft.save(force_insert=True)
    return Opened(draft, token)


@transaction.atomic
def resume(reference: str, secret: str) -> Opened | None:
    """Open by the pair that the citizen keeps; a new token, so the old browser's is void.

    None for an unknown reference and for a wrong secret alike, after the same work.
    """
    wanted = references.format_reference(reference)
    rows: list[Draft | Submission] = [
        *Draft.objects.select_for_update().filter(reference=wanted, expires_at__gt=timezone.now()),
        *Submission.objects.select_for_update(of=("self",)).filter(reference=wanted),
    ]
    row: Draft | Submission = rows[0] if rows else _nobody()
    if not row.opened_by(secret) or not rows:
        return None
    token = new_token()
    row.token_digest = token_digest(token)
    row.save(update_fields=["token_digest"])
    return Opened(row, token)


def _nobody() -> Draft:
    """A row that no secret opens, so that an unknown reference costs the same work."""
    nobody = Draft()
    nobody.new_pair()
    return nobody


def evaluate_draft(
    draft: Draft, definition: Definition, now: datetime.datetime | None = None
) -> Evaluation:
    """The draft as it stands."""
    return evaluate(definition, draft.open_answers(), today(now))


@transaction.atomic
def save_step(
    draft_id: UUID,
    step_key: str,
    answers: Mapping[str, Any],
    typed: Mapping[str, Any],
    *,
    shown: str = "",
    refused: Iterable[Refusal] = (),
    now: datetime.datetime | None = None,
) -> Saved:
    """Accept a step's answers, or keep what was typed when the step has errors.

    ``answers`` is canonical or raw JSON by field key; keys that are no field of the step are
    ignored (security rule 7). Files are attached by `attach_file`; a row names its own by id.
    ``shown`` is `seen.step_of` when the page was shown; without it nothing is compared.
    ``refused`` are files that were chosen and could not be attached: errors where the question
    applies. Raises `StepClosed`, `StepChanged` and `Draft.DoesNotExist` (submitted meanwhile, or
    purged).
    """
    draft, before = _open_step(draft_id, step_key, now)
    definition = before.definition
    evaluation, journey = judge(draft, definition, step_key, answers, now)
    errors = errors_of(step_key, evaluation, journey, refused)
    if errors:
        judged = noted(typed, is_judged=True, refused=refused)
        seen.refuse_overwriting(draft, definition, step_key, shown, judged)
        _keep(draft, step_key, judged)
        return Saved(draft, evaluation, errors, step_key)
    seen.refuse_overwriting(draft, definition, step_key, shown, {}, evaluation.answers)
    draft.set_answers(definition, evaluation.answers)
    draft.done = [key for key in journey.keys if key in journey.done]
    _keep(draft, step_key, {})
    # Who came from the check page goes back to it, or to what the change opened on the way.
    returns = before.is_complete_form or journey.errors
    next_step = journey.first_open if returns else journey.after(step_key)
    return Saved(draft, evaluation, (), next_step)


def judge(
    draft: Draft,
    definition: Definition,
    step_key: str,
    answers: Mapping[str, Any],
    now: datetime.datetime | None = None,
) -> tuple[Evaluation, Journey]:
    """The draft as if these answers had been accepted."""
    evaluation = evaluate(definition, _merge(draft, definition, step_key, answers), today(now))
    return evaluation, Journey(definition, evaluation, {*draft.done, step_key})


def errors_of(
    step_key: str, evaluation: Evaluation, journey: Journey, refused: Iterable[Refusal] = ()
) -> tuple[Error | Refusal, ...]:
    """Those that the step owns, refused files first; a question that is hidden refuses none."""
    files = tuple(one for one in refused if one.path in evaluation.visible)
    own = [error for error in journey.errors if error.step == step_key]
    return (*files, *without_required(own, files))


@transaction.atomic
def keep_typed(
    draft_id: UUID,
    step_key: str,
    typed: Mapping[str, Any],
    *,
    answers: Mapping[str, Any] | None = None,
    shown: str = "",
    refused: Iterable[Refusal] = (),
) -> Draft:
    """Keep what was typed on a step without judging it: autosave, and buttons within the step.

    With ``answers``, what was typed in canonical form, nothing is kept of a step that says what
    was accepted before, unless a file was ``refused``. ``shown``, and what is raised, as
    `save_step`.
    """
    refused = tuple(refused)
    typed = noted(typed, refused=refused)
    draft, before = _open_step(draft_id, step_key)
    definition = before.definition
    if answers is not None and not refused and before.is_complete(step_key):
        merged = evaluate(definition, _merge(draft, definition, step_key, answers), today())
        is_wrong = any(error.step == step_key for error in merged.errors)
        now = seen.step_of(draft, definition, step_key, typed={})
        if not is_wrong and now == seen.step_digest(definition, step_key, merged.answers, {}):
            typed = {}
    seen.refuse_overwriting(draft, definition, step_key, shown, typed)
    _keep(draft, step_key, typed)
    return draft


def _open_step(
    draft_id: UUID, step_key: str, now: datetime.datetime | None = None
) -> tuple[Draft, Journey]:
    """The locked draft and its path, when that lets the step be opened now."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("version").get(pk=draft_id)
    definition = draft.version.load()
    journey = Journey(definition, evaluate_draft(draft, definition, now), draft.done)
    if not journey.may_open(step_key):
        raise StepClosed(step_key)
    return draft, journey


def _keep(draft: Draft, step_key: str, typed: Mapping[str, Any]) -> None:
    others = {key: value for key, value in draft.typed.items() if key != step_key}
    draft.typed = {**others, step_key: dict(typed)} if typed else others
    draft.expires_at = expiry()
    draft.save(update_fields=["answers", "sealed", "done", "expires_at", "updated_at"])


def _merge(
    draft: Draft, definition: Definition, step_key: str, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The draft's answers with this step's replaced by the given ones and its files."""
    fields = {field.key for field in definition.step(step_key).fields}
    others = {key: value for key, value in draft.open_answers().items() if key not in fields}
    given = {key: value for key, value in answers.items() if key in fields}
    return {**others, **given, **attaching.file_answers(draft, definition, step_key, given)}


@transaction.atomic
def submit(draft_id: UUID, *, shown: str = "", now: datetime.datetime | None = None) -> Submission:
    """Turn the draft into a submission, exactly once; again gives the same row.

    A draft that corrects a submission changes that one. ``shown`` is `seen.digest` of the answers
    that the citizen checked; without it nothing is compared. Raises `AnswersChanged`,
    `DraftIncomplete`, `NoReceiver`, `CorrectionRefused`, `Submission.DoesNotExist` (the draft was
    purged), and whatever a receiver of `submission_received` or `submission_corrected` raises:
    then nothing was submitted.
    """
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("version", "service")
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        rows = Submission.objects.select_related("service", "version", "agency")
        return rows.get(draft_id=draft_id)
    definition = draft.version.load()
    evaluation = evaluate_draft(draft, definition, now)
    if evaluation.errors:
        raise DraftIncomplete(evaluation.errors, evaluation.errors[0].step)
    if shown and shown != seen.digest(evaluation.answers):
        raise AnswersChanged(draft.reference)
    if draft.corrects_id:
        return filing.refile(draft, definition, evaluation.answers, today(now))
    return filing.file(draft, definition, evaluation.answers, now or timezone.now())


@transaction.atomic
def start_correction(submission: Submission, language: str) -> Opened:
    """A draft with the answers as filed, or the one that was begun before.

    Who may correct, and until when, is the caller's to say, and again that of the receivers of
    `submission_corrected`. The new token opens the receipt, too.
    """
    draft, _created = Draft.objects.select_for_update(of=("self",)).get_or_create(
        pk=submission.draft_id, defaults=_as_filed(submission)
    )
    # Read anew: the secret may have been issued again since the caller read it.
    filed = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    token = new_token()
    draft.key_id, draft.generation = filed.key_id, filed.generation
    draft.language, draft.expires_at = language, expiry()
    draft.token_digest = filed.token_digest = token_digest(token)
    draft.save()
    filed.save(update_fields=["token_digest"])
    return Opened(draft, token)


def _as_filed(submission: Submission) -> dict[str, Any]:
    same = ("reference", "key_id", "generation", "service_id", "version_id", "answers", "sealed")
    return {
        **{name: getattr(submission, name) for name in same},
        "corrects": submission,
        "done": [step.key for step in submission.version.load().steps],
    }


@transaction.atomic
def discard_correction(draft_id: UUID) -> None:
    """Give a correction up; the submission stays as it is. Nothing for other drafts."""
    drafts = Draft.objects.select_for_update(of=("self",)).filter(corrects__isnull=False)
    draft = drafts.filter(pk=draft_id).first()
    if draft:
        filed = Submission.objects.filter(correction=draft)
        filed.update(token_digest=draft.token_digest)
        attaching.drop_files(draft.attachments.all())
        draft.delete()
