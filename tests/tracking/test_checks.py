"""System checks of the office's side."""

from typing import Any

import pytest
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHANNELS", []),
        ("CHANNELS", "egov_tracking.channels.email.EmailChannel"),
        ("CHANNEL_OPTIONS", None),
        ("CHANNEL_OPTIONS", {"a.B": 1}),
        ("LOOKUP_URL", "x"),
        ("LOOKUP_URL", None),
        ("SEQUENCE_DIGITS", 8),
        ("SEQUENCE_DIGITS", "4"),
        ("MESSAGE_ATTEMPTS", 0),
        ("MESSAGE_LEASE", 0),
        ("MESSAGE_LEASE", "120"),
        ("SESSION_HOURS", 0),
        ("SESSION_HOURS", "12"),
    ],
)
def test_a_value_of_the_wrong_type_or_out_of_range_is_one_error(name: str, value: Any) -> None:
    assert ids(**{name: value}) == {"egov_tracking.E006"}


def test_what_options_hold_stands_in_no_message() -> None:
    given = {"a.B": {"key": "BÍ MẬT"}, "a.C": None}
    with override_settings(EGOV_TRACKING={"CHANNEL_OPTIONS": given}):
        told = [one.msg for one in run_checks() if one.id == "egov_tracking.E006"]
    assert told == ['EGOV_TRACKING["CHANNEL_OPTIONS"] is not a dict of dicts.']
