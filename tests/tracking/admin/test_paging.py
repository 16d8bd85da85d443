"""Pages by key: every dossier once, a capped count, a constant number of queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov_tracking.admin import paging
from egov_tracking.models import Dossier
from egov_tracking.models.dossiers import NO_DEADLINE
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.admin.pressing import INDEX
from tests.tracking.factories import NOW
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def many(number: int) -> list[Dossier]:
    """So many accepted dossiers, some with one due date, some with none."""
    first = Story().accepted().dossier
    made = []
    for count in range(number):
        made.append(
            Dossier(
                reference=f"R{count:04}",
                code=f"X99-260101-{count + 1:04}",
                key_id="test",
                agency=first.agency,
                deciding_agency=first.deciding_agency,
                service=first.service,
                version=first.version,
                language="vi",
                status=Status.ACCEPTED,
                accepted_at=NOW,
                filed_at=NOW,
                complete_at=NOW,
                next_due_at=NO_DEADLINE if count % 7 == 0 else NOW + dt.timedelta(count // 20),
            )
        )
    Dossier.unscoped.bulk_create(made)
    return made


@pytest.mark.parametrize("tab", ["open", "all"])
def test_pages_show_every_dossier_once_forwards_and_backwards(
    desk: dict[str, Client], tab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 20)
    many(53)
    client, address, pages = desk["reading"], f"{INDEX}?tab={tab}", []
    while address:
        response = client.get(address)
        pages.append([str(row.dossier) for row in response.context["object_list"]])
        last, address = response, response.context["after_url"]
        address = address and INDEX + address
    assert [len(page) for page in pages] == [20, 20, 14]
    names = [name for page in pages for name in page]
    assert len(set(names)) == 54
    back = client.get(INDEX + last.context["before_url"])
    assert [str(row.dossier) for row in back.context["object_list"]] == pages[1]
    first = client.get(INDEX + back.context["before_url"])
    assert [str(row.dossier) for row in first.context["object_list"]] == pages[0]
    assert not first.context["before_url"]


def test_the_count_stops_at_its_cap(
    desk: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNT_UP_TO", 10)
    many(30)
    page = desk["reading"].get(f"{INDEX}?tab=open")
    assert page.context["page"].shown_count == 10
    assert page.context["page"].is_more_than_counted


def test_the_list_costs_the_same_for_one_dossier_and_for_many(desk: dict[str, Client]) -> None:
    Story().accepted()
    client = desk["processing"]
    client.get(INDEX)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{INDEX}?tab=open").status_code == 200
        return len(caught)

    one = queries()
    many(40)
    user = factories.officer("processing")
    Dossier.unscoped.filter(id__gt=0).update(assignee=user)
    assert queries() == one
    assert one <= 13
