"""Each channel: what it sends, and what a failure means for trying again."""

import io
import json
import smtplib
import socket
from typing import Any

import pytest
from django.core import mail

from egov_tracking.channels.base import Channel, Letter
from egov_tracking.channels.console import ConsoleChannel
from egov_tracking.channels.email import EmailChannel
from egov_tracking.channels.sms import SmsChannel
from egov_tracking.channels.webhook import WebhookChannel, signature
from egov_tracking.exceptions import ChannelError
from tests.tracking.channels.gateway import gateway

KEY = "k" * 32
SECRET = "ABCD-EFGH-JKMN"
LETTER = Letter(
    id="6f0c3b0e-0000-4000-8000-000000000001",
    kind="received",
    email="thu@example.com",
    phone="0990000101",
    subject="Đã nhận hồ sơ",
    body=f"Mã tra cứu: {SECRET}\n",
    short="Đã nhận hồ sơ",
    language="vi",
    reference="7K2M-94QD-X",
    code="",
    status=1,
)


def failing(error: Exception) -> Any:
    class Backend:
        def __init__(self, **options: Any) -> None:
            pass

        def send_messages(self, messages: Any) -> int:
            raise error

    return Backend


def test_a_mail_has_a_stable_id_and_only_its_own_recipient(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Cổng dịch vụ <egov@example.gov.example>"
    for _attempt in range(2):
        EmailChannel().send(LETTER)
    first, second = mail.outbox
    ids = {message.message()["Message-ID"] for message in (first, second)}
    assert ids == {"<6f0c3b0e-0000-4000-8000-000000000001@example.gov.example>"}
    assert first.to == ["thu@example.com"]
    assert first.message()["Auto-Submitted"] == "auto-generated"
    assert SECRET in first.body
    assert SECRET not in first.subject


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"thu@example.com": (550, b"unknown")}), True),
        (smtplib.SMTPRecipientsRefused({"thu@example.com": (450, b"later")}), False),
        (smtplib.SMTPDataError(554, b"no"), True),
        (smtplib.SMTPServerDisconnected(), False),
        (TimeoutError(), False),
        (ConnectionRefusedError(), False),
        (ValueError("header"), True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_mail_that_fails_says_whether_another_attempt_helps(
    error: Exception, permanent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = failing(error)
    monkeypatch.setattr(
        "egov_tracking.channels.email.get_connection", lambda **options: backend(**options)
    )
    with pytest.raises(ChannelError) as caught:
        EmailChannel().send(LETTER)
    assert caught.value.permanent is permanent
    assert not caught.value.ambiguous


def test_a_text_message_carries_no_secret_and_its_id() -> None:
    with gateway() as (url, requests):
        SmsChannel(url=url, token="t", sender="EGOV").send(LETTER)
    headers, body = requests[0]
    assert json.loads(body) == {
        "id": LETTER.id,
        "to": "0990000101",
        "text": "Đã nhận hồ sơ",
        "sender": "EGOV",
    }
    assert headers["Idempotency-Key"] == LETTER.id
    assert headers["Authorization"] == "Bearer t"
    assert SECRET.encode() not in body


@pytest.mark.parametrize(
    ("status", "permanent", "ambiguous"),
    [
        (400, True, False),
        (401, True, False),
        (429, False, False),
        (500, False, True),
        (503, False, True),
        (302, True, False),
    ],
)
def test_a_gateways_answer_says_whether_to_try_again(
    status: int, permanent: bool, ambiguous: bool
) -> None:
    with gateway(status) as (url, _requests), pytest.raises(ChannelError) as caught:
        SmsChannel(url=url).send(LETTER)
    assert (caught.value.permanent, caught.value.ambiguous) == (permanent, ambiguous)


def test_a_gateway_that_has_it_already_counts_as_sent() -> None:
    with gateway(409) as (url, requests):
        SmsChannel(url=url).send(LETTER)
    assert len(requests) == 1


def test_a_gateway_that_does_not_answer_may_have_sent_it() -> None:
    with gateway(wait=5) as (url, _requests), pytest.raises(ChannelError) as caught:
        SmsChannel(url=url, timeout=0.2).send(LETTER)
    assert caught.value.ambiguous


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(ChannelError) as caught:
        WebhookChannel(url=url, key=KEY).send(LETTER)
    assert not caught.value.permanent


def test_a_webhook_is_signed_and_tells_nothing_about_the_person() -> None:
    with gateway() as (url, requests):
        WebhookChannel(url=url, key=KEY).send(LETTER)
    headers, body = requests[0]
    assert set(json.loads(body)) == {"id", "kind", "reference", "code", "status"}
    expected = signature(KEY, headers["X-Egov-Timestamp"], body)
    assert headers["X-Egov-Signature"] == f"v1={expected}"
    assert signature("another" * 8, headers["X-Egov-Timestamp"], body) != expected


def test_the_console_prints() -> None:
    stream = io.StringIO()
    ConsoleChannel(stream).send(LETTER)
    assert "Subject: Đã nhận hồ sơ" in stream.getvalue()


@pytest.mark.parametrize(
    "channel",
    [
        SmsChannel(),
        WebhookChannel(),
        WebhookChannel(url="https://example.com", key="short"),
        SmsChannel(url="http://example.com"),
    ],
)
def test_a_channel_that_lacks_its_settings_fails_the_check(channel: Channel) -> None:
    assert channel.check()[0].id.startswith("egov_tracking.E")


def test_channels_well_set_pass_the_check() -> None:
    for channel in (
        EmailChannel(),
        ConsoleChannel(),
        SmsChannel(url="https://sms.example.com"),
        WebhookChannel(url="https://example.com", key=KEY),
    ):
        assert channel.check() == []
