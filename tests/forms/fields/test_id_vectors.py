"""Every vector of identity numbers, tax codes and telephone numbers."""

import pytest

from egov_forms.fields import registry
from tests.domain import load

from .build import codes, field

# The vectors name what is wrong; the answer's error is one of the published codes.
CODES = {
    "required": "required",
    "format": "invalid_format",
    "length": "invalid_length",
    "province_code": "invalid_province",
    "check_digit": "invalid_checksum",
    "branch": "invalid_branch",
    "prefix": "invalid_prefix",
    "service_number": "invalid_prefix",
    "country": "invalid_prefix",
}


def vectors(name: str) -> list[tuple[str, dict]]:
    return [(name, vector) for vector in load("id_vectors.json")[name]["vectors"]]


@pytest.mark.parametrize(
    ("name", "vector"), [*vectors("citizen_id"), *vectors("tax_code"), *vectors("phone")]
)
def test_a_number_is_accepted_or_refused_as_its_vector_says(name: str, vector: dict) -> None:
    subject = field(name)
    found = codes(subject, vector["value"])
    if vector["valid"]:
        assert found == []
        value = registry[name].parse(subject, vector["value"])
        assert value == vector.get("normalised", vector["value"])
    else:
        assert found == [("", CODES[vector["error"]])]


@pytest.mark.parametrize(("name", "vector"), vectors("tax_code"))
def test_a_tax_code_of_another_kind_is_refused(name: str, vector: dict) -> None:
    if vector["valid"]:
        others = [kind for kind in ("enterprise", "branch", "personal_id")
                  if kind != vector["kind"]]  # fmt: skip
        assert codes(field(name, kinds=others), vector["value"]) == [("", "invalid_kind")]


def test_a_citizen_may_put_spaces_into_a_number_on_the_page() -> None:
    value, errors = registry["citizen_id"].read(field("citizen_id"), "001 090-999.001", "vi")
    assert (value, errors) == ("001090999001", [])


def test_a_branch_typed_without_its_hyphen_gets_it() -> None:
    value, _errors = registry["tax_code"].read(field("tax_code"), "0199990011 001", "vi")
    assert value == "0199990011-001"


@pytest.mark.parametrize("typed", ["0199990011-01", "0199990011 - 01", "0199990011-1"])
def test_a_branch_with_digits_missing_is_not_taken_for_a_personal_number(typed: str) -> None:
    subject = field("tax_code")
    value, _errors = registry["tax_code"].read(subject, typed, "vi")
    assert codes(subject, value) == [("", "invalid_length")]
