"""Settings of `egov_tracking`: the dict ``EGOV_TRACKING`` of the site, with one default each."""

from typing import Any
from urllib.parse import urlsplit

from egov_forms.conf import OPTIONS, EgovSettings, Wanted, whole

DEFAULTS: dict[str, Any] = {
    # Channels for messages to citizens, dotted paths. A message goes over the first that can
    # reach its citizen.
    "CHANNELS": ["egov_tracking.channels.email.EmailChannel"],
    # Options of a channel, by its dotted path, given to its class as keywords.
    "CHANNEL_OPTIONS": {},
    # Address of the look-up page as citizens reach it; messages name it when it is set.
    "LOOKUP_URL": "",
    # Least width of the number in a dossier code: 4 in provinces, 6 or 7 in ministries.
    "SEQUENCE_DIGITS": 4,
    # How often a message is tried before people have to look after it, and for how many seconds
    # a worker may hold one.
    "MESSAGE_ATTEMPTS": 12,
    "MESSAGE_LEASE": 120,
    # Hours after which a signed-in user has to sign in again, whatever was done meanwhile.
    "SESSION_HOURS": 12,
}


def _is_list_of_paths(given: Any) -> bool:
    return (
        isinstance(given, list | tuple)
        and bool(given)
        and all(isinstance(path, str) and path for path in given)
    )


def _is_address(given: Any) -> bool:
    parts = urlsplit(given) if isinstance(given, str) else None
    return given == "" or (
        parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)
    )


WANTED: dict[str, Wanted] = {
    "CHANNELS": Wanted("a list of dotted paths with at least one", _is_list_of_paths),
    "CHANNEL_OPTIONS": Wanted(
        "a dict of dicts",
        lambda given: OPTIONS.fits(given) and all(map(OPTIONS.fits, given.values())),
        is_secret=True,
    ),
    "LOOKUP_URL": Wanted("empty or an address with http:// or https://", _is_address),
    "SEQUENCE_DIGITS": whole(4, 7),
    "MESSAGE_ATTEMPTS": whole(1, 1000),
    "MESSAGE_LEASE": whole(1, 86_400),
    "SESSION_HOURS": Wanted(
        "a number of hours above 0, at most 8760",
        lambda given: type(given) in (int, float) and 0 < given <= 8760,
    ),
}

settings = EgovSettings("EGOV_TRACKING", DEFAULTS, WANTED)
