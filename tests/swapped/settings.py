"""The suite's settings with a base page of the site's own."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.swapped", *INSTALLED_APPS]
WAGTAIL_PAGE_MODEL = "swapped.BasePage"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
