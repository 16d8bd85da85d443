"""Dossier codes of both generations."""

import datetime as dt

import pytest

from egov_tracking.rules.codes import mint, normalise, parse
from tests import domain

DAY = dt.date(2026, 10, 8)


def test_a_minted_code_reads_back() -> None:
    code = mint("H15.50.05.13", DAY, 975)
    assert code == "H15.50.05.13-261008-0975"
    parts = parse(code)
    assert parts
    assert (parts.agency, parts.day, parts.sequence) == ("H15.50.05.13", DAY, 975)
    assert str(parts) == code


def test_codes_of_2018_are_read() -> None:
    parts = parse("000.00.01.H01-230401-0001")
    assert parts
    assert parts.agency == "000.00.01.H01"
    assert parts.day == dt.date(2023, 4, 1)


@pytest.mark.parametrize(
    "timeline",
    domain.load("deadline_vectors.json")["timelines"],
    ids=lambda timeline: timeline["id"],
)
def test_the_codes_of_the_timelines_are_valid(timeline: dict[str, str]) -> None:
    assert parse(timeline["dossier_code"])


def test_a_ministry_has_wider_numbers_and_a_full_day_grows() -> None:
    assert mint("G09", DAY, 12, digits=6) == "G09-261008-000012"
    assert mint("H26.900", DAY, 10_000) == "H26.900-261008-10000"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H26.900",
        "H26.900-261308-0001",
        "H26.900-260230-0001",
        "H26.900-261008-001",
        "H26.900-261008-00000001",
        "h26.900-261008-0001",
        "H26.900-261008-0000",
        "H26.900-261008-0001\n",
        "H26.9-261008-0001",
        "H26.900-٢٦١٠٠٨-0001",
        "26.900-261008-0001",
    ],
)
def test_what_is_no_code_is_refused(code: str) -> None:
    assert parse(code) is None


@pytest.mark.parametrize("sequence", [0, -1, 10_000_000])
def test_an_impossible_number_is_never_minted(sequence: int) -> None:
    with pytest.raises(ValueError, match="no number"):
        mint("H26.900", DAY, sequence)


def test_an_impossible_agency_is_never_minted() -> None:
    with pytest.raises(ValueError, match="no dossier code"):
        mint("26.900", DAY, 1)


def test_a_code_typed_by_hand_is_made_plain() -> None:
    assert normalise(" h26.900 – 261008 –0001 ") == "H26.900-261008-0001"
