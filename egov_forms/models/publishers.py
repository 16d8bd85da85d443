"""Who publishes: Wagtail does not hand it to the page that it saves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.log_actions import get_active_log_context, registry

_publisher: ContextVar[Any] = ContextVar("egov_forms_publisher", default=None)


@contextmanager
def published_by(user: Any) -> Iterator[None]:
    """What is published inside is published by this person; None is whoever is at the screen."""
    token = _publisher.set(user)
    try:
        yield
    finally:
        _publisher.reset(token)


def publisher() -> Any:
    return _publisher.get() or get_active_log_context().user


def scheduler(page: Any, revision: Any) -> Any:
    """Who ordered that this revision goes live at its hour, else whoever wrote it."""
    orders = registry.get_logs_for_instance(page).filter(
        action="wagtail.publish.schedule", revision=revision, user__isnull=False
    )
    pk = orders.order_by("-timestamp").values_list("user_id", flat=True).first()
    return get_user_model().objects.filter(pk=pk or revision.user_id).first()
