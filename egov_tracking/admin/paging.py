"""Pages by key: no row is counted that nobody reads, and page 20,000 costs as much as page 1."""

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from egov_tracking.models import Dossier
from egov_tracking.models.dossiers import NO_DEADLINE

SIZE = 50
COUNT_UP_TO = 1000
BIGGEST = 2**63
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors of the pages around them ("" where there is none)."""

    rows: list[Dossier]
    count: int
    before: str = ""
    after: str = ""

    @property
    def is_more_than_counted(self) -> bool:
        return self.count > COUNT_UP_TO

    @property
    def shown_count(self) -> int:
        return min(self.count, COUNT_UP_TO)


def page(dossiers: QuerySet[Dossier], *, by_deadline: bool, cursor: str = "") -> Page:
    """One page by deadline and id, or the newest first. A cursor that is none gives the first."""
    order = ["next_due_at", "id"] if by_deadline else ["-id"]
    mark = _read(cursor, by_deadline)
    back = mark is not None and mark["back"]
    wanted = dossiers.filter(_beyond(mark, by_deadline)) if mark else dossiers
    ordered = wanted.order_by(*(_turned(one) if back else one for one in order))
    rows = list(ordered[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if back:
        rows.reverse()
    has_after, has_before = (True, more) if back else (more, mark is not None)
    is_all = mark is None and not more
    return Page(
        rows,
        len(rows) if is_all else dossiers.order_by()[: COUNT_UP_TO + 1].count(),
        before=_write(rows[0], True, by_deadline) if rows and has_before else "",
        after=_write(rows[-1], False, by_deadline) if rows and has_after else "",
    )


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(mark: dict[str, Any], by_deadline: bool) -> Q:
    forward = not mark["back"]
    if not by_deadline:
        return Q(id__lt=mark["id"]) if forward else Q(id__gt=mark["id"])
    way = "gt" if forward else "lt"
    same = Q(next_due_at=mark["deadline"], **{f"id__{way}": mark["id"]})
    return Q(**{f"next_due_at__{way}": mark["deadline"]}) | same


def _write(row: Dossier, back: bool, by_deadline: bool) -> str:
    mark = [row.pk, back, row.next_due_at.isoformat() if by_deadline else None]
    return base64.urlsafe_b64encode(json.dumps(mark).encode()).decode().rstrip("=")


def _read(cursor: str, by_deadline: bool) -> dict[str, Any] | None:
    """The cursor's parts; None for the first page and for what is no cursor of this order."""
    try:
        pk, back, deadline = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = dt.datetime.fromisoformat(deadline) if by_deadline else NO_DEADLINE
        if EARLIEST <= moment <= NO_DEADLINE and 0 < int(pk) < BIGGEST:
            return {"id": int(pk), "back": bool(back), "deadline": moment}
    except (ValueError, TypeError, OverflowError):
        pass
    return None
