"""What the law wants shown of a procedure, in words."""

import copy
from typing import Any

import pytest
from django.utils.translation import override

from egov_forms.fields import registry
from egov_forms.parts import parts
from egov_forms.rules.definition import Definition
from tests.factories import procedure


def shown(language: str, **facts: Any) -> dict[str, Any]:
    """The value of each part of a procedure that has these facts."""
    made = {**copy.deepcopy(procedure("chung-thuc-ban-sao")), **facts}
    with override(language):
        return {
            one.key: one.value for one in parts(Definition.from_json(made, {}, registry), language)
        }


@pytest.mark.parametrize(
    ("language", "levels", "service_level"),
    [
        ("vi", ["Cấp xã", "Cơ quan khác"], "Một phần"),
        ("en", ["Commune", "Other agency"], "Partly online"),
    ],
)
def test_levels_chosen_without_a_label_are_shown_in_words(
    language: str, levels: list[str], service_level: str
) -> None:
    found = shown(
        language,
        levels=[{"value": "commune", "status": "known"}, {"value": "other", "status": "known"}],
        service_level={"value": "partial", "status": "known"},
    )
    assert found["levels"] == levels
    assert found["service_level"] == service_level


def test_a_level_with_a_label_of_its_own_keeps_it() -> None:
    label = {"vi": "Cấp phường", "en": "Ward"}
    assert shown("vi", levels=[{"value": "commune", "label": label}])["levels"] == ["Cấp phường"]
