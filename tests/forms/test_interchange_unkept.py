"""What the site's columns can't take is a named problem of the file, and nothing is imported."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from egov_forms.interchange import plan
from egov_forms.models import Service
from egov_forms.pages.models import ServicePage
from tests.forms.test_commands import written
from tests.forms.test_interchange import AGENCY, catalogue, counts, do_import, refusal, the_file

__all__ = ["catalogue"]  # a fixture

pytestmark = pytest.mark.django_db
SLUG = "khai-sinh"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": "1." * 30}, "code: "),
        ({"portal_url": "https://example.gov.vn/" + "a" * 200}, "portal_url: "),
        ({"levels": [{"value": "commune"}] * 20}, "levels: "),
    ],
)
def test_a_fact_that_no_column_takes_is_named(
    catalogue: Any, change: dict[str, Any], place: str
) -> None:
    data = the_file(SLUG)
    data["procedures"][0] |= change
    lines = refusal(data)
    assert len(lines) == 1
    assert lines[0].startswith(f"procedures[0] ({SLUG}) {place}")
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800"])
def test_text_that_no_database_keeps_is_named_wherever_it_stands(catalogue: Any, bad: str) -> None:
    unused = {"choices": [{"value": "x", "label": {"vi": bad}}]}
    lines = refusal({"choice_lists": {"unused": unused}})
    assert [line.partition(": ")[0] for line in lines] == [
        "choice_lists.unused.choices[0].label.vi"
    ]
    lines = refusal({"agencies": [{**AGENCY, "name": {"vi": bad}}]})
    assert [line.partition(": ")[0] for line in lines] == ["agencies[0].name.vi"]
    lines = refusal({"agencies": [AGENCY], bad: 1})
    assert all(line.isprintable() for line in lines)
    assert counts() == (0, 0, 0, 0)


def test_a_list_whose_name_is_too_long_is_named(catalogue: Any) -> None:
    name = "a" * 300
    lists = {name: {"choices": [{"value": "x", "label": {"vi": "x"}}]}}
    places = {line.partition(": ")[0] for line in refusal({"choice_lists": lists})}
    assert places == {f"choice_lists.{name}"}


def test_an_update_that_is_refused_when_published_says_so_and_changes_nothing(
    catalogue: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = {"publish": True, "confirm_samples": True}
    do_import(the_file(SLUG, agencies=[AGENCY]), agency=AGENCY["code"], **wishes)
    before = Service.objects.get().current_version
    revision = ServicePage.objects.get().latest_revision_id
    data = the_file(SLUG)
    data["procedures"][0]["form"]["title"]["vi"] = "Đơn khác"
    del data["procedures"][0]["time_limits"]
    # The plan saw nothing wrong, the page did: a rule or a fact that changed in between.
    monkeypatch.setattr(plan, "_refusals", lambda *_given: ())
    with pytest.raises(CommandError) as caught:
        call_command("egov_import", written(tmp_path, data), **wishes)
    assert caught.value.returncode == 1
    assert f"procedures[0] ({SLUG})" in str(caught.value)
    assert Service.objects.get().current_version == before
    assert ServicePage.objects.get().latest_revision_id == revision
