"""Blocks of the facts of a procedure: small structs, each with its status."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup

from egov_forms.fields.editor import (
    CelBlock,
    FlagBlock,
    KeyBlock,
    LineBlock,
    NoteBlock,
    ParagraphBlock,
    StatusBlock,
    SuggestingBlock,
    TranslatedTextBlock,
    languages,
)
from egov_forms.rules.shapes import MOST_DAYS

from .words import ACTORS, LABEL_SOURCES, LIMIT_COUNTS, PAPER_REQUIRED, UNITS

SOURCE_LANGUAGE = "vi"  # the language of the texts that the format calls simply "value"


def text(required: bool = False, **meta: Any) -> LineBlock:
    return LineBlock(required=required, **meta)


def note() -> NoteBlock:
    return NoteBlock(label=_("Note for editors"), help_text=_("Not shown to the public."))


def struct(children: list[tuple[str, Any]], *, hidden: tuple[str, ...] = (), **meta: Any) -> Any:
    """A struct whose ``hidden`` children lie under its settings."""
    shown: list[Any] = [name for name, _block in children if name not in hidden]
    return blocks.StructBlock(
        children, form_layout=BlockGroup(shown, settings=list(hidden)), **meta
    )


def fact(children: list[tuple[str, Any]], *, hidden: tuple[str, ...] = (), **meta: Any) -> Any:
    """A struct with the status of what it says, and room for a note unless it has its own."""
    if "note" not in dict(children):
        children, hidden = [*children, ("note", note())], (*hidden, "note")
    last = [child for child in children if child[0] in hidden]
    first = [child for child in children if child[0] not in hidden]
    return struct([*first, ("status", StatusBlock()), *last], hidden=hidden, **meta)


def value_fact(value: blocks.Block, **meta: Any) -> Any:
    """A fact of one value: `{value, note, status}`."""
    return fact([("value", value)], **meta)


def texts_fact(item: Any, **meta: Any) -> Any:
    """A fact that is a list of texts, `{value: [...], en: [...], status}`.

    ``item`` makes the block of one text.
    """
    lists = [
        (
            "value" if code == SOURCE_LANGUAGE else code,
            _texts(code, item(), label=name),
        )
        for code, name in languages()
    ]
    return fact(lists, **meta)


def _texts(code: str, item: blocks.Block, **meta: Any) -> blocks.ListBlock:
    """A list that shows a new page where to write in the language that must be filled."""
    if code != SOURCE_LANGUAGE:
        meta["default"] = []
    return blocks.ListBlock(item, **meta)


def text_fact(required: bool = True, **meta: Any) -> Any:
    """A fact that is a text in every language: `{vi, en, status}`."""
    texts = [
        (code, text(required and not place, label=name, form_attrs={"lang": code}))
        for place, (code, name) in enumerate(languages())
    ]
    return fact(texts, **meta)


def source_fact(**meta: Any) -> Any:
    """A fact with its Vietnamese text as `value` and the other languages beside it."""
    names = dict(languages())
    children: list[tuple[str, Any]] = [
        (
            "value",
            ParagraphBlock(rows=1, label=names.get(SOURCE_LANGUAGE, _("Vietnamese"))),
        )
    ]
    children += [
        (code, ParagraphBlock(rows=1, required=False, label=name, form_attrs={"lang": code}))
        for code, name in languages()
        if code != SOURCE_LANGUAGE
    ]
    return fact(children, **meta)


def coded(value: blocks.Block, **meta: Any) -> Any:
    """A word of a fixed list; `label` overrides how it is called."""
    return fact(
        [
            ("value", value),
            ("label", TranslatedTextBlock(required=False, label=_("Called on this page"))),
        ],
        hidden=("label",),
        **meta,
    )


def procedure_step() -> Any:
    return fact(
        [
            ("text", TranslatedTextBlock(multiline=True, label=_("What happens"))),
            (
                "actor",
                SuggestingBlock(
                    dict(ACTORS),
                    r"\A\S.*\Z",
                    required=False,
                    label=_("Who acts"),
                    help_text=_("Choose from the list, or write a word of your own."),
                ),
            ),
            ("in_person", FlagBlock(label=_("The citizen must come in person"))),
        ],
        label=_("Step"),
        label_format="{text}",
    )


def paper() -> Any:
    count = {"required": False, "min_value": 0, "max_value": 99}
    return fact(
        [
            ("name", TranslatedTextBlock(multiline=True, label=_("Paper"))),
            ("required", blocks.ChoiceBlock(choices=PAPER_REQUIRED, label=_("Handed in"))),
            (
                "condition",
                CelBlock(
                    label=_("Condition"),
                    help_text=_("When a conditional paper is asked for."),
                ),
            ),
            ("originals", blocks.IntegerBlock(label=_("Originals"), **count)),
            ("copies", blocks.IntegerBlock(label=_("Copies"), **count)),
            (
                "form_field",
                text(
                    label=_("Question of the form"),
                    help_text=_("Key of the file question where this paper is uploaded."),
                ),
            ),
            ("form_code", text(label=_("Number of the official form"))),
            ("key", KeyBlock(help_text=_("Identifies the paper in dossiers and messages."))),
        ],
        hidden=("key",),
        label=_("Paper"),
        label_format="{name}",
    )


def time_limit() -> Any:
    return fact(
        [
            (
                "amount",
                blocks.FloatBlock(
                    required=False, min_value=0, max_value=MOST_DAYS, label=_("Number of days")
                ),
            ),
            ("unit", blocks.ChoiceBlock(choices=UNITS, label=_("Counted in"))),
            (
                "cutoff",
                blocks.RegexBlock(
                    r"^([01]\d|2[0-3]):[0-5]\d$",
                    required=False,
                    label=_("Cut-off"),
                    help_text=_("For the same day: the hour after which the next day counts."),
                ),
            ),
            ("case", TranslatedTextBlock(required=False, label=_("Case"))),
            (
                "when",
                CelBlock(
                    label=_("Condition"),
                    help_text=_("Which answers this limit is for; empty for all."),
                ),
            ),
            (
                "counts",
                blocks.ChoiceBlock(
                    choices=LIMIT_COUNTS,
                    required=False,
                    label=_("How it counts"),
                    help_text=_(
                        "Where several limits fit and this is left open, the officer chooses at "
                        "acceptance."
                    ),
                ),
            ),
        ],
        label=_("Time limit"),
        label_format="{amount} {unit} {case}",
    )


def fee() -> Any:
    return fact(
        [
            ("name", TranslatedTextBlock(label=_("Name"))),
            ("kind", text(label=_("Kind"), help_text=_("“phí” (fee) or “lệ phí” (charge)."))),
            (
                "amount",
                blocks.FloatBlock(
                    required=False,
                    min_value=0,
                    label=_("Amount"),
                    help_text=_("Leave empty when each province sets it."),
                ),
            ),
            ("currency", text(label=_("Currency"), help_text=_("VND, unless said otherwise."))),
            ("per", TranslatedTextBlock(required=False, label=_("For each"))),
            (
                "formula",
                CelBlock(
                    builds=False,
                    label=_("Formula"),
                    help_text=_("Gives the amount from the answers, for example copies * 8000.0."),
                ),
            ),
            (
                "when",
                CelBlock(label=_("Condition"), help_text=_("When this fee is due.")),
            ),
            ("basis", text(label=_("Legal basis"))),
            ("note", NoteBlock(plain=False, label=_("Note"))),
        ],
        label=_("Fee"),
        label_format="{name}",
    )


def result() -> Any:
    return fact(
        [
            ("name", TranslatedTextBlock(label=_("Result"))),
            ("result_code", text(label=_("National result code"))),
        ],
        label=_("Result"),
        label_format="{name}",
    )


def legal_document() -> Any:
    titles = [
        (
            f"title_{code}",
            text(
                label=format_lazy("{} ({})", _("Title"), name),
                form_attrs={"lang": code},
            ),
        )
        for code, name in languages()
    ]
    more = [
        ("date", text(label=_("Date"))),
        ("url", blocks.URLBlock(required=False, label=_("Address of its text"))),
    ]
    return fact(
        [("number", text(True, label=_("Number"))), *titles, *more],
        hidden=("date", "url"),
        label=_("Document"),
        label_format="{number}",
    )


def official_form(**meta: Any) -> Any:
    return struct(
        [
            ("title", TranslatedTextBlock(label=_("Title of the form"))),
            (
                "reference",
                value_fact(text(label=_("Official form")), label=_("Which official form")),
            ),
            (
                "label_source",
                blocks.ChoiceBlock(
                    choices=LABEL_SOURCES,
                    required=False,
                    label=_("Where the questions' wording comes from"),
                ),
            ),
        ],
        label=_("Form"),
        icon="form",
        **meta,
    )
