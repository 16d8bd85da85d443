"""An error report goes out by mail: it holds nothing that an officer typed (security rule 20)."""

import sys

import pytest
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from egov_tracking.admin.act_forms import FORMS
from egov_tracking.admin.scope import NAMESPACE
from tests.tracking.admin.test_scope import OF_ONE, patterns, view_class
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
CANARY = "Hoàng Yến 001090000001"
TYPED = (
    "q",
    "reason",
    "text",
    "document",
    "applicant_name",
    "applicant_phone",
    "applicant_address",
    "collector",
    "collector_paper",
    "item_0",
    "item1",
    "note",
    "picked",
)


def report(client: Client, address: str) -> str:
    """What the mail would say if this request failed."""
    request = client.post(address, dict.fromkeys(TYPED, CANARY)).wsgi_request
    assert request.POST["reason"] == CANARY
    try:
        raise RuntimeError
    except RuntimeError:
        return str(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())


def test_no_officers_view_lets_what_was_typed_into_an_error_report(desk: dict[str, Client]) -> None:
    story = Story().processing()
    posted = [one.name for one in patterns() if hasattr(view_class(one), "post")]
    assert {"index", "intake", "act", "visit", "bulk"} <= set(posted)
    for name in posted:
        one = [story.dossier.pk] if name in OF_ONE else []
        if name == "message":
            one.append(story.dossier.messages.first().pk)
        acts = [[*one, act] for act in FORMS] if name == "act" else [one]
        for args in acts:
            address = reverse(f"{NAMESPACE}:{name}", args=args)
            assert CANARY not in report(desk["reception"], address), address
