"""Text at the edge: normalised once, or refused."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_forms.rules.text import (
    MAX_RAW,
    TextError,
    clean_code,
    clean_line,
    clean_name,
    clean_text,
    fold,
    isolate,
)

CLEANERS = [clean_text, clean_line, clean_name, clean_code]


def code_of(clean, raw) -> str | None:
    try:
        clean(raw)
    except TextError as error:
        return error.code
    return None


@pytest.mark.parametrize("clean", CLEANERS)
@given(raw=st.text(alphabet=st.characters()))
def test_what_passes_is_normal_and_passes_again_unchanged(clean, raw):
    try:
        text = clean(raw)
    except TextError:
        return
    assert text == unicodedata.normalize("NFC", text) == text.strip()
    assert "\r" not in text
    assert "\x00" not in text
    assert clean(text) == text
    text.encode()


@given(raw=st.text())
def test_free_text_is_kept_exactly_but_for_the_normal_form(raw):
    try:
        text = clean_text(raw)
    except TextError:
        return
    lines = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    assert text == lines.strip()


@pytest.mark.parametrize("clean", CLEANERS)
@pytest.mark.parametrize("raw", [None, 5, 1.5, True, [], {}, b"x"])
def test_other_json_is_no_text(clean, raw):
    assert code_of(clean, raw) == "not_text"


@pytest.mark.parametrize("clean", CLEANERS)
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("a\x00b", "control"),
        ("a\x0bb", "control"),
        ("a\x1bb", "control"),
        ("a\x7fb", "control"),
        ("a\x85b", "control"),
        ("a\ufffeb", "control"),
        ("a\U0001ffffb", "control"),
        ("a\ud800b", "surrogate"),
        ("\udc00", "surrogate"),
        ("a" + "\u0301\u0302\u0303\u0304\u0305", "marks"),
        ("x" * (MAX_RAW + 1), "too_long"),
    ],
)
def test_what_breaks_a_database_or_an_export_is_refused(clean, raw, code):
    assert code_of(clean, raw) == code


def test_a_vietnamese_name_in_decomposed_form_becomes_composed():
    name = "Nguyễn Thị Ngọc Ổn"
    assert clean_name(unicodedata.normalize("NFD", name)) == name
    assert clean_name("  " + name + "\u00a0") == name


@pytest.mark.parametrize("raw", ["a\nb", "a\r\nb", "a\tb", "a\u2028b"])
def test_a_line_holds_one_line(raw):
    assert code_of(clean_line, raw) == "line_break"
    assert code_of(clean_text, raw) is None


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u3164"])
def test_invisible_letters_are_refused_in_names_kept_in_text_and_lost_in_codes(letter):
    raw = f"a{letter}b"
    assert code_of(clean_name, raw) == "invisible"
    assert clean_text(raw) == raw
    assert clean_code(raw) == "ab"
    assert fold(raw) == "ab"


def test_a_typed_code_is_folded_to_plain_letters():
    assert clean_code(" ００１–２３\u200b４ ") == "001-234"


def test_a_flood_of_marks_costs_no_time():
    started = time.perf_counter()
    assert code_of(clean_text, "a" + "\u0301\u0316" * (MAX_RAW // 2 - 1)) == "marks"
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Đường  Trần Hưng Đạo", "duong tran hung dao"),
        ("ĐẶC KHU PHÚ QUỐC", "dac khu phu quoc"),
        ("Hoà / Hòa", "hoa / hoa"),
        ("", ""),
    ],
)
def test_search_folds_case_and_diacritics(raw, folded):
    assert fold(raw) == folded


@given(raw=st.text())
def test_folding_twice_is_folding_once(raw):
    assert fold(fold(raw)) == fold(raw)


@given(raw=st.text(alphabet="ab \u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200f"))
def test_direction_marks_cannot_reach_beyond_an_isolated_text(raw):
    shown = isolate(raw)
    depth = 0
    for place, letter in enumerate(shown):
        depth += (letter in "\u2066\u2067\u2068") - (letter == "\u2069")
        assert depth > 0 or shown == raw or place == len(shown) - 1
    assert depth == 0 or shown == raw
    assert shown != raw or not set(raw) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f")
