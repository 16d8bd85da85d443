"""System checks: what would otherwise be found out by an officer or a citizen."""

from typing import Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register

from egov_tracking import channels
from egov_tracking.conf import settings

SESSION_LIMIT = "egov_tracking.middleware.SessionLimit"


@register()
def unknown_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"EGOV_TRACKING has an unknown key {key!r}.",
            hint=f"Known keys: {', '.join(sorted(settings.defaults))}.",
            id="egov_tracking.E001",
        )
        for key in settings.unknown
    ]


@register()
def values_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Error(wrong, id="egov_tracking.E006") for wrong in settings.unfit.values()]


@register(deploy=True)
def sessions_end(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if SESSION_LIMIT in django_settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "Officers' sessions have no total limit.",
            hint=f"Add {SESSION_LIMIT!r} to MIDDLEWARE, after AuthenticationMiddleware.",
            id="egov_tracking.W005",
        )
    ]


@register()
def channels_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if {"CHANNELS", "CHANNEL_OPTIONS"} & settings.unfit.keys():
        return []
    try:
        return [message for channel in channels.load() for message in channel.check()]
    except (ImportError, TypeError) as error:
        return [
            Error(
                f'EGOV_TRACKING["CHANNELS"] can\'t be loaded: {error}',
                hint="Give dotted paths of channel classes, and only options that they know.",
                id="egov_tracking.E002",
            )
        ]
