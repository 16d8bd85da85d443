"""Files of answers that nobody would write by hand: one clear line each, never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import service_page

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


def nested(depth: int) -> Any:
    value: Any = 1
    for _level in range(depth):
        value = [value]
    return value


def one_set(**changes: Any) -> dict[str, Any]:
    given = {"procedure": LAND, "valid": {"answers": {}}, **changes}
    return {"clock": "2026-07-15T09:00:00+07:00", "answer_sets": [given]}


def patch(path: str) -> dict[str, Any]:
    entry = {"patch": {path: 1}, "expected_errors": []}
    return one_set(valid={"answers": {"co_holders": [{}]}}, invalid=[entry])


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (one_set(procedure=[LAND]), "answer_sets[0].procedure "),
        (one_set(procedure=7), "answer_sets[0].procedure "),
        (one_set(procedure_code={}), "answer_sets[0].procedure_code "),
        ({**one_set(), "clock": "9999-12-31T23:59:59-01:00"}, "clock: "),
        ({**one_set(), "clock": "9999-12-31"}, "clock: "),
        ({**one_set(), "clock": "0001-01-01T00:00:00+14:00"}, "clock: "),
        ({**one_set(), "clock": "\ud800\n" * 50}, "clock: "),
        (one_set(procedure="a\ud800"), "answer_sets[0].procedure: "),
        (one_set(valid={"answers": {"holder": "a\0"}}), "answer_sets[0].valid.answers.holder: "),
        (one_set(valid={"answers": {"\ud800": 1}}), "answer_sets[0].valid.answers: "),
        (one_set(valid={"answers": {"holder": nested(500)}}), "answer_sets[0].valid.answers."),
        (patch("co_holders." + "9" * 5000), "answer_sets[0].invalid[0].patch "),
    ],
)
def test_an_odd_file_is_told_in_one_line(tmp_path: Path, data: Any, place: str) -> None:
    service_page(LAND)
    file = tmp_path / "file.json"
    file.write_text(json.dumps(data))
    with pytest.raises(CommandError) as caught:
        call_command("egov_try", str(file))
    message = str(caught.value)
    assert caught.value.returncode == 2
    assert message.startswith(place)
    assert message.isprintable()
    assert len(message) < 400
