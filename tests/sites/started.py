"""Inside a site made by `wagtail start`: run with its settings and its folder as the current one.

python started.py prepare          a second site beside the first
python started.py pages            what an anonymous visitor gets, as JSON
python started.py file PROCEDURES  publish a service, file a dossier, what came of it, as JSON
"""

import base64
import json
import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
sys.path.insert(0, str(Path.cwd()))

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from home.models import HomePage  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

LAND = "dang-ky-bien-dong-dat-dai"
HOSTS = ("testserver", "second.example")
ADDRESSES = ("/", "/about/", "/search/?query=about", "/absent/")


def prepare() -> None:
    get_user_model().objects.create_superuser("admin", password="admin", department="IT")
    root = Page.objects.get(depth=1)
    second = root.add_child(instance=HomePage(title="Second portal", slug="second"))
    for home in HomePage.objects.all():
        home.add_child(instance=HomePage(title=f"About {home.title}", slug="about"))
    Site.objects.create(hostname=HOSTS[1], root_page=second, site_name="Second")


def pages() -> dict[str, str]:
    found = {}
    for host in HOSTS:
        for address in ADDRESSES:
            answer = Client(headers={"host": host}, raise_request_exception=False).get(address)
            body = base64.b64encode(answer.content).decode()
            found[f"{host}{address}"] = f"{answer.status_code} {sorted(answer.items())} {body}"
    return found


def file(procedures: str) -> dict[str, object]:
    from egov_forms.models import Agency, Submission
    from egov_forms.pages.models import ServiceIndexPage
    from tests.factories import valid_answers
    from tests.filling import Citizen

    Agency.objects.create(
        code="H26.900",
        name={"vi": "Phường mẫu", "en": "Sample ward"},
        address="1 phố Mẫu",
        telephone="02400000001",
        email="ward@example.gov.example",
        office_hours={"vi": "7:30 đến 17:00", "en": "7:30 to 17:00"},
    )
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=ServiceIndexPage(title="Thủ tục", slug="thu-tuc"))
    call_command(
        "egov_import",
        procedures,
        parent="thu-tuc",
        publish=True,
        confirm_samples=True,
        agency="H26.900",
        stdout=sys.stderr,
    )
    citizen = Citizen(Client(), LAND)
    citizen.start()
    ended = citizen.fill(valid_answers(LAND))
    receipt = citizen.submit()
    return {
        "ended": ended,
        "status": receipt.status_code,
        "receipt": receipt.content.decode(),
        "references": list(Submission.objects.values_list("reference", flat=True)),
        "dossiers": apps.get_model("egov_tracking.Dossier")._default_manager.count(),
        "service_page": Client().get(f"/thu-tuc/{LAND}/").status_code,
    }


if __name__ == "__main__":
    act, *arguments = sys.argv[1:]
    print(json.dumps({"prepare": prepare, "pages": pages, "file": file}[act](*arguments)))
