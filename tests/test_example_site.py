"""What the sample portal sets up for its editors."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django import forms
from django.conf import Settings
from django.utils import formats, translation

SAMPLE = Settings("example_site.settings")


@pytest.fixture
def sample(settings) -> Iterator[None]:
    settings.FORMAT_MODULE_PATH = SAMPLE.FORMAT_MODULE_PATH
    formats.reset_format_cache()
    yield
    formats.reset_format_cache()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_dates_are_typed_as_they_are_shown_with_the_day_first(sample: None, language: str) -> None:
    moment = dt.datetime(2026, 11, 5, 8, 30)  # noqa: DTZ001 - as it is typed
    with translation.override(language):
        day = forms.DateField().clean(f"{moment:{SAMPLE.WAGTAIL_DATE_FORMAT}}")
        typed = forms.DateTimeField().clean(f"{moment:{SAMPLE.WAGTAIL_DATETIME_FORMAT}}")
    assert day == moment.date()
    assert typed.replace(tzinfo=None) == moment
