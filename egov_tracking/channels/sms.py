"""Text messages, through a gateway that takes JSON over HTTPS."""

import json

from django.core.checks import CheckMessage, Error

from egov_tracking.channels.base import TIMEOUT, Channel, Letter
from egov_tracking.channels.http import post


class SmsChannel(Channel):
    """Posts ``{"id", "to", "text", "sender"}``. A message that may have gone out stays so.

    A text message costs money and can't be told from its repeat, so people decide on the
    doubtful ones. It never carries the secret: telephones are shared, and messages shown on
    locked screens.
    """

    name = "sms"
    repeatable = False

    def __init__(
        self, url: str = "", token: str = "", sender: str = "", timeout: float = TIMEOUT
    ) -> None:
        self.url = url
        self.token = token
        self.sender = sender
        self.timeout = timeout

    def reaches(self, letter: Letter) -> bool:
        return bool(letter.phone)

    def send(self, letter: Letter) -> None:
        body = {"id": letter.id, "to": letter.phone, "text": letter.short, "sender": self.sender}
        headers = {"Idempotency-Key": letter.id}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        post(self.url, json.dumps(body).encode(), headers, self.timeout)

    def check(self) -> list[CheckMessage]:
        if self.url.startswith("https://"):
            return []
        return [
            Error(
                "The SMS channel needs the HTTPS address of a gateway.",
                hint='EGOV_TRACKING["CHANNEL_OPTIONS"] = '
                '{"egov_tracking.channels.sms.SmsChannel": {"url": "https://..."}}',
                id="egov_tracking.E003",
            )
        ]
