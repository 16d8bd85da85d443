"""Choices: what is offered can be chosen, whatever letters its value is made of."""

import pytest

from egov_forms.fields import registry

from .build import codes, field

ODD = ("2020–2021", "½", " b", "ｃ", "a\u200bb")


@pytest.mark.parametrize("type_", ["choice", "radio"])
@pytest.mark.parametrize("value", ODD)
def test_every_value_that_is_offered_can_be_chosen(type_: str, value: str) -> None:
    asked = field(type_, choices=(value, "other"))
    assert codes(asked, value) == []
    assert registry[type_].parse(asked, value) == value


def test_so_can_several() -> None:
    asked = field("multichoice", choices=ODD)
    assert registry["multichoice"].parse(asked, list(ODD)) == list(ODD)
    assert codes(asked, list(ODD)) == []


def test_what_is_not_offered_is_read_as_a_typed_code() -> None:
    asked = field("choice", choices=("a",))
    assert codes(asked, "\u200b ａ ") == []
    assert codes(asked, "b") == [("", "invalid_choice")]
