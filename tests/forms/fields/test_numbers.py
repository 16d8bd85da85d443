"""Numbers as people write them, rounded once."""

import pytest

from egov_forms.fields import FieldError, registry

from .build import codes, field


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("12,5", "vi", 12.5),
        ("12.5", "vi", 12.5),
        ("1.234", "vi", 1234),
        ("1.234,5", "vi", 1234.5),
        ("1,234.5", "vi", 1234.5),
        ("1 234,5", "vi", 1234.5),
        ("0.234", "vi", 0.23),
        ("1.234.567", "vi", 1234567),
        ("-0,45", "vi", -0.45),
        ("1,234", "en", 1234),
        ("1.234", "en", 1.23),
        ("1,234.5", "en", 1234.5),
        ("12,5", "en", 12.5),
        ("１２,5", "vi", 12.5),
        ("1.23.4", "vi", None),
        ("1,2,3", "vi", None),
        ("12,", "vi", None),
        (",5", "vi", None),
        ("1e3", "vi", None),
        ("12 m²", "vi", None),
        ("--1", "vi", None),
    ],
)
def test_a_decimal_is_read_as_people_of_the_language_write_it(
    typed: str, language: str, expected: float | None
) -> None:
    value, errors = registry["decimal"].read(field("decimal"), typed, language)
    assert [error.code for error in errors] == ([] if expected is not None else ["invalid_format"])
    if expected is not None:
        assert value == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.000.000", 1000000),
        ("1,000,000", 1000000),
        ("1 000 000 đồng", 1000000),
        ("24000đ", 24000),
        ("24.000 VND", 24000),
        ("1.5", None),
        ("24000,50", None),
    ],
)
def test_money_is_whole_and_may_be_grouped(typed: str, expected: int | None) -> None:
    for language in ("vi", "en"):
        value, errors = registry["money"].read(field("money"), typed, language)
        assert bool(errors) is (expected is None)
        assert errors or value == expected


def test_decimals_are_rounded_half_up_to_the_places_of_the_field() -> None:
    decimal = registry["decimal"]
    assert decimal.parse(field("decimal"), 1.005) == 1.01
    assert decimal.parse(field("decimal", decimal_places=1), 0.25) == 0.3
    assert decimal.parse(field("decimal", decimal_places=0), 2.5) == 3
    assert decimal.from_cel(field("decimal"), 64 / 75 * 100) == 85.33
    assert repr(decimal.parse(field("decimal"), 80.0)) == "80"


def test_a_number_between_whole_ones_is_no_integer_but_a_computed_one_is_rounded() -> None:
    assert codes(field("integer"), 1.5) == [("", "invalid_format")]
    assert registry["integer"].parse(field("integer"), 2.0) == 2
    assert registry["money"].from_cel(field("money"), 333.5) == 334


@pytest.mark.parametrize("raw", [True, float("nan"), float("inf"), "1e5", [], {}, "NaN", "0x1"])
def test_what_is_no_number_is_refused(raw: object) -> None:
    for name in ("integer", "decimal", "money"):
        with pytest.raises(FieldError, match="invalid_format"):
            registry[name].parse(field(name), raw)


def test_numbers_beyond_what_programs_keep_exactly_are_refused() -> None:
    assert codes(field("integer"), 2**53) == [("", "max_value")]
    assert codes(field("decimal"), -1e300) == [("", "min_value")]


def test_limits_are_inclusive() -> None:
    subject = field("integer", min=1, max=20)
    assert codes(subject, 1) == codes(subject, 20) == []
    assert codes(subject, 0) == [("", "min_value")]
    assert codes(subject, 21) == [("", "max_value")]


def test_numbers_are_shown_as_the_language_writes_them() -> None:
    assert registry["money"].display(field("money"), 218000, "en") == "VND 218,000"
    assert registry["decimal"].display(field("decimal"), 1234.5, "vi") == "1.234,5"
    assert registry["integer"].display(field("integer"), 2026, "vi") == "2026"
    assert registry["decimal"].export(field("decimal"), 1234.5, "vi") == {"": "1234.5"}
