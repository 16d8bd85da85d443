"""Blocks of what the office needs: who receives, who works on it, where the facts come from."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from egov_forms.fields.editor import CelBlock, TranslatedTextBlock

from .parts import struct, text
from .words import ROLES

RECEIVERS = [
    ("single", _("The one agency of this service")),
    ("choice", _("The agency that the applicant chooses")),
    ("address", _("The agency whose area holds an address of the form")),
]


def routing(**meta: Any) -> blocks.StructBlock:
    return struct(
        [
            ("by", blocks.ChoiceBlock(choices=RECEIVERS, label=_("Who receives"))),
            (
                "field",
                text(
                    label=_("Question"),
                    help_text=_(
                        "Key of the question that decides: a choice whose values are codes of "
                        "agencies, or an address."
                    ),
                ),
            ),
            (
                "default",
                text(
                    label=_("Default inbox"),
                    help_text=_("Code of the agency that receives what matches no other."),
                ),
            ),
        ],
        label=_("Receiving agency"),
        icon="redirect",
        **meta,
    )


def internal_process() -> blocks.StructBlock:
    """One desk of the control slip (form 06)."""
    return struct(
        [
            ("desk", TranslatedTextBlock(label=_("Desk"))),
            ("role", blocks.ChoiceBlock(choices=ROLES, label=_("Role"))),
            (
                "hours",
                blocks.FloatBlock(
                    required=False,
                    min_value=0,
                    label=_("Hours"),
                    help_text=_("Half a day is 4 hours; the desks together make the time limit."),
                ),
            ),
            ("when", CelBlock(label=_("Condition"), help_text=_("When this desk takes part."))),
        ],
        hidden=("when",),
        label=_("Desk"),
        label_format="{desk} {hours}",
    )


def record(**meta: Any) -> blocks.StructBlock:
    return struct(
        [
            (
                "seen",
                blocks.BooleanBlock(required=False, label=_("The national record was read")),
            ),
            ("as_of", text(label=_("When"), help_text=_("A month, for example 2026-07."))),
        ],
        label=_("Source of the facts"),
        icon="glasses",
        **meta,
    )
