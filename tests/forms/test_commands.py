"""What an operator or an editor's adviser types, and what they are told."""

import copy
import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from egov_forms.interchange import trying
from egov_forms.interchange.trying import FileUnusable, patched
from egov_forms.models import Draft, Service
from egov_forms.pages.models import ServicePage
from tests.domain import load, path
from tests.factories import AgencyFactory, index_page, service_page

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


def run(name: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def written(tmp_path: Path, data: Any) -> str:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(file)


def personas(*slugs: str) -> dict[str, Any]:
    data = copy.deepcopy(load("personas.json"))
    if slugs:
        data["answer_sets"] = [one for one in data["answer_sets"] if one["procedure"] in slugs]
    return data


# egov_import


def test_import_makes_drafts_of_the_whole_domain_file() -> None:
    index_page()
    run("egov_import", str(path("procedures.json")))
    assert ServicePage.objects.count() == len(load("procedures.json")["procedures"])
    assert not ServicePage.objects.live().exists()


def test_import_with_publish_makes_every_service_live() -> None:
    index_page()
    AgencyFactory()
    run(
        "egov_import",
        str(path("procedures.json")),
        publish=True,
        confirm_samples=True,
        agency="H26.900",
    )
    assert ServicePage.objects.live().count() == len(load("procedures.json")["procedures"])
    assert not Service.objects.filter(current_version=None).exists()


def test_a_dry_run_tells_and_writes_nothing() -> None:
    index_page()
    out = run("egov_import", str(path("procedures.json")), dry_run=True)
    assert all(one["id"] in out for one in load("procedures.json")["procedures"])
    assert "genders" in out
    assert not Service.objects.exists()
    assert not ServicePage.objects.exists()


def test_a_dry_run_counts_the_open_drafts_that_a_change_affects(tmp_path: Path) -> None:
    page = service_page(LAND)
    version = page.service.current_version
    for reference in ("A", "B", "C"):
        Draft.objects.create(
            service=page.service, version=version, language="vi", reference=reference
        )
    data = copy.deepcopy(load("procedures.json"))
    data["procedures"] = [one for one in data["procedures"] if one["id"] == LAND]
    data["procedures"][0]["form"]["title"]["vi"] = "Đơn khác"
    out = run("egov_import", written(tmp_path, data), dry_run=True)
    assert version.digest[:12] in out
    assert "3" in out


def test_import_of_a_bad_file_names_every_problem_and_fails(tmp_path: Path) -> None:
    index_page()
    data = copy.deepcopy(load("procedures.json"))
    data["procedures"][2]["form"]["steps"][0]["fields"][1]["key"] = "today"
    with pytest.raises(CommandError) as caught:
        run("egov_import", written(tmp_path, data))
    slug = data["procedures"][2]["id"]
    assert f"procedures[2] ({slug}) form.steps[0].fields[1].key: " in str(caught.value)
    assert caught.value.returncode == 1
    assert not Service.objects.exists()


@pytest.mark.parametrize("options", [{"parent": "nowhere"}, {"agency": "H00"}])
def test_import_names_an_option_that_points_nowhere(options: dict[str, str]) -> None:
    with pytest.raises(CommandError, match=next(iter(options.values()))):
        run("egov_import", str(path("procedures.json")), **options)


def test_import_places_new_pages_below_the_parent_given() -> None:
    index_page()
    other = index_page().get_parent().add_child(instance=type(index_page())(title="B", slug="b"))
    run("egov_import", str(path("procedures.json")), parent="b")
    other.refresh_from_db()
    assert other.get_children().count() == len(load("procedures.json")["procedures"])


# egov_export


def test_export_is_what_import_reads(tmp_path: Path) -> None:
    service_page(LAND)
    file = tmp_path / "out.json"
    run("egov_export", LAND, output=str(file))
    data = json.loads(file.read_text(encoding="utf-8"))
    assert [one["id"] for one in data["procedures"]] == [LAND]
    assert data["agencies"][0]["services"] == [LAND]
    lines = run("egov_import", str(file)).splitlines()
    assert all(line.startswith("=") for line in lines[:-1])


def test_export_of_the_published_form_ignores_a_newer_draft() -> None:
    page = service_page(LAND)
    steps = page.steps
    steps[0].value["label"]["vi"] = "Bước mới"
    page.steps = steps
    page.save_revision()
    draft = json.loads(run("egov_export", LAND))
    live = json.loads(run("egov_export", LAND, published=True))
    assert draft["procedures"][0]["form"]["steps"][0]["label"]["vi"] == "Bước mới"
    assert live["procedures"][0]["form"]["steps"][0]["label"]["vi"] != "Bước mới"


def test_export_names_a_service_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="nothing-like-it"):
        run("egov_export", "nothing-like-it")


def test_a_file_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Không ghi được|cannot be written"):
        run("egov_export", output=str(tmp_path / "no" / "such.json"))


def test_a_parent_that_is_no_number_is_looked_for_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="²"):
        run("egov_import", written(tmp_path, {"procedures": []}), parent="²")


# egov_try


@pytest.fixture
def all_services() -> None:
    index_page()
    run("egov_import", str(path("procedures.json")))


def tried(tmp_path: Path, data: Any, **options: Any) -> dict[str, Any]:
    return json.loads(run("egov_try", written(tmp_path, data), format="json", **options))


def different(tmp_path: Path, data: Any) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("egov_try", written(tmp_path, data), stdout=out)
    assert caught.value.returncode == 1
    return out.getvalue()


def unusable(tmp_path: Path, data: Any) -> str:
    with pytest.raises(CommandError) as caught:
        run("egov_try", written(tmp_path, data))
    assert caught.value.returncode == 2
    return str(caught.value)


@pytest.mark.usefixtures("all_services")
def test_every_persona_comes_out_as_the_file_says(tmp_path: Path) -> None:
    report = tried(tmp_path, personas())
    assert report["today"] == "2026-07-15"
    assert report["tried"] == 24
    assert report["different"] == 0
    assert all(one["as_expected"] for one in report["sets"])


def test_a_missing_and_an_unexpected_error_are_told_apart(tmp_path: Path) -> None:
    service_page(LAND)
    data = personas(LAND)
    data["answer_sets"][0]["invalid"][0]["expected_errors"] = [{"path": "x", "code": "required"}]
    out = different(tmp_path, data)
    assert "x required" in out
    assert "new_area new_area_smaller" in out


def test_a_computed_value_that_differs_is_shown_beside_the_expected_one(tmp_path: Path) -> None:
    service_page(LAND)
    data = personas(LAND)
    data["answer_sets"][0]["valid"]["expected_computed"] = {"limit_days": 99}
    out = different(tmp_path, data)
    assert "99" in out
    assert "4" in out


HOUSE = "giay-phep-xay-dung-nha-o"


@pytest.mark.parametrize(("wanted", "different"), [(200 / 3, 0), (66.67, 0), (66.68, 1)])
def test_an_expected_number_is_compared_as_its_question_keeps_it(
    tmp_path: Path, wanted: float, different: int
) -> None:
    service_page(HOUSE)
    data = personas(HOUSE)
    valid = data["answer_sets"][0]["valid"]
    valid["answers"] |= {"ground_floor_area": 60, "lot_area": 90}
    valid["expected_computed"] = {"building_density": wanted}
    data["answer_sets"][0]["invalid"] = []
    out = StringIO()
    with suppress(CommandError):
        call_command("egov_try", written(tmp_path, data), format="json", stdout=out)
    assert json.loads(out.getvalue())["different"] == different


def test_the_order_of_expected_errors_does_not_matter(tmp_path: Path) -> None:
    slug = "dang-ky-ho-kinh-doanh"
    service_page(slug)
    data = personas(slug)
    data["answer_sets"][0]["invalid"][1]["expected_errors"].reverse()
    assert tried(tmp_path, data)["different"] == 0


def test_a_procedure_is_found_by_its_code_and_extra_keys_do_no_harm(tmp_path: Path) -> None:
    service_page(LAND)
    given = personas(LAND)["answer_sets"][0]
    del given["procedure"], given["invalid"]
    data = {"clock": "2026-07-15T09:00:00+07:00", "answer_sets": [{**given, "mood": "good"}]}
    assert tried(tmp_path, data)["tried"] == 1


def test_the_date_is_that_of_viet_nam_at_the_clock_of_the_file() -> None:
    assert trying.today_of({"clock": "2026-07-14T18:00:00Z"}).isoformat() == "2026-07-15"
    assert trying.today_of({"clock": "2026-07-15"}).isoformat() == "2026-07-15"


def test_the_newest_draft_is_tried_unless_the_form_in_force_is_asked_for(tmp_path: Path) -> None:
    page = service_page(LAND)
    rules = page.rules
    del rules[:]
    page.rules = rules
    page.save_revision()
    assert "new_area_smaller" in different(tmp_path, personas(LAND))
    assert tried(tmp_path, personas(LAND), published=True)["different"] == 0


def changed_set(**changes: Any) -> dict[str, Any]:
    data = personas(LAND)
    data["answer_sets"][0] |= changes
    return data


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"answer_sets": {}},
        {"answer_sets": ["x"]},
        {"answer_sets": [{}]},
        {"answer_sets": [{"procedure": LAND}]},
        changed_set(procedure="unheard-of", procedure_code="9.9"),
        changed_set(valid=[]),
        changed_set(valid={"answers": []}),
        changed_set(valid={}),
        changed_set(invalid={}),
        changed_set(invalid=[{"patch": {}}]),
        changed_set(invalid=[{"patch": [], "expected_errors": []}]),
        changed_set(invalid=[{"patch": {"co_holders.9.share": 1}, "expected_errors": []}]),
        changed_set(invalid=[{"expected_errors": [{"path": "x"}]}]),
        {**changed_set(), "clock": "soon"},
    ],
)
def test_a_file_that_cannot_be_used_is_told_why(tmp_path: Path, data: Any) -> None:
    service_page(LAND)
    assert unusable(tmp_path, data)


def test_a_patch_sets_and_removes_along_dotted_paths() -> None:
    answers = {"a": {"b": 1, "c": 2}, "rows": [{"x": 1}, {"x": 2}], "gone": 1}
    patch = {"a.b": 9, "a.c": None, "rows.1.x": None, "new.deep": 1, "gone": None, "absent": None}
    assert patched(answers, patch, "set") == {
        "a": {"b": 9},
        "rows": [{"x": 1}, {}],
        "new": {"deep": 1},
    }
    assert answers["gone"] == 1


@pytest.mark.parametrize("dotted", ["rows.2", "rows.-1.x", "rows.x", "a.b.c", "rows.0.x.y"])
def test_a_patch_that_leads_nowhere_is_an_error(dotted: str) -> None:
    answers = {"a": {"b": 1}, "rows": [{"x": 1}, {"x": 2}]}
    with pytest.raises(FileUnusable, match="set"):
        patched(answers, {dotted: 1}, "set")


# egov_audit


def test_audit_prints_what_is_for_a_person_and_passes_a_complete_page() -> None:
    service_page(LAND)
    out = run("egov_audit")
    assert LAND in out
    assert "R5" in out
    assert "R4 (agencies)" not in out
    assert "R4 (agencies)" in run("egov_audit", all=True)


def test_audit_fails_when_a_live_page_lacks_something() -> None:
    page = service_page(LAND)
    ServicePage.objects.filter(pk=page.pk).update(confirmations={})
    with pytest.raises(CommandError):
        run("egov_audit")


def test_audit_of_a_name_without_a_live_page_is_an_error() -> None:
    service_page(LAND)
    assert LAND in run("egov_audit", LAND)
    with pytest.raises(CommandError, match="another-service"):
        run("egov_audit", LAND, "another-service")
