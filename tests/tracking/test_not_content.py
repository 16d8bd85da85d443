"""Answers are no content of the CMS: not searched, not indexed, no snippets (security rule 5)."""

import pytest
from django.apps import apps
from wagtail.models import ReferenceIndex, RevisionMixin
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

#: What an editor or administrator keeps; everything else holds answers or tells of citizens.
KEPT = {
    "egov_forms": {
        "Agency",
        "AgencyArea",
        "Service",
        "ServiceVersion",
        "Publication",
        "ChoiceList",
    },
    "egov_tracking": {"Calendar", "CalendarDay", "Membership", "MessageTemplate"},
}
ABOUT_CITIZENS = [
    model
    for label, kept in KEPT.items()
    for model in apps.get_app_config(label).get_models()
    if model.__name__ not in kept
]


@pytest.mark.parametrize("model", ABOUT_CITIZENS, ids=lambda model: model.__name__)
def test_what_tells_of_citizens_is_no_content(model: type) -> None:
    assert model not in get_snippet_models()
    assert model not in ReferenceIndex.tracked_models
    assert model not in ReferenceIndex.indexed_models
    assert not issubclass(model, (index.Indexed, RevisionMixin))
