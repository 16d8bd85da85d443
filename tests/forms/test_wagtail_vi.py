"""The Vietnamese catalogues for Wagtail's admin (egov_forms/wagtail_vi)."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple

from egov_forms import wagtail_vi

FOLDER = Path(wagtail_vi.__file__).parent / "locale/vi/LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|\n")
DOMAINS = ("django", "djangojs")


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(params=DOMAINS)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    return polib.pofile(str(FOLDER / f"{request.param}.po"), check_for_duplicates=True)


def test_every_placeholder_and_tag_of_the_english_text_is_kept(catalogue: polib.POFile):
    for entry in catalogue:
        # The one Vietnamese form stands for both English ones, of which either may name the number.
        allowed = [placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
        for text in translations(entry):
            assert placeholders(text) in allowed, entry.msgid


def test_no_translation_is_missing_or_in_doubt(catalogue: polib.POFile):
    assert len(catalogue) == len(catalogue.translated_entries())
    assert not catalogue.fuzzy_entries()
    assert not catalogue.obsolete_entries()
    assert all(text.strip() for entry in catalogue for text in translations(entry))


def test_vietnamese_has_one_plural_form(catalogue: polib.POFile):
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert all(set(entry.msgstr_plural) == {0} for entry in catalogue if entry.msgid_plural)


def test_spaces_at_the_edges_are_those_of_the_english_text(catalogue: polib.POFile):
    for entry in catalogue:
        for text in translations(entry):
            assert text[: -len(text.lstrip())] == entry.msgid[: -len(entry.msgid.lstrip())]
            assert text[len(text.rstrip()) :] == entry.msgid[len(entry.msgid.rstrip()) :]


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_equals_its_source(domain: str):
    source = polib.pofile(str(FOLDER / f"{domain}.po"))
    compiled = polib.mofile(str(FOLDER / f"{domain}.mo"))

    def texts(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str, str], list[str]]:
        return {
            (entry.msgctxt or "", entry.msgid, entry.msgid_plural): translations(entry)
            for entry in entries
        }

    assert texts(compiled) == texts(source)
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]


def test_wagtail_speaks_vietnamese_where_its_own_catalogue_is_empty():
    with override("vi"):
        assert gettext("Forgotten password?") == "Quên mật khẩu?"
        assert ngettext("Delete 1 user", "Delete %(counter)s users", 2) == (
            "Xóa %(counter)s người dùng"
        )
        assert gettext("Dashboard") == "Trang tổng quan"
    with override("en"):
        assert gettext("Forgotten password?") == "Forgotten password?"


@pytest.mark.parametrize(("minutes", "said"), [(0, "vừa xong"), (5, "5\xa0phút trước")])
def test_how_long_ago_is_said_in_vietnamese(minutes: int, said: str):
    with override("vi"):
        ago = timezone.now() - timedelta(minutes=minutes)
        assert timesince_simple(ago) == said


@pytest.mark.django_db
def test_login_dashboard_and_scripts_are_in_vietnamese(client: Client):
    login = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Đăng nhập Wagtail" in login
    assert "Quên mật khẩu?" in login
    assert "Sign in" not in login

    client.force_login(User.objects.create_superuser("lan", "lan@example.org", "x"))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for text in ("Tóm tắt trang web", "Chuyển đến nội dung chính"):
        assert text in home
    assert "Skip to main content" not in home

    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert '"Page explorer": "C\\u00e2y trang"' in script
    assert '"Delete error": "L\\u1ed7i khi x\\u00f3a"' in script


@pytest.mark.django_db
def test_scripts_stay_english_for_an_english_reader(client: Client):
    with override("en"):
        script = client.get(
            reverse("wagtailadmin_javascript_catalog"), headers={"accept-language": "en"}
        ).content.decode()
    assert "C\\u00e2y trang" not in script
