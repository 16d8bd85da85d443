"""The transaction that makes a submission of a draft (security rule 8); called by `actions`."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from egov_forms import attaching, routing
from egov_forms.applicant import applicant
from egov_forms.evaluation import evaluate
from egov_forms.exceptions import CorrectionRefused
from egov_forms.fields import registry, tax_code
from egov_forms.fields.file import file_ids
from egov_forms.models import (
    Attachment,
    Draft,
    Submission,
    SubmissionColumn,
    SubmissionIdentity,
    keys,
)
from egov_forms.models.text import shortened
from egov_forms.rules.definition import Definition, Field
from egov_forms.rules.text import fold
from egov_forms.signals import submission_corrected, submission_received

IDENTITY_TYPES = ("citizen_id", "tax_code")
#: What lists show at most; the answer itself is kept whole.
COLUMN_LENGTH = 255
BRANCH_DIGITS = 13


def file(
    draft: Draft, definition: Definition, answers: Mapping[str, Any], now: datetime.datetime
) -> Submission:
    """Move a locked, valid draft into a submission and tell `submission_received`."""
    submission = Submission(
        draft_id=draft.pk,
        reference=draft.reference,
        key_id=draft.key_id,
        generation=draft.generation,
        token_digest=draft.token_digest,
        service=draft.service,
        version=draft.version,
        agency=routing.receiver(draft.service, definition, answers),
        language=draft.language,
        submitted_at=now,
    )
    _hold(submission, definition, answers)
    submission.save(force_insert=True)
    _take_over(draft, submission, definition, answers)
    submission_received.send(sender=Submission, submission=submission)
    return submission


def refile(
    draft: Draft, definition: Definition, answers: Mapping[str, Any], today: datetime.date
) -> Submission:
    """Give the submission that a locked, valid draft corrects the draft's answers.

    It stays one filing: reference, moment and agency are kept, and so are the files that were
    filed first. Raises `CorrectionRefused`, also where another agency would receive it now.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("service", "agency")
    submission = rows.get(correction=draft)
    before = submission.open_answers()
    if evaluate(definition, before, today).answers == answers:
        raise CorrectionRefused(_("You have changed nothing yet, so there is nothing to send."))
    asked = routing.asked(definition)  # a service whose agencies changed moves no filing
    if before.get(asked) != answers.get(asked) and (
        routing.receiver(draft.service, definition, answers) != submission.agency
    ):
        raise CorrectionRefused(
            _(
                "With these answers another agency is in charge, so nothing was sent. Change them "
                "back, or ask to withdraw this dossier and file a new one."
            )
        )
    _hold(submission, definition, answers)
    submission.token_digest = draft.token_digest
    submission.save()
    submission.columns.all().delete()
    submission.identities.all().delete()
    _take_over(draft, submission, definition, answers)
    submission_corrected.send(sender=Submission, submission=submission, before=before)
    return submission


def _hold(submission: Submission, definition: Definition, answers: Mapping[str, Any]) -> None:
    """The answers, and who files; the caller saves."""
    who = applicant(definition, answers)
    submission.applicant_name = shortened(who.name, COLUMN_LENGTH)
    submission.applicant_phone, submission.applicant_email = who.phone, who.email
    submission.set_answers(definition, answers)


def _take_over(
    draft: Draft, submission: Submission, definition: Definition, answers: Mapping[str, Any]
) -> None:
    """What stands beside the answers; the draft ends."""
    _move_files(draft, submission, answers)
    SubmissionColumn.objects.bulk_create(_columns(submission, definition, answers))
    SubmissionIdentity.objects.bulk_create(
        _identities(submission, definition, answers), ignore_conflicts=True
    )
    draft.delete()


def _move_files(draft: Draft, submission: Submission, answers: Mapping[str, Any]) -> None:
    """Files that an answer names go along; those of hidden or emptied fields are dropped."""
    named = set(file_ids(answers))
    files = list(draft.attachments.all())
    attaching.drop_files([one for one in files if str(one.pk) not in named])
    Attachment.objects.filter(pk__in=named, draft=draft).update(draft=None, submission=submission)


def _columns(
    submission: Submission, definition: Definition, answers: Mapping[str, Any]
) -> Iterator[SubmissionColumn]:
    for step in definition.steps:
        for field in step.fields:
            if not field.column or field.is_personal or answers.get(field.key) is None:
                continue
            shown = registry[field.type].display(field, answers[field.key], submission.language)
            text = shown if isinstance(shown, str) else ", ".join(map(str, shown))
            yield SubmissionColumn(
                submission=submission,
                key=field.key,
                text=shortened(text, COLUMN_LENGTH),
                folded=shortened(fold(text), COLUMN_LENGTH),
            )


def _identities(
    submission: Submission, definition: Definition, answers: Mapping[str, Any]
) -> Iterator[SubmissionIdentity]:
    for field, given in _cells(definition, answers):
        if number := identity_of(field, given.get(field.key)):
            digest = keys.blind_index(number)
            yield SubmissionIdentity(submission=submission, key=field.key, digest=digest)


def identity_of(field: Field, answer: Any) -> str:
    """The digits by which a person or a firm is found again, else "".

    A line of text that is nothing but such a number counts, too: forms ask for "a document's
    number" where a passport will do as well.
    """
    if not isinstance(answer, str):
        return ""
    digits = re.sub(r"[\s.\-]", "", answer)
    if field.type in IDENTITY_TYPES:
        return digits
    branch = f"{digits[:10]}-{digits[10:]}" if len(digits) == BRANCH_DIGITS else digits
    return digits if field.type == "text" and not tax_code.problem(branch) else ""


def _cells(
    definition: Definition, answers: Mapping[str, Any]
) -> Iterator[tuple[Field, Mapping[str, Any]]]:
    """Every field with the answers that hold its own, those of rows included."""
    for step in definition.steps:
        for field in step.fields:
            yield field, answers
            rows = answers.get(field.key) or () if field.columns else ()
            yield from ((column, row) for row in rows for column in field.columns)
