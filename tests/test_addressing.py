"""How citizens and officers are spoken to in Vietnamese: one form, everywhere."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("egov_forms", "egov_tracking", "example_site")
OTHERS = re.compile(r"\b(quý vị|quý khách|bạn|ông bà)\b", re.IGNORECASE)
ONE = re.compile(r"\bông/bà\b", re.IGNORECASE)


def wrong(text: str) -> bool:
    return bool(OTHERS.search(text)) or any(found != "Ông/Bà" for found in ONE.findall(text))


@pytest.mark.parametrize("app", APPS)
def test_everybody_is_addressed_alike(app: str) -> None:
    catalogue = polib.pofile(str(ROOT / app / "locale/vi/LC_MESSAGES/django.po"))
    texts = [text for one in catalogue for text in (one.msgstr, *one.msgstr_plural.values())]
    letters = (ROOT / app / "templates").rglob("*.vi.txt")
    texts += [path.read_text(encoding="utf-8") for path in letters]
    assert [text for text in texts if wrong(text)] == []
