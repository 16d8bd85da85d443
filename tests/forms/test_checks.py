"""Settings that would fail at a citizen's first click are errors of the system check."""

from typing import Any

import pytest

from egov_forms.checks import keys_are_usable, values_are_usable


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("KEYS", {1: "x"}, "egov_forms.E005"),
        ("PROFILE", "tt99", "egov_forms.E006"),
        ("DRAFT_DAYS", 0, "egov_forms.E007"),
        ("DRAFT_DAYS", "30", "egov_forms.E007"),
        ("DRAFT_DAYS", True, "egov_forms.E007"),
        ("SERVICE_PAGE_MODEL", "nowhere.Page", "egov_forms.E008"),
        ("SERVICE_PAGE_MODEL", None, "egov_forms.E008"),
    ],
)
def test_an_unusable_setting_is_one_error(settings: Any, name: str, value: Any, error: str) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, name: value}
    found = [*keys_are_usable(None), *values_are_usable(None)]
    assert [message.id for message in found] == [error]
