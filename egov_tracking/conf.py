"""Settings of `egov_tracking`: the dict ``EGOV_TRACKING`` of the site, with one default each."""

from typing import Any

from egov_forms.conf import EgovSettings

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

settings = EgovSettings("EGOV_TRACKING", DEFAULTS)
