import time

import pytest
from django.utils.translation import override

from egov_forms.rules.patterns import MAX_LENGTH, PatternError, compile_pattern


def test_a_pattern_is_found_anywhere_unless_anchored():
    assert compile_pattern("[0-9]{2}").search("a12b")
    assert not compile_pattern("^[0-9]{2}$").search("a12b")
    assert compile_pattern("^Nguyễn").search("Nguyễn Văn")


@pytest.mark.parametrize("source", ["(", "[", "(?=a)", r"(a)\1", "(?<!a)b", "a{2000}", "\ud800"])
def test_what_is_wrong_or_not_linear_is_refused(source):
    with override("en"), pytest.raises(PatternError, match="cannot be used"):
        compile_pattern(source)


def test_a_long_pattern_is_refused():
    with pytest.raises(PatternError, match=str(MAX_LENGTH)):
        compile_pattern("a" * (MAX_LENGTH + 1))


def test_a_pattern_that_explodes_elsewhere_takes_no_time():
    pattern = compile_pattern("^(a+)+$")
    started = time.perf_counter()
    assert not pattern.search("a" * 10_000 + "!")
    assert time.perf_counter() - started < 0.05
