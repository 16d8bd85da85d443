"""Administrative units on the day that is asked for."""

from datetime import date

from egov_forms.rules import units
from egov_forms.rules.units import exists, name, provinces, unit, wards
from tests.domain import load

FIRST = date(2025, 7, 1)


def test_the_units_are_those_of_the_domain_data():
    listed = {item.code: item for p in provinces(FIRST) for item in (p, *wards(p.code, FIRST))}
    given = load("admin_units_2025.json")["units"]
    assert len(listed) == len(given) == 34 + 3321
    for row in given:
        item = listed[row["code"]]
        assert (item.name(), item.short_name, item.type, item.parent) == (
            row["name"],
            row["short_name"],
            row["type"],
            row["parent"],
        )


def test_every_amendment_holds_from_its_day():
    for row in load("admin_units_2025.json")["amendments"]:
        day = date.fromisoformat(row["effective_from"])
        assert name(row["code"], on=FIRST) == row["old_name"]
        assert name(row["code"], on=day) == row["new_name"]
        assert unit(row["code"]).type == row["new_type"]


def test_the_day_before_a_change_keeps_the_old_name():
    assert name("75", on=date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert name("75", on=date(2026, 4, 30)) == "Thành phố Đồng Nai"
    assert name("75", "en", date(2026, 4, 30)) == "Đồng Nai City"


def test_a_ward_belongs_to_its_province_only():
    assert exists("00070", FIRST)
    assert exists("00070", FIRST, parent="01")
    assert not exists("00070", FIRST, parent="79")
    assert not exists("99999")
    assert wards("00") == ()
    assert name("99999") == "99999"


def test_units_are_listed_by_name_without_diacritics():
    names = [units.fold(item.short_name) for item in wards("01", FIRST)]
    assert names == sorted(names)
