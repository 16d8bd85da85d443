"""A session ends so many hours after signing in, however busy it was."""

import datetime as dt
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from egov_tracking.middleware import SIGNED_IN
from tests.tracking import factories
from tests.tracking.admin.conftest import let_in
from tests.tracking.admin.pressing import INDEX

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def officer(settings: Any) -> Client:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "egov_tracking.middleware.SessionLimit"]
    user = let_in(factories.officer("reception"))
    user.set_password("đúng mật khẩu")
    user.save()
    client = Client()
    given = {"username": user.username, "password": "đúng mật khẩu"}
    assert client.post("/admin/login/", given).status_code == 302
    return client


def signed_in(client: Client, since: Any) -> int:
    """The desk's answer to a session that began then."""
    session = client.session
    session[SIGNED_IN] = since
    session.save()
    return client.get(INDEX).status_code


def test_a_session_lasts_twelve_hours_however_busy_it_is(officer: Client) -> None:
    now = timezone.now().timestamp()
    assert abs(officer.session[SIGNED_IN] - now) < 60
    assert signed_in(officer, now - 12 * HOUR + 60) == 200
    key = officer.session.session_key
    assert signed_in(officer, now - 12 * HOUR) == 302
    assert "_auth_user_id" not in officer.session
    assert officer.session.session_key != key
    assert officer.get(INDEX).status_code == 302


def test_the_limit_is_a_setting(officer: Client, settings: Any) -> None:
    settings.EGOV_TRACKING = {"SESSION_HOURS": 1}
    assert signed_in(officer, timezone.now().timestamp() - HOUR) == 302


@pytest.mark.parametrize("odd", ["yesterday", None, [], 1e30])
def test_a_time_that_is_none_ends_the_session(officer: Client, odd: Any) -> None:
    assert signed_in(officer, odd) == 302


def test_a_time_ahead_of_ours_ends_it_but_not_a_clock_that_differs(officer: Client) -> None:
    ahead = timezone.now() + dt.timedelta(minutes=4)
    assert signed_in(officer, ahead.timestamp()) == 200
    assert signed_in(officer, (ahead + dt.timedelta(minutes=5)).timestamp()) == 302


def test_a_session_from_before_counts_from_its_next_request(officer: Client) -> None:
    session = officer.session
    del session[SIGNED_IN]
    session.save()
    assert officer.get(INDEX).status_code == 200
    assert SIGNED_IN in officer.session


def test_who_is_not_signed_in_gets_no_session(officer: Client) -> None:
    stranger = Client()
    assert stranger.get("/admin/login/").status_code == 200
    assert SIGNED_IN not in stranger.session


def test_a_site_without_it_is_warned_when_it_is_deployed(settings: Any) -> None:
    def ids() -> set[str | None]:
        return {one.id for one in run_checks(include_deployment_checks=True)}

    assert "egov_tracking.W005" in ids()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "egov_tracking.middleware.SessionLimit"]
    assert "egov_tracking.W005" not in ids()
