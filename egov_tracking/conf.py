"""Settings of `egov_tracking`: the dict ``EGOV_TRACKING`` of the site, with one default each."""

from typing import Any

from egov_forms.conf import EgovSettings

DEFAULTS: dict[str, Any] = {
    # Channels for messages to citizens, dotted paths, tried in this order.
    "CHANNELS": ["egov_tracking.channels.email.EmailChannel"],
    # Failed look-ups allowed in one hour: from one address (IPv6: one /64), and in all.
    "LOOKUP_FAILURES_PER_ADDRESS": 20,
    "LOOKUP_FAILURES_PER_SITE": 5_000,
    # How many proxies of yours stand in front; 0 takes the connection's own address.
    "TRUSTED_PROXIES": 0,
}

settings = EgovSettings("EGOV_TRACKING", DEFAULTS)
