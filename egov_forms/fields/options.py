"""Settings of a question, as data: what is allowed, and how an editor enters it.

An option knows its JSON form (the interchange) and its block's form (the editor), and
turns one into the other: `to_block(json)`, `from_block(value)`. `from_block` gives None
for "not set", which the interchange leaves out.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail import blocks

from egov_forms.rules.expressions import MAX_LENGTH as MAX_SOURCE
from egov_forms.rules.patterns import MAX_LENGTH as MAX_PATTERN
from egov_forms.rules.patterns import PatternError, compile_pattern

from .editor import CelBlock

Label = str | Promise


class OptionProblem(str):
    """A message for the editor, with the code of an import problem."""

    code: str

    def __new__(cls, message: str, code: str = "wrong_type") -> "OptionProblem":
        problem = super().__new__(cls, message)
        problem.code = code
        return problem


class Option:
    """One setting. Subclasses say which JSON values are right and which block enters them."""

    is_expression: ClassVar[bool] = False

    def __init__(
        self, label: Label, help_text: Label = "", *, required: bool = False, default: Any = None
    ) -> None:
        self.label = label
        self.help_text = help_text
        self.required = required
        self.default = default

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        """What is wrong with this JSON value; empty when nothing is."""
        return ()

    def block(self) -> blocks.Block:
        raise TypeError(f"{type(self).__name__} has no editor")

    def to_block(self, value: Any) -> Any:
        return value

    def from_block(self, value: Any) -> Any:
        return None if value in ("", None) or value == self.default else value

    @property
    def block_kwargs(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "help_text": self.help_text,
            "required": self.required,
            "default": self.default,
        }


class BooleanOption(Option):
    def __init__(self, label: Label, help_text: Label = "", *, default: bool = False) -> None:
        super().__init__(label, help_text, default=default)

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, bool):
            yield OptionProblem(_("must be true or false"))

    def block(self) -> blocks.Block:
        return blocks.BooleanBlock(**{**self.block_kwargs, "required": False})

    def to_block(self, value: Any) -> bool:
        return bool(self.default if value is None else value)


class NumberOption(Option):
    """A JSON number, kept whole where it is whole."""

    whole: ClassVar[bool] = False

    def __init__(
        self,
        label: Label,
        help_text: Label = "",
        *,
        min_value: float | None = None,
        max_value: float | None = None,
        required: bool = False,
        default: Any = None,
    ) -> None:
        super().__init__(label, help_text, required=required, default=default)
        self.min_value = min_value
        self.max_value = max_value

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield OptionProblem(_("must be a number"))
        elif self.whole and value != int(value):
            yield OptionProblem(_("must be a whole number"))
        elif self.min_value is not None and value < self.min_value:
            yield OptionProblem(_("must be at least %(n)s") % {"n": self.min_value}, "bad_value")
        elif self.max_value is not None and value > self.max_value:
            yield OptionProblem(_("must be at most %(n)s") % {"n": self.max_value}, "bad_value")

    def block(self) -> blocks.Block:
        kwargs = {**self.block_kwargs, "min_value": self.min_value, "max_value": self.max_value}
        return blocks.FloatBlock(**kwargs)

    def from_block(self, value: Any) -> int | float | None:
        if value in ("", None) or value == self.default:
            return None
        number = float(value)
        return int(number) if number.is_integer() else number


class IntegerOption(NumberOption):
    whole = True

    def block(self) -> blocks.Block:
        kwargs = {**self.block_kwargs, "min_value": self.min_value, "max_value": self.max_value}
        return blocks.IntegerBlock(**kwargs)


class TextOption(Option):
    """A line of text: a key, a name; with a shape when it has one."""

    def __init__(
        self,
        label: Label,
        help_text: Label = "",
        *,
        max_length: int = 255,
        shape: str = "",
        shape_message: Label = "",
        required: bool = False,
    ) -> None:
        super().__init__(label, help_text, required=required)
        self.max_length = max_length
        self.shape = shape
        self.shape_message = shape_message

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, str):
            yield OptionProblem(_("must be text"))
        elif len(value) > self.max_length:
            message = _("must be at most %(n)s characters") % {"n": self.max_length}
            yield OptionProblem(message, "bad_value")
        elif self.shape and not re.fullmatch(self.shape, value):
            yield OptionProblem(str(self.shape_message or _("has a wrong form")), "bad_value")

    def block(self) -> blocks.Block:
        kwargs = {**self.block_kwargs, "max_length": self.max_length}
        if not self.shape:
            return blocks.CharBlock(**kwargs)
        return blocks.RegexBlock(
            regex=rf"\A(?:{self.shape})\Z",
            error_messages={"invalid": self.shape_message or _("has a wrong form")},
            **kwargs,
        )


class CelOption(TextOption):
    """A CEL expression; names are checked where all fields are known, by the definition."""

    is_expression = True

    def __init__(self, label: Label, help_text: Label = "", *, builds: bool = False) -> None:
        super().__init__(label, help_text, max_length=MAX_SOURCE)
        self.builds = builds

    def block(self) -> blocks.Block:
        return CelBlock(**self.block_kwargs, builds=self.builds, max_length=self.max_length)

    def from_block(self, value: Any) -> str | None:
        return (value or "").strip() or None


class PatternOption(TextOption):
    """A regular expression for the linear-time engine."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        super().__init__(label, help_text, max_length=MAX_PATTERN)

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        yield from super().problems(value)
        if isinstance(value, str) and (reason := pattern_problem(value)):
            yield OptionProblem(reason, "bad_pattern")

    def block(self) -> blocks.Block:
        return PatternBlock(**self.block_kwargs, max_length=self.max_length)


class PatternBlock(blocks.CharBlock):
    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and (reason := pattern_problem(cleaned)):
            raise ValidationError(reason)
        return cleaned


def pattern_problem(source: str) -> str:
    """Why the engine refuses a pattern; empty when it takes it."""
    try:
        compile_pattern(source)
    except PatternError as error:
        return str(error)
    return ""


class ChoiceOption(Option):
    """One of a few words."""

    def __init__(
        self,
        label: Label,
        choices: Mapping[str, Label],
        help_text: Label = "",
        *,
        required: bool = False,
        default: Any = None,
    ) -> None:
        super().__init__(label, help_text, required=required, default=default)
        self.choices = choices

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, str) or value not in self.choices:
            words = ", ".join(self.choices)
            yield OptionProblem(_("must be one of: %(words)s") % {"words": words}, "bad_value")

    def block(self) -> blocks.Block:
        return blocks.ChoiceBlock(choices=list(self.choices.items()), **self.block_kwargs)


class ChoicesOption(ChoiceOption):
    """Some of a few words."""

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, list):
            yield OptionProblem(_("must be a list"))
            return
        for item in value:
            yield from super().problems(item)

    def block(self) -> blocks.Block:
        kwargs = {**self.block_kwargs, "default": self.default or []}
        return blocks.MultipleChoiceBlock(choices=list(self.choices.items()), **kwargs)

    def to_block(self, value: Any) -> list[str]:
        return list(value or [])

    def from_block(self, value: Any) -> list[str] | None:
        chosen = set(value or [])
        return [word for word in self.choices if word in chosen] or None


class WordsOption(Option):
    """A list of short words; entered with commas between them."""

    def __init__(
        self, label: Label, help_text: Label = "", *, shape: str = r"[a-z0-9]{1,10}"
    ) -> None:
        super().__init__(label, help_text)
        self.shape = shape

    def problems(self, value: Any) -> Iterable[OptionProblem]:
        if not isinstance(value, list):
            yield OptionProblem(_("must be a list"))
        elif not all(isinstance(word, str) and re.fullmatch(self.shape, word) for word in value):
            yield OptionProblem(_("has a word of a wrong form"), "bad_value")

    def block(self) -> blocks.Block:
        return blocks.RegexBlock(
            regex=rf"\A\s*({self.shape}(\s*,\s*{self.shape})*)?\s*\Z",
            error_messages={"invalid": _("Write the words with commas between them.")},
            **self.block_kwargs,
        )

    def to_block(self, value: Any) -> str:
        return ", ".join(value or [])

    def from_block(self, value: Any) -> list[str] | None:
        return [word.strip() for word in (value or "").split(",") if word.strip()] or None
