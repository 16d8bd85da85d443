"""Pages by key: no row is counted that nobody reads, and page 20,000 costs as much as page 1."""

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from egov_tracking.models import Dossier

SIZE = 50
COUNT_UP_TO = 1000
BIGGEST = 2**63
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: After every deadline: what has none at present, since its clock stands still.
NO_DEADLINE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


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


def with_deadline(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """``deadline``: of the first answer until acceptance, then of the result."""
    deadline = Case(
        When(accepted_at__isnull=True, then=F("reply_due_at")),
        default=F("due_at"),
        output_field=DateTimeField(),
    )
    return dossiers.annotate(deadline=Coalesce(deadline, Value(NO_DEADLINE, DateTimeField())))


def page(dossiers: QuerySet[Dossier], *, by_deadline: bool, cursor: str = "") -> Page:
    """One page by deadline and id, or the newest first. A cursor that is none gives the first."""
    order = ["deadline", "id"] if by_deadline else ["-id"]
    mark = _read(cursor, by_deadline)
    back = mark is not None and mark["back"]
    wanted = dossiers.filter(_beyond(mark, by_deadline)) if mark else dossiers
    ordered = wanted.order_by(*(_turned(one) if back else one for one in order))
    rows = list(ordered[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if back:
        rows.reverse()
    has_after, has_before = (True, more) if back else (more, mark is not None)
    return Page(
        rows,
        dossiers.order_by()[: COUNT_UP_TO + 1].count(),
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
    same = Q(deadline=mark["deadline"], **{f"id__{way}": mark["id"]})
    return Q(**{f"deadline__{way}": mark["deadline"]}) | same


def _write(row: Dossier, back: bool, by_deadline: bool) -> str:
    deadline = getattr(row, "deadline", None) if by_deadline else None
    mark = [row.pk, back, deadline.isoformat() if deadline else None]
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
