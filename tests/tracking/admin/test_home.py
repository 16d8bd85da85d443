"""What waits, on the admin's first page; and what comes next when it is another's turn."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov_tracking.admin import duties, home, next_step, rows
from egov_tracking.models import Dossier
from egov_tracking.permissions import roles_on
from egov_tracking.rules.workflow import Role
from tests.tracking import factories
from tests.tracking.admin.pressing import press
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def lines(client: Client) -> list[tuple[str, str]]:
    panels = client.get(HOME).context["panels"]
    panel = next(one for one in panels if getattr(one, "name", "") == "egov_waiting")
    request = client.get(HOME).wsgi_request
    found = panel.get_context_data({"request": request})["lines"]
    return [(one["count"], one["url"]) for one in found]


def test_the_first_page_counts_what_waits_and_leads_there(desk: dict[str, Client]) -> None:
    for _number in range(3):
        Story()
    Dossier.unscoped.filter(pk=Dossier.unscoped.first().pk).update(next_due_at=timezone.now())
    (waiting, url), (late, late_url), (_today, _url) = lines(desk["reception"])
    assert (waiting, late) == ("3", "3")
    assert len(desk["reception"].get(url).context["object_list"]) == 3
    assert len(desk["reception"].get(late_url).context["object_list"]) == 3
    assert "egov-waiting" in desk["reception"].get(HOME).content.decode()


def test_numbers_end_where_the_list_ends(desk: dict[str, Client], monkeypatch: Any) -> None:
    monkeypatch.setattr("egov_tracking.admin.home.COUNT_UP_TO", 2)
    for _number in range(3):
        Story()
    assert lines(desk["reception"])[0][0] == "2+"


def test_who_has_no_duties_has_no_panel(
    desk: dict[str, Client], sign_in: Callable[[Any], Client], django_user_model: Any
) -> None:
    boss = django_user_model.objects.create_superuser("boss", "b@example.com", "x")
    for client in (desk["reading"], desk["audit"], sign_in(boss)):
        assert "egov-waiting" not in client.get(HOME).content.decode()


def test_the_first_page_shows_the_most_urgent_with_what_is_to_do(desk: dict[str, Client]) -> None:
    stories = [Story() for _number in range(home.MOST + 2)]
    urgent = stories[-1].dossier
    early = urgent.next_due_at - dt.timedelta(days=1)
    Dossier.unscoped.filter(pk=urgent.pk).update(next_due_at=early)
    page = BeautifulSoup(desk["reception"].get(HOME).content, "html.parser")
    shown = page.select(".egov-first li")
    assert len(shown) == home.MOST
    links = [link["href"] for link in shown[0].find_all("a")]
    assert links == [rows.address("dossier", urgent.pk), rows.act_url(urgent, "accept")]


def test_the_panel_costs_four_queries_for_any_number(desk: dict[str, Client]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk["reception"].get(HOME)
        return sum("egov_tracking_dossier" in one["sql"] for one in seen)

    Story()
    assert queries() == 4
    for _number in range(4):
        Story()
    assert queries() == 4


def test_who_started_is_told_who_signs(desk: dict[str, Client]) -> None:
    story = Story().accepted()
    leader = story.staff["approval"]
    leader.first_name, leader.last_name = "Lãnh Đạo", "Đỗ Văn"
    leader.save()
    response = press(desk["processing"], story, "start_processing")
    page = desk["processing"].get(response.url).content.decode()
    hint = next_step.hint(story.dossier, Role.PROCESSING)
    assert leader.get_full_name() in hint
    # In the message, and where the buttons are.
    assert page.count(leader.get_full_name()) == 2


def test_who_handed_it_to_the_signer_is_not_told_to_do_so() -> None:
    story = Story().processing()
    before = next_step.hint(story.dossier, Role.PROCESSING)
    story.do("hand_on", "processing", to=story.staff["approval"])
    after = next_step.hint(story.dossier, Role.PROCESSING)
    assert after
    assert before.endswith(after)
    assert before != after


def test_whose_turn_it_is_needs_no_hint() -> None:
    story = Story()
    assert next_step.hint(story.dossier, Role.RECEPTION) == ""
    assert next_step.hint(story.dossier, Role.PROCESSING)
    assert next_step.hint(story.dossier, Role(0)) == ""
    asked = Story().asked().dossier
    assert next_step.hint(asked, Role.PROCESSING) == ""
    ready = Story().ready()
    assert ready.staff["reception"].get_username() in next_step.hint(ready.dossier, Role.APPROVAL)


def test_of_many_officers_three_are_named() -> None:
    story = Story()
    for number in range(5):
        factories.officer("reception", name=f"quay-{number}")
    hint = next_step.hint(story.dossier, Role.PROCESSING)
    assert hint.count("quay-") + hint.count("reception-") == next_step.MOST


def test_expected_moves_are_those_that_somebody_may_make() -> None:
    story = Story().processing()
    assert dict(duties.expected(story.dossier)) == {"finish": Role.APPROVAL}
    assert roles_on(story.staff["approval"], story.dossier) & Role.APPROVAL
