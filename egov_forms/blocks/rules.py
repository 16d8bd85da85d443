"""Rules that compare several answers, as a stream of one block type."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from egov_forms.fields.editor import CelBlock, KeyBlock, StatusBlock, TranslatedTextBlock

from .keys import refuse_twins
from .parts import note

SEVERITIES = [("error", _("Refuse the answer")), ("warning", _("Only warn"))]


class ErrorBlock(blocks.StructBlock):
    path = blocks.CharBlock(
        label=_("Question"),
        help_text=_(
            "Key of the question that shows the message; for each row of a group: group[].column."
        ),
    )
    message = TranslatedTextBlock(label=_("Message"))
    code = KeyBlock(label=_("Code"), help_text=_("Left empty, it is the rule's name."))

    class Meta:
        form_layout = blocks.BlockGroup(["path", "message"], settings=["code"])


class RuleBlock(blocks.StructBlock):
    id = KeyBlock(
        required=True, label=_("Name"), help_text=_("Letters without marks, digits, underscores.")
    )
    each = blocks.CharBlock(
        required=False,
        label=_("For each row of"),
        help_text=_("Key of a group; “row” is then one of its rows."),
    )
    when = CelBlock(label=_("Applies when"), help_text=_("Left empty, the rule always applies."))
    locals()["assert"] = CelBlock(
        required=True,
        label=_("Must be true"),
        help_text=_("For example: age(birth_date, today) >= 18"),
    )
    error = ErrorBlock(label=_("Otherwise show"))
    severity = blocks.ChoiceBlock(choices=SEVERITIES, default="error", label=_("Effect"))
    status = StatusBlock()
    note = note()

    class Meta:
        icon = "check"
        label = _("Rule")
        label_format = "{id}"
        form_layout = blocks.BlockGroup(
            ["id", "when", "assert", "error"], settings=["each", "severity", "status", "note"]
        )


class RulesBlock(blocks.StreamBlock):
    rule = RuleBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        refuse_twins(cleaned, "id")
        return cleaned


class RulesField(StreamField):
    """The rules of a form. Migrations see no blocks."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        super().__init__(RulesBlock, verbose_name=verbose_name, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = models.Field.deconstruct(self)
        return name, path, list(args), kwargs
