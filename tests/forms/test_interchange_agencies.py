"""The agencies of an imported file."""

from typing import Any

import pytest

from egov_forms.interchange import drafts
from egov_forms.models import Agency
from egov_forms.pages.models import ServicePage
from tests.forms.test_interchange import AGENCY, catalogue, do_import, refusal, the_file

__all__ = ["catalogue"]  # a fixture

pytestmark = pytest.mark.django_db


def test_agencies_are_created_updated_and_given_their_services(catalogue: Any) -> None:
    do_import(the_file("khai-sinh", agencies=[{**AGENCY, "services": ["khai-sinh"]}]))
    agency = Agency.objects.get()
    assert agency.area_codes == ["00004"]
    page = drafts.newest(ServicePage.objects.get())
    assert [one.code for one in page.agencies.all()] == ["H26.900"]
    do_import({"agencies": [{**AGENCY, "telephone": "024 9999 9999", "area": ["00008"]}]})
    agency.refresh_from_db()
    assert agency.telephone == "024 9999 9999"
    assert agency.area_codes == ["00008"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": "not a code"}, "agencies[0].code"),
        ({"email": "nobody"}, "agencies[0].email"),
        ({"area": ["99999"]}, "agencies[0].area[0]"),
        ({"surprise": 1}, "agencies[0].surprise"),
        ({"name": "x"}, "agencies[0].name"),
    ],
)
def test_a_wrong_agency_is_a_named_problem(change: dict[str, Any], place: str) -> None:
    lines = refusal({"agencies": [{**AGENCY, **change}]})
    assert any(line.startswith(place) for line in lines)


def test_the_default_inbox_may_move_but_not_be_two(catalogue: Any) -> None:
    other = {**AGENCY, "code": "H26.901"}
    do_import({"agencies": [{**AGENCY, "is_default": True}, other]})
    do_import({"agencies": [{**other, "is_default": True}, {**AGENCY, "is_default": False}]})
    assert Agency.objects.get(is_default=True).code == "H26.901"
    assert refusal({"agencies": [{**AGENCY, "is_default": True}]})
