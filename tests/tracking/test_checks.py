"""System checks of the office's side."""

from typing import Any

from django.core.checks import run_checks
from django.test import override_settings


def ids(**given: Any) -> set[str]:
    with override_settings(EGOV_TRACKING=given):
        return {one.id for one in run_checks() if one.id and one.id.startswith("egov_tracking")}


def test_the_defaults_pass() -> None:
    assert ids() == set()


def test_an_unknown_setting_is_an_error() -> None:
    assert ids(CHANELS=[]) == {"egov_tracking.E001"}


def test_a_channel_that_does_not_exist_or_knows_no_such_option_is_an_error() -> None:
    path = "egov_tracking.channels.email.EmailChannel"
    assert ids(CHANNELS=["no.such.Channel"]) == {"egov_tracking.E002"}
    assert ids(CHANNEL_OPTIONS={path: {"colour": 1}}) == {"egov_tracking.E002"}


def test_a_channel_without_its_settings_is_an_error() -> None:
    assert ids(CHANNELS=["egov_tracking.channels.sms.SmsChannel"]) == {"egov_tracking.E003"}
    assert ids(CHANNELS=["egov_tracking.channels.webhook.WebhookChannel"]) == {"egov_tracking.E004"}
