"""Tell another system that a dossier moved; it then tells the citizen in its own way."""

import hashlib
import hmac
import json
import time

from django.core.checks import CheckMessage, Error

from egov_tracking.channels.base import TIMEOUT, Channel, Letter
from egov_tracking.channels.http import post

MIN_KEY = 32


def signature(key: str, timestamp: str, body: bytes) -> str:
    """What a receiver compares: HMAC-SHA-256 over ``timestamp.body``, in hex."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class WebhookChannel(Channel):
    """Posts what happened without a word about the person; signed, so that it can be trusted."""

    name = "webhook"

    def __init__(self, url: str = "", key: str = "", timeout: float = TIMEOUT) -> None:
        self.url = url
        self.key = key
        self.timeout = timeout

    def reaches(self, letter: Letter) -> bool:
        return True

    def send(self, letter: Letter) -> None:
        facts = {
            "id": letter.id,
            "kind": letter.kind,
            "reference": letter.reference,
            "code": letter.code,
            "status": letter.status,
        }
        body = json.dumps(facts).encode()
        timestamp = str(int(time.time()))
        headers = {
            "X-Egov-Id": letter.id,
            "X-Egov-Timestamp": timestamp,
            "X-Egov-Signature": "v1=" + signature(self.key, timestamp, body),
        }
        post(self.url, body, headers, self.timeout)

    def check(self) -> list[CheckMessage]:
        if self.url.startswith("https://") and len(self.key) >= MIN_KEY:
            return []
        return [
            Error(
                f"The webhook channel needs an HTTPS address and a key of {MIN_KEY} characters.",
                hint='EGOV_TRACKING["CHANNEL_OPTIONS"] = '
                '{"egov_tracking.channels.webhook.WebhookChannel": {"url": ..., "key": ...}}',
                id="egov_tracking.E004",
            )
        ]
