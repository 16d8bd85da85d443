"""What a definition asks for under a set of answers."""

import copy
import datetime as dt

import pytest

from egov_forms.evaluation.terms import Terms
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from tests.domain import load
from tests.factories import procedure

DAY = dt.date(2026, 7, 15)


@pytest.mark.parametrize(("each", "copies", "amount"), [(2500.5, 1, 2501), (2500.5, 3, 7502)])
def test_a_fee_is_rounded_as_the_money_of_the_form_is(
    each: float, copies: int, amount: int
) -> None:
    given = copy.deepcopy(procedure("trich-luc-ho-tich"))
    given["fees"][0]["formula"] = f"total_copies * {each}"
    field = next(one for one in given["form"]["steps"][1]["fields"] if one["key"] == "total_fee")
    field["computed"] = f"total_copies * {each}"
    definition = Definition.from_json(given, load("procedures.json")["choice_lists"], registry)
    terms = Terms(definition, {"requests": [{"copies": copies}]}, DAY)
    assert [charge.amount for charge in terms.fees] == [amount]
    assert [sum_ for _field, sum_ in terms.sums] == [amount]
