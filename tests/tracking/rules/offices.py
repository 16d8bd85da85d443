"""Offices for the rules' tests, from the shared calendar."""

import datetime as dt
from functools import lru_cache

from egov_tracking.rules.office import Office, SpecialDay
from tests import domain


@lru_cache
def shared_office() -> Office:
    """The office that the deadline vectors assume."""
    special: dict[dt.date, SpecialDay] = {}
    for year in domain.load("holidays.json")["years"].values():
        for day in year["days_off"]:
            name = {"vi": day["name_vi"], "en": day["name_en"]}
            special[dt.date.fromisoformat(day["date"])] = SpecialDay(False, name)
        for day in year["working_weekend_days"]:
            special[dt.date.fromisoformat(day["date"])] = SpecialDay(True)
    return Office(special)
