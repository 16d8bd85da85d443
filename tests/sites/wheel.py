"""A site that has only the wheel: run with the Python of a clean environment, outside the checkout.

Prints what it found as JSON. `site_settings.py` and `site_urls.py` lie beside it.
"""

import datetime
import json
import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
sys.path.insert(0, str(Path.cwd()))

import django

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.translation import gettext, override  # noqa: E402
from wagtail.models import Page  # noqa: E402

import egov_forms  # noqa: E402
import egov_tracking  # noqa: E402
from egov_forms.pages.models import ServiceIndexPage  # noqa: E402
from egov_forms.rules import units  # noqa: E402

SENTENCE = "Skip to main content"


def serve() -> dict[str, object]:
    home = Page.objects.get(depth=2)
    home.add_child(instance=ServiceIndexPage(title="Dịch vụ công", slug="dich-vu-cong"))
    answer = Client().get("/dich-vu-cong/")
    with override("vi"):
        translated = gettext(SENTENCE)
    return {
        "folders": [egov_forms.__path__[0], egov_tracking.__path__[0]],
        "status": answer.status_code,
        "page": answer.content.decode(),
        "translated": translated,
        "stylesheet": finders.find("egov_forms/egov.css"),
        "provinces": len(units.provinces(datetime.date(2026, 1, 1))),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("check", fail_level="ERROR", stdout=sys.stderr)
    print(json.dumps(serve()))
