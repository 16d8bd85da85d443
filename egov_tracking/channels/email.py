"""E-mail, through the site's own settings for mail."""

import smtplib
from email.utils import parseaddr

from django.conf import settings as django_settings
from django.core.mail import EmailMessage, get_connection

from egov_tracking.channels.base import TIMEOUT, Channel, Letter
from egov_tracking.exceptions import ChannelError


class EmailChannel(Channel):
    """Plain text with a stable Message-ID, so that a repeat is recognised by mail programs."""

    name = "email"

    def __init__(self, sender: str = "", timeout: float = TIMEOUT) -> None:
        self.sender = sender
        self.timeout = timeout

    def reaches(self, letter: Letter) -> bool:
        return bool(letter.email)

    def send(self, letter: Letter) -> None:
        sender = self.sender or django_settings.DEFAULT_FROM_EMAIL
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        try:
            EmailMessage(
                subject=letter.subject,
                body=letter.body,
                from_email=sender,
                to=[letter.email],
                headers={
                    "Message-ID": f"<{letter.id}@{domain}>",
                    "Auto-Submitted": "auto-generated",
                    "Content-Language": letter.language,
                },
                connection=get_connection(timeout=self.timeout),
            ).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise ChannelError("recipient refused", permanent=min(codes) >= 500) from error
        except smtplib.SMTPResponseException as error:
            raise ChannelError(
                f"SMTP {error.smtp_code}", permanent=error.smtp_code >= 500
            ) from error
        except OSError as error:
            raise ChannelError(type(error).__name__) from error
        except ValueError as error:
            # A header or an address that can't be written; another attempt writes the same.
            raise ChannelError(type(error).__name__, permanent=True) from error
