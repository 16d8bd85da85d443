"""Services from a file and back, on the real procedures and the made-up ones."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Page

from egov_forms.blocks.conversion import stream_blocks
from egov_forms.interchange import applying, drafts, plan, reading
from egov_forms.interchange.problems import FileRefused
from egov_forms.interchange.writing import write
from egov_forms.models import Agency, ChoiceList, Draft, Service
from egov_forms.models.publishing import interchange
from egov_forms.pages.models import ServiceIndexPage, ServicePage
from egov_forms.rules import shapes
from egov_forms.rules.definition import Definition
from tests.domain import load, procedures

pytestmark = pytest.mark.django_db

AGENCY = {
    "code": "H26.900",
    "name": {"vi": "Ủy ban nhân dân phường Thử Nghiệm", "en": "Trial ward"},
    "address": "Số 1 phố Thử, phường Thử Nghiệm",
    "telephone": "024 1234 5678",
    "office_hours": {"vi": "8:00–17:00"},
    "area": ["00004"],
}


@pytest.fixture
def catalogue() -> ServiceIndexPage:
    page = ServiceIndexPage(title="Dịch vụ công", slug="dich-vu-cong")
    return Page.get_first_root_node().add_child(instance=page)


def the_file(*slugs: str, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy({**load("procedures.json"), "procedures": procedures()})
    if slugs:
        data["procedures"] = [one for one in data["procedures"] if one["id"] in slugs]
    return {**data, **changes}


def do_import(data: dict[str, Any], **wishes: Any) -> plan.Plan:
    planned = plan.make(reading.check(data), plan.Wishes(**wishes))
    applying.apply(planned)
    return planned


def refusal(data: Any, **wishes: Any) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        do_import(data, **wishes)
    return caught.value.lines


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Service, ChoiceList, Agency, ServicePage))


def test_all_procedures_become_page_drafts_with_the_digests_of_the_file(catalogue: Any) -> None:
    from egov_forms.fields import registry

    data = the_file()
    do_import(data)
    assert Service.objects.count() == len(data["procedures"])
    for procedure in data["procedures"]:
        page = ServicePage.objects.get(slug=procedure["id"])
        assert not page.live
        assert page.service.slug == procedure["id"]
        expected = Definition.from_json(procedure, data["choice_lists"], registry).digest
        assert drafts.digest_of(drafts.newest(page)) == expected


def test_the_same_file_again_changes_nothing(catalogue: Any) -> None:
    data = the_file(agencies=[AGENCY])
    do_import(data, agency="H26.900")
    revisions = {page.pk: page.latest_revision_id for page in ServicePage.objects.all()}
    again = plan.make(reading.check(data), plan.Wishes(agency="H26.900"))
    assert again.is_empty
    applying.apply(again)
    assert {page.pk: page.latest_revision_id for page in ServicePage.objects.all()} == revisions


def test_an_export_imported_into_an_empty_site_gives_the_same_digests(catalogue: Any) -> None:
    do_import(the_file(agencies=[AGENCY]), agency="H26.900")
    written = write(Service.objects.order_by("slug"))
    before = {p.slug: drafts.digest_of(drafts.newest(p)) for p in ServicePage.objects.all()}
    ServicePage.objects.all().delete()
    Service.objects.all().delete()
    Agency.objects.all().delete()
    ChoiceList.objects.all().delete()
    do_import(json.loads(json.dumps(written)))
    after = {p.slug: drafts.digest_of(drafts.newest(p)) for p in ServicePage.objects.all()}
    assert after == before
    assert write(Service.objects.order_by("slug")) == written


def test_publishing_freezes_a_version_and_names_the_agency(catalogue: Any) -> None:
    data = the_file("dang-ky-bien-dong-dat-dai", agencies=[AGENCY])
    do_import(data, publish=True, confirm_samples=True)
    service = Service.objects.get()
    page = ServicePage.objects.get()
    assert page.live
    assert service.current_version.digest == drafts.digest_of(page)
    assert service.code == "1.013833"
    assert [agency.code for agency in service.agencies.all()] == ["H26.900"]
    assert {one["note"] for one in page.confirmations.values()} == {"sample"}
    assert plan.make(reading.check(data), plan.Wishes(publish=True, confirm_samples=True)).is_empty


def test_publishing_is_refused_while_an_approximate_fact_is_unconfirmed(catalogue: Any) -> None:
    lines = refusal(the_file("khai-sinh", agencies=[AGENCY]), publish=True)
    assert any("procedures[0] (khai-sinh) service_level" in line for line in lines)
    assert counts() == (0, 0, 0, 0)


def test_publishing_is_refused_without_an_agency(catalogue: Any) -> None:
    lines = refusal(the_file("khai-sinh"), publish=True, confirm_samples=True)
    assert any("(khai-sinh) agencies" in line and "R4" in line for line in lines)
    assert counts() == (0, 0, 0, 0)


def test_a_changed_file_makes_a_new_draft_and_leaves_the_live_version(catalogue: Any) -> None:
    data = the_file("khai-sinh", agencies=[AGENCY])
    do_import(data, publish=True, confirm_samples=True)
    service = Service.objects.get()
    version = service.current_version
    Draft.objects.create(service=service, version=version, language="vi")
    data["procedures"][0]["form"]["steps"][0]["label"]["vi"] = "Người đi khai sinh"
    planned = do_import(data)
    (only,) = planned.services
    assert only.kind == "changed"
    assert only.digest_before == version.digest != only.digest_after
    assert only.open_drafts == 1
    service.refresh_from_db()
    page = ServicePage.objects.get()
    assert service.current_version == version
    assert page.has_unpublished_changes
    assert interchange(drafts.newest(page))["form"]["steps"][0]["label"]["vi"] == (
        "Người đi khai sinh"
    )


def test_a_page_deleted_earlier_is_made_again_for_the_same_service(catalogue: Any) -> None:
    data = the_file("khai-sinh", agencies=[AGENCY])
    do_import(data, publish=True, confirm_samples=True)
    service = Service.objects.get()
    ServicePage.objects.get().delete()
    do_import(data)
    page = ServicePage.objects.get()
    assert page.service == service
    assert page.translation_key == service.translation_key


def question(type_: str, **settings: Any) -> dict[str, Any]:
    return {"key": "extra", "type": type_, "label": {"vi": "Thêm"}, **settings}


def first_fields(procedure: dict[str, Any]) -> list[Any]:
    return procedure["form"]["steps"][0]["fields"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda p: p.update(surprise=1), "surprise"),
        (lambda p: p["fees"][0].update(surprise=1), "fees[0].surprise"),
        (lambda p: p["form"]["steps"][0].update(surprise=1), "form.steps[0].surprise"),
        (
            lambda p: p["form"]["steps"][0]["fields"][1].update(surprise=1),
            "form.steps[0].fields[1].surprise",
        ),
        (lambda p: p["form"]["rules"][0].update(surprise=1), "form.rules[0].surprise"),
        (lambda p: p["name"].update(fr="Naissance"), "name.fr"),
        (
            lambda p: p["form"]["steps"][0]["fields"][1].update(max_length="many"),
            "form.steps[0].fields[1].max_length",
        ),
        (lambda p: p.update(number_of_sets={"value": "one"}), "number_of_sets.value"),
        (lambda p: p.update(levels="commune"), "levels"),
        (lambda p: p["form"].update(steps=7), "form.steps"),
        (lambda p: p["form"]["steps"].insert(0, None), "form.steps[0]"),
        (lambda p: p["form"]["steps"][0]["fields"].insert(0, "x"), "form.steps[0].fields[0]"),
        (
            lambda p: p["form"]["steps"][0]["fields"][0].update(type="hologram"),
            "form.steps[0].fields[0].type",
        ),
        (
            lambda p: p["form"]["steps"][0]["fields"][2].update(show_when="1 +"),
            "form.steps[0].fields[2].show_when",
        ),
        (
            lambda p: p["form"]["steps"][1]["fields"].append(p["form"]["steps"][0]["fields"][0]),
            "form.steps[1].fields",
        ),
        (lambda p: p["form"]["rules"][0].update({"assert": "nobody == 1"}), "form.rules[0].assert"),
        (lambda p: p["fees"][0].update(formula="nobody * 2.0"), "fees[0].formula"),
        *(
            (lambda p, one=one: p["time_limits"].append(one), "time_limits[1].amount: ")
            for one in (
                {"unit": "working_day", "amount": 1.3},
                {"unit": "working_day", "amount": 0},
                {"unit": "calendar_day", "amount": 1.5},
                {"unit": "calendar_day", "amount": 1e300},
            )
        ),
        *(
            (lambda p, one=one: first_fields(p).append(one), f"form.steps[0].fields[16]{place}: ")
            for one, place in (
                (question("group", columns=None), ".columns"),
                (question("integer", max=10**400), ".max"),
                (question("integer", min=3, max=2), ".min"),
                (question("text", min_length=300, max_length=200), ".min_length"),
                (
                    question("group", columns=[question("text")], min_rows=2, max_rows=1),
                    ".min_rows",
                ),
            )
        ),
        (lambda p: p.update(agencies="H26.900"), "agencies"),
        (lambda p: p.update(agencies=["H99.999"]), "agencies"),
        (lambda p: p.update(id="Not A Slug"), "id"),
    ],
)
def test_a_wrong_place_is_named_and_nothing_is_imported(
    catalogue: Any, change: Any, place: str
) -> None:
    data = the_file("khai-sinh", "trich-luc-ho-tich", agencies=[AGENCY])
    change(data["procedures"][0])
    lines = refusal(data)
    name = data["procedures"][0]["id"]
    assert any(line.startswith(f"procedures[0] ({name}) {place}") for line in lines), lines
    assert counts() == (0, 0, 0, 0)


def test_every_problem_of_every_procedure_is_told_at_once(catalogue: Any) -> None:
    data = the_file("khai-sinh", "trich-luc-ho-tich", surprise=1)
    data["procedures"][0]["form"]["steps"][0]["fields"][0]["show_when"] = "1 +"
    data["procedures"][1]["fees"][0]["surprise"] = 1
    data["choice_lists"]["genders"]["choices"][0]["value"] = 7
    places = [line.split(": ")[0] for line in refusal(data)]
    for place in (
        "surprise",
        "choice_lists.genders.choices[0].value",
        "procedures[0] (khai-sinh) form.steps[0].fields[0].show_when",
        "procedures[1] (trich-luc-ho-tich) fees[0].surprise",
    ):
        assert place in places


@pytest.mark.parametrize(
    "junk",
    [
        None,
        [],
        "x",
        1,
        {"procedures": {}},
        {"procedures": [1]},
        {"choice_lists": []},
        {"agencies": [{}]},
        {"schema_version": "2.0"},
        {"schema_version": 2},
        {"expression_language": "JavaScript"},
        {"procedures": [{"id": 1, "form": {"steps": [[]]}}]},
    ],
)
def test_junk_is_refused_with_words(junk: Any) -> None:
    assert refusal(junk)


def test_two_procedures_with_one_identifier_are_refused(catalogue: Any) -> None:
    data = the_file("khai-sinh")
    data["procedures"] *= 2
    assert any("procedures[1] (khai-sinh) id" in line for line in refusal(data))


def test_a_choice_list_of_the_site_need_not_be_in_the_file(catalogue: Any) -> None:
    data = the_file("khai-sinh")
    lists = data.pop("choice_lists")
    assert any("choices_ref" in line for line in refusal(data))
    for name, given in lists.items():
        ChoiceList.objects.create(name=name, choices=given["choices"])
    do_import(data)
    assert ServicePage.objects.count() == 1


def test_an_address_taken_by_another_page_is_a_named_problem(catalogue: Any) -> None:
    catalogue.add_child(instance=Page(title="Khác", slug="khai-sinh"))
    assert any("procedures[0] (khai-sinh) id" in line for line in refusal(the_file("khai-sinh")))


def test_a_site_without_a_catalogue_is_told_to_make_one() -> None:
    assert refusal(the_file("khai-sinh"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" + b"9" * 5000 + b"]",
        b'{"procedures": [NaN]}',
        b'{"procedures": [Infinity]}',
        b'{"procedures": [], "procedures": []}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    said = {}
    for language in ("vi", "en"):
        with override(language), pytest.raises(FileRefused) as caught:
            reading.load(path)
        said[language] = str(caught.value)
    # Neither language quotes Python, which speaks English only.
    assert said["vi"] != said["en"]
    assert not re.search(r"codec|Expecting|Exceeds", said["en"])


def test_texts_are_normalised_when_read(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text('{"note": "Ho\u0323 va\u0300 te\u0302n"}', encoding="utf-8")
    assert reading.load(path) == {"note": "Họ và tên"}


def test_the_reference_names_the_keys_of_a_question_that_are_taken(catalogue: Any) -> None:
    reference = Path(__file__).resolve().parents[2] / "docs/reference/interchange.md"
    text = reference.read_text(encoding="utf-8")
    told = re.search(r"A \*\*field\*\* is (.*?)settings of", text, re.DOTALL)
    assert told
    keys = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", told[1]))))
    assert keys == set(shapes.FIELD)
    given = {"help": {"vi": "x"}, "default": "x", "prefill": "account.email", "sensitive": True}
    for key, value in {**given, "computed": '"x"', "show_when": "true", "column": True}.items():
        field = {"key": "a", "type": "text", "label": {"vi": "A"}, key: value}
        step = {"key": "s", "label": {"vi": "S"}, "fields": [field]}
        one = {"id": "mot", "name": {"vi": "Một"}, "form": {"steps": [step]}}
        do_import({"procedures": [one]})


def test_the_reference_names_the_keys_of_a_legal_document() -> None:
    reference = Path(__file__).resolve().parents[2] / "docs/reference/interchange.md"
    told = re.search(r"`legal_basis` \| list of `\{(.*?)\}`", reference.read_text(encoding="utf-8"))
    assert told
    block = stream_blocks()[0].child_blocks["legal_basis"].child_block
    assert set(told[1].split(", ")) == set(block.child_blocks) - {"status", "note"}
