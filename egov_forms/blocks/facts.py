"""What the law says about a procedure, as one stream: each part at most once."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from egov_forms.fields.editor import NoteBlock

from . import office, parts, words
from .keys import fill

_IDENTITY = _("What it is")
_PUBLIC = _("What citizens must know")
_OFFICE = _("For the office")

#: What a new page starts with: the parts that must be shown (TT 32/2017, article 5.1).
NEW_PAGE = (
    "code",
    "name",
    "field",
    "levels",
    "service_level",
    "procedure_steps",
    "channels",
    "dossier_components",
    "number_of_sets",
    "time_limits",
    "target_users",
    "competent_authority",
    "results",
    "legal_basis",
    "form",
)


def _identity() -> list[tuple[str, blocks.Block]]:
    group: dict[str, Any] = {"group": _IDENTITY}
    return [
        ("name", parts.text_fact(label=_("Name"), icon="title", **group)),
        ("short_name", parts.text_fact(label=_("Short name"), icon="title", **group)),
        (
            "code",
            parts.value_fact(
                parts.text(
                    label=_("Code"),
                    help_text=_("National code of the procedure, for example 1.001193."),
                ),
                label=_("National code"),
                icon="tag",
                **group,
            ),
        ),
        (
            "decision",
            parts.value_fact(
                parts.text(label=_("Number")),
                label=_("Publishing decision"),
                icon="doc-full",
                **group,
            ),
        ),
        ("field", parts.text_fact(label=_("Field"), icon="folder", **group)),
        ("ministry", parts.text_fact(label=_("Ministry"), icon="site", **group)),
        (
            "note",
            NoteBlock(plain=False, label=_("Note"), icon="info-circle", **group),
        ),
    ]


def _who_and_where() -> list[tuple[str, blocks.Block]]:
    group: dict[str, Any] = {"group": _PUBLIC}
    return [
        (
            "levels",
            blocks.ListBlock(
                parts.coded(
                    blocks.ChoiceBlock(choices=words.LEVELS, label=_("Level of agency")),
                    label=_("Level of agency"),
                ),
                label=_("Levels of agency"),
                icon="site",
                **group,
            ),
        ),
        (
            "competent_authority",
            parts.source_fact(label=_("Competent authority"), icon="group", **group),
        ),
    ]


def _how_it_is_offered() -> list[tuple[str, blocks.Block]]:
    group: dict[str, Any] = {"group": _PUBLIC}
    return [
        (
            "service_level",
            parts.coded(
                blocks.ChoiceBlock(choices=words.SERVICE_LEVELS, label=_("Level")),
                label=_("Level of service"),
                icon="desktop",
                **group,
            ),
        ),
        (
            "target_users",
            parts.texts_fact(
                lambda: parts.text(True, label=_("Group")),
                label=_("Who may apply"),
                icon="user",
                **group,
            ),
        ),
        (
            "channels",
            parts.value_fact(
                blocks.MultipleChoiceBlock(
                    choices=words.CHANNELS, label=_("Ways"), widget=CheckboxSelectMultiple
                ),
                label=_("Ways to file"),
                icon="mail",
                **group,
            ),
        ),
    ]


def _list(item: blocks.Block, **meta: Any) -> blocks.ListBlock:
    return blocks.ListBlock(item, group=_PUBLIC, **meta)


def _rules_of_law() -> list[tuple[str, blocks.Block]]:
    return [
        (
            "procedure_steps",
            _list(parts.procedure_step(), label=_("Sequence of steps"), icon="list-ol"),
        ),
        (
            "dossier_components",
            _list(parts.paper(), label=_("Papers of the dossier"), icon="doc-full-inverse"),
        ),
        (
            "number_of_sets",
            parts.value_fact(
                blocks.IntegerBlock(min_value=0, max_value=99, label=_("Sets")),
                label=_("Number of sets"),
                icon="copy",
                group=_PUBLIC,
            ),
        ),
        ("time_limits", _list(parts.time_limit(), label=_("Time limits"), icon="time")),
        ("fees", _list(parts.fee(), label=_("Fees and charges"), icon="decimal")),
        ("results", _list(parts.result(), label=_("Results"), icon="success")),
        (
            "conditions",
            _list(
                parts.source_fact(label=_("Condition"), label_format="{value}"),
                label=_("Requirements and conditions"),
                icon="warning",
            ),
        ),
        ("legal_basis", _list(parts.legal_document(), label=_("Legal basis"), icon="openquote")),
        ("form", parts.official_form(group=_PUBLIC)),
    ]


def _for_the_office() -> list[tuple[str, blocks.Block]]:
    group: dict[str, Any] = {"group": _OFFICE}
    return [
        (
            "channel",
            blocks.ChoiceBlock(
                choices=words.WAYS,
                label=_("Where the form is filled"),
                help_text=_("Online on this portal, unless said otherwise."),
                icon="link-external",
                **group,
            ),
        ),
        (
            "portal_url",
            blocks.URLBlock(label=_("Address on the national portal"), icon="link", **group),
        ),
        ("routing", office.routing(**group)),
        (
            "process",
            blocks.ListBlock(
                office.internal_process(), label=_("Internal process"), icon="tasks", **group
            ),
        ),
        ("record", office.record(**group)),
    ]


class FactsBlock(blocks.StreamBlock):
    """One block type for each part, named as its key in the interchange format."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        children = [*_identity(), *_who_and_where(), *_how_it_is_offered()]
        children += [*_rules_of_law(), *_for_the_office()]
        kwargs.setdefault("block_counts", {name: {"max_num": 1} for name, _block in children})
        super().__init__(children, **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.complete(cleaned)
        return cleaned

    def complete(self, value: Any) -> None:
        """Give papers the keys that follow from their names."""
        for child in value:
            if child.block_type == "dossier_components":
                fill(child.value, lambda paper: str(paper["name"]))

    def new_page(self) -> blocks.StreamValue:
        return self.normalize([(name, self.child_blocks[name].get_default()) for name in NEW_PAGE])


class FactsField(StreamField):
    """The facts of a procedure. Migrations see no blocks, so a new part changes none."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        super().__init__(FactsBlock, verbose_name=verbose_name, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = models.Field.deconstruct(self)
        return name, path, list(args), kwargs

    def get_default(self) -> blocks.StreamValue:
        value = self.stream_block.new_page()
        value._stream_field = self
        return value
