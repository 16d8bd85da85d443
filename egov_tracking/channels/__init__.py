"""Ways to reach a citizen. A site names them by dotted path in ``EGOV_TRACKING["CHANNELS"]``."""

from django.utils.module_loading import import_string

from egov_tracking.channels.base import Channel
from egov_tracking.conf import settings


def load() -> list[Channel]:
    """The site's channels in its order, with their options.

    Raises ImportError for an unknown path and TypeError for an unknown option.
    """
    return [
        import_string(path)(**settings.CHANNEL_OPTIONS.get(path, {})) for path in settings.CHANNELS
    ]
