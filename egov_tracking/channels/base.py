"""What a channel is. To add one: a subclass, named in the settings by its dotted path."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from django.core.checks import CheckMessage

#: No outside call takes longer (security rule 23).
TIMEOUT = 5.0


@dataclass(frozen=True)
class Letter:
    """One message, composed. ``body`` may hold the secret, ``subject`` and ``short`` never do.

    ``id`` is the same at every attempt, so that a receiver can tell a repeat from a new one; it
    is another when an officer has the message sent again.
    """

    id: str
    kind: str
    email: str
    phone: str
    subject: str
    body: str
    short: str
    language: str
    reference: str
    code: str
    status: int


class Channel(ABC):
    """Options come from ``EGOV_TRACKING["CHANNEL_OPTIONS"]`` as keyword arguments."""

    name: ClassVar[str]
    #: Whether sending twice under the same id does no harm; if not, a message that may have
    #: been sent is never sent again by itself.
    repeatable: ClassVar[bool] = True
    #: Whether `send` speaks to another process or machine, and so may be unavailable.
    remote: ClassVar[bool] = True

    @abstractmethod
    def reaches(self, letter: Letter) -> bool:
        """Whether it has an address for this citizen."""

    @abstractmethod
    def send(self, letter: Letter) -> None:
        """Hand it over. Raises `ChannelError`, which says whether to try again."""

    def check(self) -> list[CheckMessage]:
        """Messages for Django's system check; must not open a connection."""
        return []
