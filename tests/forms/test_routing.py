"""Which agency receives a filing (egov_forms/routing.py)."""

from copy import deepcopy

import pytest

from egov_forms import routing
from egov_forms.exceptions import NoReceiver
from egov_forms.models import Submission
from tests import factories
from tests.filling import Citizen

pytestmark = pytest.mark.django_db

HOAN_KIEM, CUA_NAM, ELSEWHERE = "00070", "00082", "09552"


@pytest.fixture
def wards():
    """Two wards, each with its own inbox."""
    made = []
    for number, unit in enumerate((HOAN_KIEM, CUA_NAM)):
        agency = factories.AgencyFactory(code=f"H26.90{number}")
        agency.set_area([unit])
        made.append(agency)
    return made


def receiver(service, answers):
    return routing.receiver(service, service.current_version.load(), answers)


def by_address(slug, field, **more):
    given = deepcopy(factories.procedure(slug))
    given["routing"] = {"by": "address", "field": field, **more}
    return given


def test_two_wards_of_one_service_have_two_inboxes(client, wards):
    given = by_address("khai-sinh", "registration_office")
    factories.service_page("khai-sinh", given=given, agencies=wards)
    for unit in (HOAN_KIEM, CUA_NAM):
        citizen = Citizen(client, "khai-sinh")
        citizen.start()
        answers = {
            **factories.valid_answers("khai-sinh"),
            "registration_office": {"province": "01", "ward": unit},
        }
        assert citizen.fill(answers) == "check", citizen.errors
        citizen.submit()
    received = Submission.objects.order_by("submitted_at").values_list("agency__code", flat=True)
    assert list(received) == ["H26.900", "H26.901"]


def test_an_address_of_no_agency_is_refused_before_submitting(client, wards):
    given = by_address("khai-sinh", "registration_office")
    factories.service_page("khai-sinh", given=given, agencies=wards)
    citizen = Citizen(client, "khai-sinh")
    citizen.start()
    answers = {
        **factories.valid_answers("khai-sinh"),
        "registration_office": {"province": "01", "ward": ELSEWHERE},
    }
    citizen.fill(answers)
    response = citizen.submit()
    assert not Submission.objects.exists()
    assert 'role="alert"' in response.content.decode()
    assert citizen.draft.open_answers()["registration_office"]["ward"] == ELSEWHERE


def test_what_matches_nothing_goes_to_the_named_inbox(wards):
    given = by_address("khai-sinh", "registration_office", default="H26.900")
    service = factories.service("khai-sinh", given=given, agencies=wards)
    answers = {"registration_office": {"province": "01", "ward": ELSEWHERE}}
    assert receiver(service, answers) == wards[0]


def test_a_ward_goes_before_its_province(wards):
    province = factories.AgencyFactory(code="H26")
    province.set_area(["01"])
    given = by_address("khai-sinh", "registration_office")
    service = factories.service("khai-sinh", given=given, agencies=[*wards, province])
    office = {"province": "01", "ward": CUA_NAM}
    assert receiver(service, {"registration_office": office}) == wards[1]
    office = {"province": "01", "ward": ELSEWHERE}
    assert receiver(service, {"registration_office": office}) == province


def test_one_agency_needs_no_rule():
    service = factories.service()
    assert receiver(service, {}).code == "H26.900"


def test_without_any_agency_the_default_inbox_receives_or_nobody():
    service = factories.service()
    service.agencies.clear()
    with pytest.raises(NoReceiver):
        receiver(service, {})
    inbox = factories.AgencyFactory(code="H26.999", is_default=True)
    assert receiver(service, {}) == inbox


def test_a_draft_is_routed_by_the_version_that_it_began_on(client, wards):
    given = by_address("khai-sinh", "registration_office")
    page = factories.service_page("khai-sinh", given=given, agencies=wards)
    citizen = Citizen(client, "khai-sinh")
    citizen.start()
    answers = factories.valid_answers("khai-sinh")
    service = page.service
    service.routing = {"by": "address", "field": "another_question"}
    service.save()
    assert citizen.fill(answers) == "check", citizen.errors
    citizen.submit()
    assert Submission.objects.get().agency == wards[0]
