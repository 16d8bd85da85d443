"""Failures are counted by address and for the site (egov_forms/throttle.py)."""

import pytest
from django.test import RequestFactory

from egov_forms import throttle
from egov_forms.models import FailureCount

ADDRESS = "203.0.113.7"


def request(**meta):
    return RequestFactory().get("/", REMOTE_ADDR=meta.pop("REMOTE_ADDR", ADDRESS), **meta)


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_client_is_its_address_or_its_ipv6_network(remote, network):
    assert throttle.client_network(request(REMOTE_ADDR=remote)) == network


def test_forwarded_headers_are_ignored_without_trusted_proxies():
    assert throttle.client_network(request(HTTP_X_FORWARDED_FOR="198.51.100.1")) == ADDRESS


@pytest.mark.parametrize(("hops", "seen"), [(1, "198.51.100.2"), (2, "198.51.100.1"), (3, ADDRESS)])
def test_only_what_trusted_proxies_wrote_counts(settings, hops, seen):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "TRUSTED_PROXIES": hops}
    forwarded = "198.51.100.1, 198.51.100.2"
    assert throttle.client_network(request(HTTP_X_FORWARDED_FOR=forwarded)) == seen


@pytest.mark.django_db
def test_each_address_has_its_own_limit_and_the_site_one_for_all(settings):
    settings.EGOV_FORMS = {
        **settings.EGOV_FORMS,
        "FAILURES_PER_ADDRESS": 2,
        "FAILURES_PER_SITE": 3,
    }
    for _ in range(2):
        throttle.count_failure(request())
    assert not throttle.may_try(request())
    other = request(REMOTE_ADDR="203.0.113.8")
    assert throttle.may_try(other)
    throttle.count_failure(other)
    assert not throttle.may_try(request(REMOTE_ADDR="203.0.113.9"))


@pytest.mark.django_db
def test_failures_of_the_last_hour_are_forgotten(time_machine):
    time_machine.move_to("2026-11-24T10:59:00Z")
    FailureCount.add("address:x")
    time_machine.move_to("2026-11-24T11:00:00Z")
    assert FailureCount.of("address:x") == {"address:x": 0}
