"""What a service page must show by law: one behaviour of one rule a test."""

import copy
import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from egov_forms import publication
from egov_forms.fields import registry
from egov_forms.publication import Finding
from egov_forms.publication.base import RULES
from egov_forms.rules.definition import Definition
from tests.domain import load
from tests.factories import AgencyFactory, procedure

SLUGS = [one["id"] for one in load("procedures.json")["procedures"]]
NOON = datetime.datetime(2026, 7, 15, 12, tzinfo=datetime.UTC)
AGENCY = SimpleNamespace(
    code="H26.900",
    address="Số 1",
    telephone="024 1234 5678",
    email="",
    office_hours={"vi": "8:00"},
    area_codes=["00004"],
)


def report(
    given: dict[str, Any],
    *,
    agencies: Any = (AGENCY,),
    profile: str = "current",
    confirmed: bool = True,
) -> list[Finding]:
    definition = Definition.from_json(given, load("procedures.json")["choice_lists"], registry)
    marks = publication.confirm(given, by="test", at=NOON) if confirmed else {}
    return publication.check(given, definition, list(agencies), marks, profile)


def not_met(given: dict[str, Any], **options: Any) -> set[tuple[str, str]]:
    found = report(given, **options)
    return {(one.rule, one.path) for one in found if one.outcome == "not_met"}


def changed(slug: str = "khai-sinh", **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(procedure(slug)), **changes}


@pytest.mark.parametrize("profile", list(publication.PROFILES))
@pytest.mark.parametrize("slug", SLUGS)
def test_the_real_procedures_may_go_live_once_confirmed(slug: str, profile: str) -> None:
    assert not_met(procedure(slug), profile=profile) == set()


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(ValueError, match="tt99"):
        report(procedure("khai-sinh"), profile="tt99")


@pytest.mark.parametrize(
    "part",
    [
        "procedure_steps",
        "channels",
        "dossier_components",
        "number_of_sets",
        "time_limits",
        "target_users",
        "competent_authority",
        "results",
        "legal_basis",
    ],
)
def test_a_missing_mandatory_part_is_not_met_where_it_should_stand(part: str) -> None:
    given = changed()
    del given[part]
    assert ("R3", part) in not_met(given)


@pytest.mark.parametrize(
    ("part", "blank"),
    [
        ("target_users", {"value": ["  "]}),
        ("competent_authority", {"value": "", "status": "known"}),
        ("results", [{"name": {"en": "Only English"}}]),
        ("legal_basis", [{"title_vi": "Luật"}]),
        ("time_limits", [{"unit": "working_day"}]),
    ],
)
def test_a_blank_part_counts_as_missing(part: str, blank: Any) -> None:
    assert ("R3", part) in not_met(changed(**{part: blank}))


@pytest.mark.parametrize("part", ["field", "levels", "service_level"])
def test_the_catalogue_needs_field_and_levels(part: str) -> None:
    given = changed()
    del given[part]
    assert ("R1", part) in not_met(given)


def test_fees_and_conditions_that_are_not_stated_are_for_a_person() -> None:
    found = report(changed(fees=[], conditions=[]))
    lines = {(one.path, one.outcome) for one in found if one.code == "parts_if_any"}
    assert lines == {("fees", "for_a_person"), ("conditions", "for_a_person")}


def test_a_full_service_is_refused_when_it_cannot_be_filed_online() -> None:
    given = changed(channels={"value": ["in_person", "post"]})
    assert ("R2", "channels") in not_met(given)
    given["service_level"] = {"value": "partial"}
    assert ("R2", "channels") not in not_met(given)


def test_a_full_service_is_refused_at_the_counter_only() -> None:
    assert ("R2", "channel") in not_met(changed(channel="counter"))


def test_a_full_service_is_refused_when_a_step_needs_presence() -> None:
    given = changed()
    given["procedure_steps"][2]["in_person"] = True
    assert ("R2", "procedure_steps[2]") in not_met(given)


def test_a_full_service_that_passes_is_still_for_a_person_to_confirm() -> None:
    found = [one for one in report(changed()) if one.rule == "R2"]
    assert [one.outcome for one in found] == ["for_a_person"]


@pytest.mark.parametrize("missing", ["address", "office_hours", "telephone"])
def test_an_agency_shows_place_hours_and_contact(missing: str) -> None:
    agency = SimpleNamespace(**{**vars(AGENCY), missing: ""})
    assert ("R4", "agencies") in not_met(changed(), agencies=[agency])


def test_an_e_mail_address_is_contact_enough() -> None:
    agency = SimpleNamespace(**{**vars(AGENCY), "telephone": "", "email": "a@example.vn"})
    assert not_met(changed(), agencies=[agency]) == set()


def test_a_service_without_an_agency_is_not_met() -> None:
    assert ("R4", "agencies") in not_met(changed(), agencies=[])


def test_each_official_form_is_for_a_person_to_find_downloadable() -> None:
    found = [one for one in report(changed()) if one.rule == "R5"]
    assert found
    assert {one.outcome for one in found} == {"for_a_person"}
    own = [one for one in report(changed("chung-thuc-ban-sao")) if one.rule == "R5"]
    assert [one.outcome for one in own] == ["met"]


def test_english_is_asked_for_where_foreigners_may_apply() -> None:
    given = changed()
    del given["form"]["steps"][0]["label"]["en"]
    here = "form.steps[0].label"
    found = [one for one in report(given) if one.rule == "R6"]
    assert [(one.outcome, one.path) for one in found] == [("for_a_person", here)]
    given["target_users"]["value"].append("Người nước ngoài")
    assert ("R6", here) in not_met(given)


def test_vietnamese_who_live_abroad_are_no_foreigners() -> None:
    users = {"value": ["Người Việt Nam định cư ở nước ngoài"]}
    assert not publication.language.foreigners_may_apply({"target_users": users})


def two_agencies(**second: Any) -> list[Any]:
    return [AGENCY, SimpleNamespace(**{**vars(AGENCY), "code": "H26.901", **second})]


def test_several_agencies_need_a_rule_that_finds_the_receiver() -> None:
    assert ("receiver", "routing") in not_met(changed(), agencies=two_agencies())
    given = changed(routing={"by": "single", "default": "H26.900"})
    assert not_met(given, agencies=two_agencies()) == set()


def test_the_receiver_is_found_by_an_address_of_the_form() -> None:
    good = changed(routing={"by": "address", "field": "registration_office"})
    assert not_met(good, agencies=two_agencies()) == set()
    assert ("receiver", "agencies") in not_met(good, agencies=two_agencies(area_codes=[]))
    bad = changed(routing={"by": "address", "field": "applicant_name"})
    assert ("receiver", "routing.field") in not_met(bad, agencies=two_agencies())


def test_the_receiver_chosen_by_the_applicant_is_an_agency_of_the_service() -> None:
    unfit = changed(routing={"by": "choice", "field": "applicant_name"})
    assert ("receiver", "routing.field") in not_met(unfit)
    given = changed(routing={"by": "choice", "field": "office"})
    choices = [{"value": one, "label": {"vi": one, "en": one}} for one in ("H26.900", "H26.901")]
    given["form"]["steps"][0]["fields"].append(
        {"key": "office", "type": "choice", "label": {"vi": "Nơi", "en": "At"}, "choices": choices}
    )
    assert not_met(given, agencies=two_agencies()) == set()
    assert ("receiver", "routing.field") in not_met(given, agencies=[AGENCY])


@pytest.mark.django_db
def test_a_default_inbox_that_no_agency_is_and_a_question_that_is_gone_are_not_met() -> None:
    given = changed(routing={"by": "single", "default": "H99.999"})
    assert ("receiver", "routing.default") in not_met(given)
    AgencyFactory(code="H99.999")
    assert not_met(given) == set()


def test_every_approximate_fact_is_named_until_somebody_confirms_it() -> None:
    given = procedure("khai-sinh")
    assert publication.approximate_facts(given) == ["service_level", "fees[1]"]
    missing = not_met(given, confirmed=False)
    assert {("confirmed", "service_level"), ("confirmed", "fees[1]")} <= missing


def test_a_confirmed_fact_that_is_changed_has_to_be_confirmed_again() -> None:
    given = changed()
    marks = publication.confirm(given, by="test", at=NOON)
    assert publication.unconfirmed(given, marks) == []
    given["fees"][1]["amount"] = 12345
    assert publication.unconfirmed(given, marks) == ["fees[1]"]


def test_a_confirmation_does_not_pass_to_a_fact_that_moved_to_its_place() -> None:
    given = changed()
    marks = publication.confirm(given, by="test", at=NOON)
    given["fees"].insert(0, given["fees"].pop(1))
    given["fees"][1]["status"] = "approximate"
    assert "fees[1]" in publication.unconfirmed(given, marks)


def test_a_fact_that_says_nothing_needs_no_confirmation() -> None:
    assert "decision" not in publication.approximate_facts(procedure("cap-ban-sao-van-bang"))


def test_approximate_questions_are_counted_for_a_person() -> None:
    found = [one for one in report(changed()) if one.code == "approximate_questions"]
    assert [one.outcome for one in found] == ["for_a_person"]
    assert "22" in found[0].message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.__name__)
def test_an_article_is_cited_only_where_its_text_was_found(rule: Any) -> None:
    assert rule.confidence in publication.CONFIDENCE
    if rule.confidence != "F":
        assert "Điều" not in rule.source


@pytest.mark.parametrize("profile", list(publication.PROFILES))
def test_every_line_says_its_rule_its_outcome_and_how_sure_it_is(profile: str) -> None:
    for finding in report(changed(), profile=profile):
        assert finding.rule
        assert finding.message
        assert finding.outcome in publication.OUTCOMES
        assert finding.confidence in publication.CONFIDENCE


def test_a_limit_that_may_be_added_is_for_a_person_until_it_says_how_it_counts() -> None:
    given = copy.deepcopy(procedure("dang-ky-bien-dong-dat-dai"))
    assert "time_limits[3]" in _for_a_person(given, "time_limits_decide")
    given["time_limits"][3]["counts"] = "added"
    assert "time_limits[3]" in _for_a_person(given, "time_limits_decide")
    given["time_limits"][3]["when"] = 'disadvantaged_area == "yes"'
    assert not _for_a_person(given, "time_limits_decide")


def _for_a_person(given: dict[str, Any], code: str) -> set[str]:
    found = report(given)
    return {one.path for one in found if one.code == code and one.outcome == "for_a_person"}


def test_a_misspelt_value_in_a_condition_is_named_with_those_that_there_are() -> None:
    given = copy.deepcopy(procedure("dang-ky-bien-dong-dat-dai"))
    assert not _for_a_person(given, "compared_values_exist")
    given["time_limits"][1]["when"] = 'change_case == "right"'
    assert _for_a_person(given, "compared_values_exist") == {"time_limits[1].when"}
    [line] = [one for one in report(given) if one.path == "time_limits[1].when"]
    assert "right" in line.message
    assert "rights" in line.message
