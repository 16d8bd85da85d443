"""Settings that would fail at a citizen's first click are errors of the system check."""

from typing import Any

import pytest
from django.core.checks import run_checks


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("KEYS", {1: "x"}, "egov_forms.E005"),
        ("PROFILE", "tt99", "egov_forms.E006"),
        ("DRAFT_DAYS", 0, "egov_forms.E007"),
        ("DRAFT_DAYS", "30", "egov_forms.E007"),
        ("DRAFT_DAYS", True, "egov_forms.E007"),
        ("PROFILE", ["current"], "egov_forms.E007"),
        ("TRUSTED_PROXIES", "1", "egov_forms.E007"),
        ("TRUSTED_PROXIES", -1, "egov_forms.E007"),
        ("FAILURES_PER_ADDRESS", "20", "egov_forms.E007"),
        ("FAILURES_PER_ADDRESS", 0, "egov_forms.E007"),
        ("FAILURES_PER_SITE", None, "egov_forms.E007"),
        ("MAX_PIXELS", -1, "egov_forms.E007"),
        ("MAX_PDF_PAGES", 1.5, "egov_forms.E007"),
        ("MAX_FILES_PER_DRAFT", 0, "egov_forms.E007"),
        ("LANGUAGES", ["xx"], "egov_forms.E007"),
        ("LANGUAGES", "vi", "egov_forms.E007"),
        ("UPLOAD_ROOT", "", "egov_forms.E007"),
        ("SCANNER", None, "egov_forms.E007"),
        ("SCANNER_OPTIONS", [], "egov_forms.E007"),
        ("KEYS", ["secret"], "egov_forms.E017"),
        ("SERVICE_PAGE_MODEL", "nowhere.Page", "egov_forms.E008"),
        ("SERVICE_PAGE_MODEL", None, "egov_forms.E008"),
    ],
)
def test_an_unusable_setting_is_one_error(settings: Any, name: str, value: Any, error: str) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, name: value}
    found = [one for one in run_checks() if str(one.id).startswith("egov_forms.E")]
    assert [message.id for message in found] == [error]
    assert name in str(found[0].msg)
    assert "secret" not in str(found[0].msg)


def test_settings_that_are_no_dict_are_one_error(settings: Any) -> None:
    settings.EGOV_FORMS = ["KEYS"]
    assert "egov_forms.E007" in [one.id for one in run_checks()]
