"""Errors of `egov_tracking`; callers catch `EgovTrackingError` for all of them."""

from collections.abc import Sequence
from typing import Any


class EgovTrackingError(Exception):
    """The base of this app's errors."""


class ActorRequired(EgovTrackingError):
    """Dossiers were asked for without saying for whom: use ``Dossier.objects.for_actor(user)``."""


class NotAllowed(EgovTrackingError):
    """The actor has no right to this act on this dossier."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(act)


class IllegalMove(EgovTrackingError):
    """The table has no such move from the dossier's status."""

    def __init__(self, act: str, status: int) -> None:
        self.act = act
        self.status = status
        super().__init__(f"{act} from status {status}")


class StaleDossier(EgovTrackingError):
    """Somebody changed the dossier since the caller looked; ``events`` are those changes."""

    def __init__(self, events: Sequence[Any]) -> None:
        self.events = tuple(events)
        super().__init__(", ".join(event.act for event in self.events))


class Refused(EgovTrackingError):
    """The act can't be done as asked. ``code`` and ``params`` give the reason.

    `models.words.refusal` says it to a person.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class AppendOnly(EgovTrackingError):
    """A row that only ever is added was about to be changed or deleted."""


class ChannelError(EgovTrackingError):
    """A message was not sent.

    ``permanent``: trying again is no use. ``ambiguous``: it may have been sent all the same.
    """

    def __init__(self, reason: str, *, permanent: bool = False, ambiguous: bool = False) -> None:
        self.permanent = permanent
        self.ambiguous = ambiguous
        super().__init__(reason)
