"""What a definition asks for under a set of answers."""

import copy
import datetime as dt
from typing import Any

import pytest

from egov_forms.evaluation.limits import offered
from egov_forms.evaluation.terms import Terms
from egov_forms.fields import registry
from egov_forms.rules.definition import Definition, Text, TimeLimit
from tests.domain import load
from tests.factories import procedure, valid_answers

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


LAND = "dang-ky-bien-dong-dat-dai"
HOLDER = {"change_case": "holder", "disadvantaged_area": "yes"}


def terms(slug: str, answers: dict[str, Any], *counts: str | None, when: str = "") -> Terms:
    """With ``counts`` on the limits in order, and ``when`` on the last."""
    given = copy.deepcopy(procedure(slug))
    for limit, word in zip(given["time_limits"], counts, strict=False):
        limit["counts"] = word
    if when:
        given["time_limits"][-1]["when"] = when
    lists = load("procedures.json")["choice_lists"]
    return Terms(Definition.from_json(given, lists, registry), answers, DAY)


def test_an_addition_that_nobody_named_leaves_the_limit_open() -> None:
    undecided = terms(LAND, HOLDER)
    assert undecided.time_limit is None
    assert [(field.key, number) for field, number in undecided.numbers] == [("limit_days", 14)]


@pytest.mark.parametrize(("area", "days"), [("yes", 14), ("no", 4)])
def test_an_addition_is_added_where_its_condition_holds(area: str, days: int) -> None:
    answers = {**HOLDER, "disadvantaged_area": area}
    found = terms(
        LAND, answers, None, None, None, "added", when='disadvantaged_area == "yes"'
    ).time_limit
    assert found
    assert found.amount == days


def test_an_addition_without_a_condition_is_for_a_person() -> None:
    assert terms(LAND, HOLDER, None, None, None, "added").time_limit is None


def test_a_limit_of_its_own_stands_back_behind_one_with_a_condition() -> None:
    found = terms(LAND, HOLDER, None, None, None, "alone").time_limit
    assert found
    assert found.amount == 4


def test_the_only_one_that_holds_applies() -> None:
    found = terms("chung-thuc-ban-sao", {"papers": [{"pages": 2, "copies": 1}]}).time_limit
    assert found
    assert found.unit == "same_day"


def test_a_limit_that_counts_other_days_can_not_be_added() -> None:
    found = terms("chung-thuc-ban-sao", {"papers": [{"pages": 300, "copies": 1}]}).time_limit
    assert found
    assert found.amount == 2


def test_two_limits_for_all_the_rest_are_for_a_person() -> None:
    given = copy.deepcopy(procedure("dang-ky-ho-kinh-doanh"))
    given["time_limits"] += [{"amount": 5, "unit": "calendar_day", "case": {"vi": "Khác"}}]
    definition = Definition.from_json(given, load("procedures.json")["choice_lists"], registry)
    assert Terms(definition, {"x": 1}, DAY).time_limit is None


def test_two_that_may_be_added_to_each_other_make_one_sum() -> None:
    case = Text({"vi": "Khác"})
    limits = [TimeLimit(3, "working_day", case), TimeLimit(5, "working_day", case)]
    assert [one.amount for one in offered(limits)] == [3, 5, 8]


def test_without_answers_conditions_decide_nothing() -> None:
    assert terms(LAND, {}, None, None, None, "alone").time_limit is None
    only = terms("dang-ky-ho-kinh-doanh", {}).time_limit
    assert only
    assert only.amount == 3


def test_sums_with_what_may_be_added_are_offered() -> None:
    limits = terms(LAND, {}).definition.time_limits
    assert [one.amount for one in offered(limits)] == [4, 5, 10, 10, 14, 15, 20]
    limits = terms(LAND, {}, None, None, None, "added").definition.time_limits
    assert [one.amount for one in offered(limits)] == [4, 5, 10, 14, 15, 20]
    limits = terms(LAND, {}, None, None, None, "alone").definition.time_limits
    assert [one.amount for one in offered(limits)] == [4, 5, 10, 10]


def test_the_form_that_is_filled_in_online_is_no_original_to_bring() -> None:
    online, on_paper = to_bring("dang-ky-ho-kinh-doanh", "partial")
    assert "giay_de_nghi" not in online
    assert "giay_de_nghi" in on_paper


def test_nothing_is_brought_to_a_service_that_is_online_from_end_to_end() -> None:
    in_part, _on_paper = to_bring("khai-sinh", "partial")
    assert "giay_chung_sinh" in in_part
    online, on_paper = to_bring("khai-sinh", "full")
    assert online == set()
    assert "to_khai" in on_paper


def to_bring(slug: str, level: str) -> tuple[set[str], set[str]]:
    """The originals to bring of a filing online, and of one on paper."""
    given = {**procedure(slug), "service_level": {"value": level}}
    definition = Definition.from_json(given, load("procedures.json")["choice_lists"], registry)
    answered = Terms(definition, valid_answers(slug), DAY), Terms(definition, {}, DAY)
    online, on_paper = ({one.key for one in terms.to_bring} for terms in answered)
    return online, on_paper
