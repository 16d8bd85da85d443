"""The panel on the admin's first page: how much waits for this officer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from egov_tracking.admin import filters
from egov_tracking.admin.paging import COUNT_UP_TO
from egov_tracking.admin.scope import address, roles_of
from egov_tracking.models import Dossier


class WaitingPanel(Component):
    """Three numbers, a query each; none counts further than the list itself does."""

    name = "egov_waiting"
    template_name = "egov_tracking/desk/home.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = filters.on_tab(
            Dossier.objects.for_actor(user), filters.WAITING, user, roles_of(user)
        )
        url = f"{address('index')}?tab={filters.WAITING}"
        kinds = (
            (_("waiting for me"), {}),
            (_("of them overdue"), {"due": filters.OVERDUE}),
            (_("of them due today"), {"due": filters.TODAY}),
        )
        return {
            "lines": [
                {
                    "label": label,
                    "count": _bounded(filters.limited(waiting, chosen)),
                    "url": "".join([url, *(f"&{name}={value}" for name, value in chosen.items())]),
                    "is_late": chosen.get("due") == filters.OVERDUE,
                }
                for label, chosen in kinds
            ]
        }


def _bounded(dossiers: Any) -> str:
    count = dossiers.order_by()[: COUNT_UP_TO + 1].count()
    return f"{COUNT_UP_TO}+" if count > COUNT_UP_TO else str(count)
