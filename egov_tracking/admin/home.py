"""The panel on the admin's first page: what waits for this officer, the most urgent first."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from egov_tracking.admin import filters, rows
from egov_tracking.admin.paging import COUNT_UP_TO
from egov_tracking.admin.scope import address, roles_of
from egov_tracking.models import Dossier

#: Dossiers of the first page; the list has the others.
MOST = 10


class WaitingPanel(Component):
    """An officer lands here after signing in, so the work itself stands here.

    Three numbers, a query each; none counts further than the list itself does. One query more for
    the rows.
    """

    name = "egov_waiting"
    template_name = "egov_tracking/desk/home.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        roles, now = roles_of(user), timezone.now()
        waiting = filters.on_tab(Dossier.objects.for_actor(user), filters.WAITING, user, roles)
        first = waiting.select_related("service", "assignee").order_by("next_due_at", "id")[:MOST]
        url = f"{address('index')}?tab={filters.WAITING}"
        kinds: tuple[tuple[str, dict[str, str]], ...] = (
            (_("waiting for me"), {}),
            (_("of them overdue"), {"due": filters.OVERDUE}),
            (_("of them due today"), {"due": filters.TODAY}),
        )
        return {
            "all_url": url,
            "rows": [rows.row(dossier, roles, now) for dossier in first],
            "lines": [
                {
                    "label": label,
                    "count": _bounded(filters.limited(waiting, chosen)),
                    "url": "".join([url, *(f"&{name}={value}" for name, value in chosen.items())]),
                    "is_late": chosen.get("due") == filters.OVERDUE,
                }
                for label, chosen in kinds
            ],
        }


def _bounded(dossiers: Any) -> str:
    count = dossiers.order_by()[: COUNT_UP_TO + 1].count()
    return f"{COUNT_UP_TO}+" if count > COUNT_UP_TO else str(count)
