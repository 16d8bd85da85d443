"""Editor blocks that every part of a service is made of: texts in several languages, keys, CEL."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

from egov_forms.conf import settings
from egov_forms.rules import expressions
from egov_forms.rules.text import TextError, clean_line, clean_text

#: What a field, step, rule or paper may be called: an identifier of CEL.
KEY_PATTERN = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")

STATUSES = [
    ("known", gettext_lazy("Known: read in the law, the record or the official form")),
    ("approximate", gettext_lazy("Approximate: someone must confirm it before it is published")),
]


def languages() -> list[tuple[str, str]]:
    """Code and name of each language that texts are written in; the first is always filled."""
    names = dict(django_settings.LANGUAGES)
    codes = settings.LANGUAGES or list(names)
    return [(code, str(names.get(code, code))) for code in codes]


class LineBlock(blocks.CharBlock):
    """One line of text, normalised when it is saved."""

    def clean(self, value: Any) -> str:
        return _tidy(clean_line, super().clean(value))


class ParagraphBlock(blocks.TextBlock):
    """Text of many lines, normalised when it is saved."""

    def clean(self, value: Any) -> str:
        return _tidy(clean_text, super().clean(value))


def _tidy(clean: Callable[[object], str], text: str) -> str:
    try:
        return clean(text)
    except TextError as error:
        raise ValidationError(_("This text holds characters that cannot be kept.")) from error


class TranslatedText(blocks.StructValue):
    """A text by language; prints in the active one, else in the first that is filled."""

    def to_json(self) -> dict[str, str]:
        return {code: text for code, text in self.items() if text}

    def __str__(self) -> str:
        texts = self.to_json()
        language = (get_language() or "").split("-")[0]
        return texts.get(language) or next(iter(texts.values()), "")


class TranslatedTextBlock(blocks.StructBlock):
    """A text with one child for each configured language.

    ``required`` asks for the first language only; what the law wants in English is a rule of
    publication, not of the form.
    """

    def __init__(
        self,
        *,
        required: bool = True,
        multiline: bool = False,
        max_length: int | None = None,
        more: Iterable[tuple[str, blocks.Block]] = (),
        **kwargs: Any,
    ) -> None:
        self.is_required = required
        texts = [
            (code, _language_block(code, name, required and not place, multiline, max_length))
            for place, (code, name) in enumerate(languages())
        ]
        # Without it the script finds no title in empty boxes, and the block around writes "null".
        kwargs.setdefault("label_format", f"{{{texts[0][0]}}}")
        super().__init__([*texts, *more], **kwargs)

    @property
    def required(self) -> bool:
        return self.is_required

    class Meta:
        icon = "globe"
        value_class = TranslatedText
        form_classname = "struct-block egov-texts"


def _language_block(
    code: str, name: str, required: bool, multiline: bool, max_length: int | None
) -> blocks.FieldBlock:
    options = {
        "label": name,
        "required": required,
        "max_length": max_length,
        "form_attrs": {"lang": code},
    }
    return ParagraphBlock(rows=2, **options) if multiline else LineBlock(**options)


class Note(TranslatedText):
    """What a note says: a text by language, or one plain text."""

    def to_json(self) -> Any:
        texts = {code: text for code, text in self.items() if text and code != NoteBlock.PLAIN}
        first = languages()[0][0]
        return texts[first] if self.get(NoteBlock.PLAIN) and {*texts} == {first} else texts

    def __str__(self) -> str:
        said = self.to_json()
        return said if isinstance(said, str) else next(iter(said.values()), "")


class NoteBlock(TranslatedTextBlock):
    """A text by language that may also be one plain text, as the interchange format has it."""

    PLAIN = "plain"

    def __init__(self, *, plain: bool = True, **kwargs: Any) -> None:
        flag = FlagBlock(
            default=plain,
            label=gettext_lazy("Text without a language"),
            help_text=gettext_lazy("When only the first box is filled."),
        )
        more = [(self.PLAIN, flag)]
        super().__init__(required=False, multiline=True, more=more, **kwargs)

    @property
    def texts(self) -> dict[str, blocks.Block]:
        """The boxes of the languages."""
        return {code: block for code, block in self.child_blocks.items() if code != self.PLAIN}

    def raw(self, note: Any) -> dict[str, Any]:
        """Raw data that holds a note of either kind."""
        empty = dict.fromkeys(self.texts, "")
        if isinstance(note, str):
            return {**empty, next(iter(empty)): note, self.PLAIN: True}
        return {**empty, **(note or {}), self.PLAIN: False}

    class Meta:
        value_class = Note


class KeyBlock(blocks.CharBlock):
    """An identifier that expressions use; left empty, it is proposed from the label."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Key"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "The name used in conditions and in exported data: letters without marks, "
                "digits and underscores. Leave it empty to take it from the label."
            ),
        )
        kwargs.setdefault("form_classname", "egov-key")
        super().__init__(**{"required": False, "max_length": 64, "search_index": False, **kwargs})

    def clean(self, value: Any) -> str:
        key: str = super().clean(value)
        if key and not KEY_PATTERN.match(key):
            raise ValidationError(
                _(
                    "“%(key)s” cannot be a key. Use letters without marks, digits and "
                    "underscores, and begin with a letter."
                )
                % {"key": key}
            )
        return key


class CelWidget(AdminAutoHeightTextInput):
    """A text box for an expression; the script offers to build simple conditions from lists."""

    class Media:
        js = ["egov_forms/condition-builder.js"]
        css = {"all": ["egov_forms/editor.css"]}

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, builds: bool = True) -> None:
        controllers = "w-autosize egov-condition" if builds else "w-autosize"
        super().__init__(
            {
                "data-controller": controllers,
                "spellcheck": "false",
                "autocapitalize": "off",
                "class": "egov-cel",
                **(attrs or {}),
            }
        )


class SuggestingInput(forms.TextInput):
    """A line of text; the browser offers some values, any other is right too."""

    def __init__(self, suggestions: Mapping[str, Any], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        id_ = f"{(attrs or {}).get('id', name)}-suggestions"
        box = super().render(name, value, {**(attrs or {}), "list": id_}, renderer)
        offered = format_html_join("", '<option value="{}">{}</option>', self.suggestions.items())
        return format_html('{}<datalist id="{}">{}</datalist>', box, id_, offered)


class SuggestingBlock(blocks.RegexBlock):
    """A line of text of a certain shape, with suggestions."""

    def __init__(self, suggestions: Mapping[str, Any], regex: str, **kwargs: Any) -> None:
        super().__init__(regex, **kwargs)
        self.field.widget = SuggestingInput(suggestions, self.field.widget.attrs)


class _Anything:
    """The names of a form that is not known yet."""

    def __contains__(self, name: object) -> bool:
        return True


_ANYTHING = _Anything()


class CelBlock(blocks.TextBlock):
    """An expression in CEL, compiled when the page is saved.

    Whether its names exist is known only when the whole form is: `Definition.from_json` says.
    ``builds`` offers the condition builder; leave it out for values that are not conditions.
    """

    def __init__(self, *, builds: bool = True, **kwargs: Any) -> None:
        self.builds = builds
        super().__init__(**{"required": False, "search_index": False, **kwargs})

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=CelWidget(builds=self.builds), **self.field_options)

    def clean(self, value: Any) -> str:
        source: str = super().clean(value)
        if source:
            problems = expressions.check(source, _ANYTHING, _ANYTHING)
            if problems:
                raise ValidationError([problem.message for problem in problems])
        return source

    class Meta:
        icon = "code"


class FlagBlock(blocks.BooleanBlock):
    """A box that, not ticked, says what its absence says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class StatusBlock(blocks.ChoiceBlock):
    """Whether a fact was read in an official source or still has to be confirmed."""

    choices = STATUSES

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("How sure it is"))
        kwargs.setdefault("default", "known")
        super().__init__(**{"required": False, "search_index": False, **kwargs})
