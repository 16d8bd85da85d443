"""The settings that types share: what every question may have."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from .editor import (
    CelBlock,
    KeyBlock,
    NoteBlock,
    StatusBlock,
    SuggestingBlock,
    TranslatedTextBlock,
)
from .options import (
    BooleanOption,
    CelOption,
    ChoiceOption,
    Label,
    Option,
    OptionProblem,
    TextOption,
)


class KeyOption(TextOption):
    def block(self) -> blocks.Block:
        return KeyBlock(label=self.label)


class TranslatedTextOption(Option):
    """A text in the site's languages: `{"vi": ..., "en": ...}`."""

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, dict) or not all(isinstance(t, str) for t in value.values()):
            yield OptionProblem(_("must be a text for each language"))

    def block(self) -> blocks.Block:
        return TranslatedTextBlock(
            required=self.required, label=self.label, help_text=self.help_text, multiline=True
        )

    def to_block(self, value: Any) -> dict[str, str]:
        return dict(value or {})

    def from_block(self, value: Any) -> dict[str, str] | None:
        return {code: text for code, text in (value or {}).items() if text} or None


class RequiredOption(Option):
    """True, false, or an expression."""

    is_expression = True

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, (bool, str)):
            yield OptionProblem(_("must be true, false or an expression"))

    def block(self) -> blocks.Block:
        return blocks.StructBlock(
            [
                (
                    "always",
                    blocks.BooleanBlock(
                        required=False, default=True, label=gettext_lazy("Must be answered")
                    ),
                ),
                ("when", CelBlock(label=gettext_lazy("Must be answered only when"))),
            ],
            label=self.label,
        )

    def to_block(self, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            return {"always": False, "when": value}
        return {"always": bool(value), "when": ""}

    def from_block(self, value: Any) -> bool | str:
        when = ((value or {}).get("when") or "").strip()
        return when or bool((value or {}).get("always"))


class StatusOption(ChoiceOption):
    def block(self) -> blocks.Block:
        return StatusBlock()


class JsonOption(Option):
    """A default answer. Text is written as it is, any other answer as its JSON."""

    def block(self) -> blocks.Block:
        return blocks.CharBlock(**self.block_kwargs)

    def to_block(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False)

    def from_block(self, value: Any) -> str | None:
        """The text; what it means depends on the type of the question."""
        return (value or "").strip() or None


class ListedChoicesOption(Option):
    """The answers to choose from, written in the form itself."""

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, list):
            yield OptionProblem(_("must be a list"))

    def block(self) -> blocks.Block:
        choice = blocks.StructBlock(
            [
                ("value", blocks.CharBlock(label=gettext_lazy("Value"), max_length=100)),
                ("label", TranslatedTextBlock(label=gettext_lazy("Shown as"))),
            ],
            icon="list-ul",
        )
        return blocks.ListBlock(choice, label=self.label, default=[], collapsed=True)

    def to_block(self, value: Any) -> list[Mapping[str, Any]]:
        return list(value or [])

    def from_block(self, value: Any) -> list[dict[str, Any]] | None:
        return [
            {
                "value": choice["value"],
                "label": {code: text for code, text in choice["label"].items() if text},
            }
            for choice in value or []
        ] or None


class PrefillOption(TextOption):
    """A dotted name of what the site knows about who applies; the usual ones are offered."""

    def __init__(self, label: Label, suggestions: Mapping[str, Label]) -> None:
        super().__init__(label, max_length=100, shape=r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
        self.suggestions = suggestions

    def block(self) -> blocks.Block:
        return SuggestingBlock(
            self.suggestions,
            rf"\A(?:{self.shape})\Z",
            label=self.label,
            help_text=gettext_lazy("For example account.address or organisation.tax_code."),
            required=False,
            max_length=self.max_length,
            error_messages={"invalid": gettext_lazy("Write names with dots between them.")},
        )


class NoteOption(Option):
    """A note for editors: a text, or a text for each language."""

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        texts = value.values() if isinstance(value, dict) else [value]
        if not all(isinstance(text, str) for text in texts):
            yield OptionProblem(_("must be text, or a text for each language"))

    def block(self) -> NoteBlock:
        return NoteBlock(label=self.label, help_text=self.help_text)

    def to_block(self, value: Any) -> Any:
        return value or ""

    def from_block(self, value: Any) -> Any:
        return (value.to_json() if value else None) or None


PREFILLS: Mapping[str, Any] = {
    "account.full_name": gettext_lazy("Full name"),
    "account.birth_date": gettext_lazy("Date of birth"),
    "account.gender": gettext_lazy("Gender"),
    "account.citizen_id": gettext_lazy("Personal identity number"),
    "account.phone": gettext_lazy("Phone"),
    "account.email": gettext_lazy("Email"),
    "account.address": gettext_lazy("Address"),
}

COMMON: Mapping[str, Option] = {
    "key": KeyOption(gettext_lazy("Key")),
    "label": TranslatedTextOption(gettext_lazy("Question"), required=True),
    "help": TranslatedTextOption(gettext_lazy("Hint")),
    "required": RequiredOption(gettext_lazy("Required")),
    "choices": ListedChoicesOption(gettext_lazy("Choices")),
    "choices_ref": TextOption(
        gettext_lazy("Shared list of choices"),
        gettext_lazy("The name of a list, in place of choices written here."),
        shape=r"[a-z][a-z0-9_]*",
    ),
    "show_when": CelOption(
        gettext_lazy("Shown only when"), gettext_lazy("Empty: always."), builds=True
    ),
    "computed": CelOption(gettext_lazy("Computed as"), gettext_lazy("Then nobody enters it.")),
    "default": JsonOption(gettext_lazy("Answer given at first")),
    "prefill": PrefillOption(gettext_lazy("Filled from the account"), PREFILLS),
    "sensitive": BooleanOption(
        gettext_lazy("Sensitive"), gettext_lazy("Stored sealed, shown masked.")
    ),
    "column": BooleanOption(
        gettext_lazy("Column"), gettext_lazy("Shown in the officers' lists, with a filter.")
    ),
    "status": StatusOption(
        gettext_lazy("How sure it is"),
        {"known": gettext_lazy("Known"), "approximate": gettext_lazy("Approximate")},
    ),
    "note": NoteOption(gettext_lazy("Note for editors"), gettext_lazy("Not shown to the public.")),
}
