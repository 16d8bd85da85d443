"""Several of several answers."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, schema_of
from .choice import chosen, labelled, one_of, shown
from .options import IntegerOption, Option
from .registry import register
from .rendering import Checkboxes

MOST = 1000


@register
class MultichoiceType(FieldType):
    name = "multichoice"
    label = _("Several choices")
    icon = "list-ul"
    group = _("Choices")
    has_choices = True
    layout = "fieldset"
    options: ClassVar[Mapping[str, Option]] = {
        "min_selected": IntegerOption(_("Fewest to choose"), min_value=0, max_value=100),
    }

    def parse(self, field: Field, raw: Any) -> list[str]:
        if raw is None:
            return []
        if not isinstance(raw, list) or len(raw) > MOST:
            raise FieldError("invalid_format")
        values = [chosen(field, value) for value in raw]
        return list(dict.fromkeys(value for value in values if value))

    def is_empty(self, value: Any) -> bool:
        return not value

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        fewest = field.options.get("min_selected") or 0
        if any(field.choice(item) is None for item in value):
            yield FieldError("invalid_choice")
        elif len(value) < fewest:
            yield FieldError("min_selected", min=fewest)

    def display(self, field: Field, value: Any, language: str) -> list[str]:
        return [shown(field, item, language) for item in value or []]

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {"": "; ".join(self.display(field, value, language))}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return schema_of(
            field, language, type="array", items=one_of(field, language), uniqueItems=True
        )

    def to_form(self, field: Field, value: Any, language: str) -> list[str]:
        return list(value or [])

    def widget(self, field: Field, language: str) -> forms.Widget:
        return Checkboxes(choices=labelled(field, language))

    def anchor(self, path: str, params: Mapping[str, Any]) -> str:
        return "_0"
