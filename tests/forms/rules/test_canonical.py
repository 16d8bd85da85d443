"""The digest: the same for what means the same."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from egov_forms.rules.canonical import canonical, digest

from .build import define, field, step, text

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


def shuffled(value, chance):
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: shuffled(item, chance) for key, item in items}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


def with_empties(value):
    if isinstance(value, dict):
        kept = {key: with_empties(item) for key, item in value.items()}
        return {**kept, "leer1": None, "leer2": "", "leer3": [], "leer4": {"status": "known"}}
    return [with_empties(item) for item in value] if isinstance(value, list) else value


@given(value=JSON_VALUES, seed=st.integers())
def test_the_order_of_keys_does_not_count(value, seed):
    assert digest(shuffled(value, random.Random(seed))) == digest(value)


@given(value=st.dictionaries(st.text(), JSON_VALUES))
def test_empties_do_not_count(value):
    assert digest(with_empties(value)) == digest({**value, "leer4": {}})


@given(value=JSON_VALUES)
def test_the_canonical_form_is_its_own_and_survives_json(value):
    once = canonical(value)
    assert canonical(once) == once
    assert digest(json.loads(json.dumps(once))) == digest(value)


@given(first=JSON_VALUES, second=JSON_VALUES)
def test_equal_digests_mean_equal_canonical_forms(first, second):
    same = json.dumps(canonical(first), sort_keys=True) == json.dumps(
        canonical(second), sort_keys=True
    )
    assert (digest(first) == digest(second)) == same


def test_a_whole_float_is_its_integer():
    assert digest({"a": 5.0}) == digest({"a": 5}) != digest({"a": 5.5})
    assert digest({"a": -0.0}) == digest({"a": 0})
    assert digest({"a": True}) != digest({"a": 1})


def test_provenance_does_not_count():
    assert digest({"a": "x", "status": "known", "label_source": "read", "record": {"seen": True}}) \
        == digest({"a": "x", "status": "approximate"})  # fmt: skip


def digest_of(**settings) -> str:
    return define(step("mot", {**field("a"), **settings})).digest


def test_a_setting_that_says_what_its_absence_says_does_not_count():
    plain = digest_of()
    assert digest_of(required=False) == digest_of(sensitive=False, column=False) == plain
    assert digest_of(help={}, show_when="", min_length=None) == plain
    assert digest_of(type="decimal", decimal_places=2) == digest_of(type="decimal")
    assert digest_of(type="address", detail_required=True) == digest_of(type="address")
    assert digest_of(type="checkbox", must_be_true=False) == digest_of(type="checkbox")


def test_a_setting_that_says_something_counts():
    plain = digest_of()
    for settings in ({"required": True}, {"max_length": 5}, {"help": text()}, {"column": True}):
        assert digest_of(**settings) != plain
    assert digest_of(type="address", detail_required=False) != digest_of(type="address")
    assert digest_of(type="integer", min=0) != digest_of(type="integer")
