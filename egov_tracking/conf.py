"""Settings of `egov_tracking`: the dict ``EGOV_TRACKING`` of the site, with one default each."""

from typing import Any

from egov_forms.conf import EgovSettings

DEFAULTS: dict[str, Any] = {
    # Channels for messages to citizens, dotted paths, tried in this order.
    "CHANNELS": ["egov_tracking.channels.email.EmailChannel"],
}

settings = EgovSettings("EGOV_TRACKING", DEFAULTS)
