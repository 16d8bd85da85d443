"""The pair that a citizen keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_forms.rules import references
from egov_forms.rules.references import ALPHABET, is_valid, new_reference, normalise, secret

KEY = bytes(range(32))
RANDOM = st.binary(min_size=5, max_size=16)


def test_a_reference_is_two_groups_and_a_check_character():
    reference = new_reference(bytes(5))
    assert reference == "0000-0000-0"
    assert [len(part) for part in new_reference(b"\xff" * 5).split("-")] == [4, 4, 1]


@given(random=RANDOM)
def test_a_new_reference_is_valid_however_it_is_typed(random):
    reference = new_reference(random)
    typed = f" {reference.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\u200b "
    assert is_valid(reference)
    assert is_valid(typed)
    assert references.format_reference(typed) == reference


@given(random=RANDOM, place=st.integers(0, 8), letter=st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(random, place, letter):
    code = normalise(new_reference(random))
    wrong = code[:place] + letter + code[place + 1 :]
    assert is_valid(wrong) == (wrong == code)


@given(random=RANDOM, places=st.tuples(st.integers(0, 8), st.integers(0, 8)))
def test_every_two_characters_that_changed_places_are_found(random, places):
    code = list(normalise(new_reference(random)))
    first, second = places
    swapped = code.copy()
    swapped[first], swapped[second] = code[second], code[first]
    assert is_valid("".join(swapped)) == (swapped == code)


@given(raw=st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text())))
def test_anything_may_be_asked(raw):
    assert is_valid(raw) in (True, False)
    assert set(normalise(raw)) <= set(ALPHABET)
    assert references.secrets_equal(raw, secret(KEY, "0000-0000-0", 0)) is False


def test_too_little_randomness_is_refused():
    with pytest.raises(ValueError, match="random bytes"):
        new_reference(b"1234")


@given(random=RANDOM, generation=st.integers(0, 1000))
def test_a_secret_has_sixty_bits_and_is_derived(random, generation):
    reference = new_reference(random)
    derived = secret(KEY, reference, generation)
    assert [len(part) for part in derived.split("-")] == [4, 4, 4]
    assert derived == secret(KEY, reference.lower().replace("-", ""), generation)
    assert derived != secret(KEY, reference, generation + 1)
    assert derived != secret(KEY[::-1], reference, generation)
    assert references.secrets_equal(derived.lower().replace("-", " "), derived)


def test_nothing_equals_no_secret():
    assert not references.secrets_equal("", "")
