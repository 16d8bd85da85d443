"""A text in several languages as one column."""

from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egov_forms.conf import settings


def languages() -> list[tuple[str, str]]:
    """The languages of texts: ``[(code, name)]``, the first being the one always filled."""
    names = dict(django_settings.LANGUAGES)
    codes = settings.LANGUAGES or list(names)
    return [(code, names.get(code, code)) for code in codes]


def main_language() -> str:
    """The site's own language, for texts to people who chose none."""
    codes = [code for code, _name in languages()]
    return django_settings.LANGUAGE_CODE if django_settings.LANGUAGE_CODE in codes else codes[0]


def in_language(text: dict[str, str], language: str | None = None) -> str:
    """The text in ``language`` (default: the active one), else in the first filled one."""
    language = language or get_language() or ""
    return (
        text.get(language)
        or text.get(language.split("-")[0])
        or next((value for value in text.values() if value), "")
    )


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as ``most`` characters hold, with a sign that it goes on."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class TranslatedWidget(forms.MultiWidget):
    """One input per language, labelled with the language's name."""

    template_name = "egov_forms/widgets/translated.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs = [forms.TextInput(attrs={"lang": code}) for code, _name in languages()]
        super().__init__(inputs, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for box, (_code, language) in zip(boxes, languages(), strict=True):
            box["language"] = language
        return context

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code, _name in languages()]


class TranslatedFormField(forms.MultiValueField):
    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        fields = [forms.CharField(required=False) for _pair in languages()]
        super().__init__(fields=fields, widget=TranslatedWidget, require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> dict[str, str]:
        pairs = zip(languages(), values or [], strict=False)
        return {code: value for (code, _name), value in pairs if value}

    def clean(self, value: Any) -> dict[str, str]:
        cleaned: dict[str, str] = super().clean(value)
        if self.required and not cleaned:
            raise ValidationError(_("Enter this text in at least one language."))
        return cleaned


class TranslatedText(dict[str, str]):
    """A text by language whose string is the one in the active language, as templates show it."""

    def __str__(self) -> str:
        return in_language(self)


class TranslatedField(models.JSONField):
    """``{"vi": "...", "en": "..."}``; `in_language` picks one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TranslatedText:
        return TranslatedText(super().from_db_value(value, expression, connection) or {})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": TranslatedFormField, **kwargs})
