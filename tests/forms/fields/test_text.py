"""Text: normalised once, measured after that."""

import unicodedata

import pytest

from egov_forms.fields import registry

from .build import codes, field


def test_text_is_kept_composed_and_trimmed() -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn Thị Hằng ")
    assert registry["text"].parse(field("text"), typed) == "Nguyễn Thị Hằng"


def test_length_is_that_of_the_normalised_text() -> None:
    typed = unicodedata.normalize("NFD", "Nguyễn")
    assert len(typed) > 6
    assert codes(field("text", max_length=6), typed) == []
    assert codes(field("text", max_length=5), typed) == [("", "too_long")]
    assert codes(field("text", min_length=7), typed) == [("", "too_short")]


def test_lengths_have_defaults() -> None:
    assert codes(field("text"), "a" * 256) == [("", "too_long")]
    assert codes(field("textarea"), "a" * 4000) == []
    assert codes(field("textarea"), "a" * 4001) == [("", "too_long")]


@pytest.mark.parametrize("name", ["Hoàng", "Hoàng 2", "Ho\u200bàng Văn", "Hoàng\nVăn"])
def test_a_name_has_two_words_no_digit_and_nothing_invisible(name: str) -> None:
    assert codes(field("text", format="person_name"), name) == [("", "invalid_format")]


@pytest.mark.parametrize(
    "asked", [{"key": "child_name"}, {"key": "name"}, {"prefill": "account.full_name"}]
)
@pytest.mark.parametrize("letter", ["\u202e", "\u200b", "\u2066"])
def test_what_is_a_name_without_saying_so_holds_nothing_invisible(
    asked: dict[str, str], letter: str
) -> None:
    assert codes(field("text", **asked), f"Công ty A{letter}B") == [("", "invalid_format")]
    assert codes(field("text", **asked), "Công ty 2") == []
    assert codes(field("text", key="remark"), f"A{letter}B") == []


def test_a_name_may_have_marks_and_hyphens() -> None:
    assert codes(field("text", format="person_name"), "H'Hen Niê-Kdăm") == []


def test_a_pattern_is_matched_anywhere_unless_it_is_tied_to_the_ends() -> None:
    assert codes(field("text", pattern="[0-9]{2}"), "a12b") == []
    assert codes(field("text", pattern="^[0-9]{2}$"), "a12b") == [("", "invalid_format")]


def test_a_hostile_pattern_costs_nothing() -> None:
    assert codes(field("text", pattern="^(a+)+$"), "a" * 250 + "!") == [("", "invalid_format")]


def test_paragraphs_keep_their_lines() -> None:
    assert registry["textarea"].parse(field("textarea"), "một\r\nhai\rba") == "một\nhai\nba"


def test_direction_marks_of_free_text_do_not_reach_beyond_it() -> None:
    shown = registry["text"].display(field("text"), "abc\u202edef", "vi")
    assert shown.startswith("\u2068")
    assert shown.endswith("\u2069")


def test_html_of_a_citizen_is_text() -> None:
    assert registry["text"].display(field("text"), "<script>", "vi") == "<script>"
