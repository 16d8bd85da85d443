"""The register of agencies."""

import pytest
from django.core.exceptions import ValidationError

from egov_forms.models import Agency

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["H26", "H26.900", "H26.900.13", "000.00.01.H01"])
def test_a_code_has_the_form_of_today_or_that_of_2018(code: str) -> None:
    agency = Agency(code=code, name={"vi": "Phường"})
    agency.full_clean()
    assert agency.code == code


@pytest.mark.parametrize(
    "code", ["H\u0662\u0666", "H\uff12\uff16", "H26\n", "H26.900\n", "h26", "H26.", "000.H01"]
)
def test_a_code_has_plain_digits_and_ends_there(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Agency(code=code, name={"vi": "Phường"}).full_clean()
    assert set(refused.value.error_dict) == {"code"}
