"""A text for the applicant; nothing is answered."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldType
from .options import Option
from .registry import register


@register
class StaticType(FieldType):
    name = "static"
    label = _("Text to read")
    icon = "info-circle"
    group = _("Layout")
    layout = "static"
    has_answer = False
    options: ClassVar[Mapping[str, Option]] = {}
    common = ("key", "label", "help", "show_when", "status")

    def parse(self, field: Field, raw: Any) -> None:
        return None

    def is_empty(self, value: Any) -> bool:
        return True

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        return {"type": "null", "title": field.label.get(language)}

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {}

    def widget(self, field: Field, language: str) -> forms.Widget:
        return forms.HiddenInput()
