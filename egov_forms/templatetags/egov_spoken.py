"""Vietnamese among words of another language, marked for screen readers (WCAG 2.2, 3.1.2)."""

import unicodedata
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.filter
def spoken(text: Any) -> SafeString:
    """``text`` as HTML, in a ``<span lang="vi">`` where it is Vietnamese on a page that is not.

    Facts without a translation are shown as the law has them. Their letters tell: those with
    Vietnamese marks are in no other language that these pages have.
    """
    shown = conditional_escape(text)
    if (get_language() or "vi").startswith("vi") or not _is_vietnamese(str(text)):
        return shown
    return format_html('<span lang="vi">{}</span>', shown)


def _is_vietnamese(text: str) -> bool:
    return any(
        letter in "đĐ" or unicodedata.combining(letter)
        for letter in unicodedata.normalize("NFD", text)
    )
