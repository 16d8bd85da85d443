"""The deadline vectors as values of the rules."""

import datetime as dt
from decimal import Decimal
from typing import Any

from egov_tracking.rules.deadlines import Limit, Pause, Unit
from tests import domain

DATA = domain.load("deadline_vectors.json")
VECTORS = DATA["vectors"]
TIMELINES = {one["id"]: one for one in DATA["timelines"]}
moment = dt.datetime.fromisoformat


def limit_of(facts: dict[str, Any]) -> Limit:
    amount, cutoff = facts.get("amount"), facts.get("cutoff")
    return Limit(
        Unit(facts["unit"]),
        None if amount is None else Decimal(str(amount)),
        dt.time.fromisoformat(cutoff) if cutoff else None,
    )


def pauses_of(vector: dict[str, Any]) -> list[Pause]:
    return [
        Pause(moment(p["from"]), moment(p["to"]) if p["to"] else None, p["reason"])
        for p in vector["pauses"]
    ]
