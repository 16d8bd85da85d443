"""The confirmation that a citizen keeps: what was filed, what comes next, what to bring."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks

from egov_forms import display, parts
from egov_forms.access import private
from egov_forms.evaluation.terms import Terms
from egov_forms.models import Submission
from egov_forms.rules.definition import Definition

#: Wagtail hook: functions of a submission that return more context for the confirmation,
#: such as ``received_on`` and ``lookup_url``. `egov_tracking` registers one.
HOOK = "egov_forms_receipt"


def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The confirmation; the same at every reload."""
    context = receipt_context(submission, get_language() or submission.language)
    for extend in hooks.get_hooks(HOOK):
        context.update(extend(submission))
    return private(render(request, "egov_forms/wizard/done.html", context))


def receipt_context(submission: Submission, language: str) -> dict[str, Any]:
    definition = submission.version.load()
    answers = submission.open_answers()
    return {
        "submission": submission,
        "service": submission.service,
        "service_name": (definition.short_name or definition.name).get(language),
        "agency": submission.agency,
        "sections": display.sections(definition, answers, language),
        **terms_context(definition, answers, timezone.localdate(submission.submitted_at), language),
    }


def terms_context(
    definition: Definition, answers: Mapping[str, Any], day: datetime.date, language: str
) -> dict[str, Any]:
    """What these answers mean for time, money and papers, in words."""
    terms = Terms(definition, answers, day)
    return {
        "time_limit_text": _time_limit(terms),
        "fees": [parts.charge(one.fee, language, one.amount) for one in terms.fees],
        "originals": [parts.paper(one, language) for one in terms.to_bring],
        "papers": [parts.paper(one, language) for one in terms.papers],
        "results": parts.result_names(definition, language),
    }


def _time_limit(terms: Terms) -> str:
    if terms.time_limit:
        return parts.time_limit_text(terms.time_limit)
    if terms.definition.time_limits:
        return _("The office names the date when it accepts the dossier.")
    return ""
