"""Files that were filed in the rows of a group, on the citizen's page and on the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from egov_forms.models import Attachment, AttachmentState, Submission
from egov_tracking import lookup
from egov_tracking.models import Dossier
from tests import factories as form_factories
from tests.filling import Citizen
from tests.forms.columns import made_up
from tests.tracking import factories
from tests.tracking.admin.conftest import sign_in as sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(client: Client) -> Dossier:
    form_factories.service_page(given=made_up())
    citizen = Citizen(client, "thu-tuc-thu")
    citizen.start()
    rows = [{"name": name, "scan": [{"name": f"{name}.pdf"}]} for name in ("mot", "hai")]
    citizen.fill({"full_name": "Hoàng Minh Họa", "papers": rows})
    citizen.submit()
    Attachment.objects.filter(name="mot.pdf").update(state=AttachmentState.CLEAN)
    Attachment.objects.filter(name="hai.pdf").update(state=AttachmentState.PENDING)
    return Dossier.unscoped.get()


def links(page: Any) -> dict[str, str]:
    soup = BeautifulSoup(page.content.decode(), "html.parser")
    return {one.get_text(strip=True): str(one["href"]) for one in soup.find_all("a", href=True)}


def test_the_citizen_opens_a_file_of_a_row_that_was_found_clean(dossier: Dossier) -> None:
    submission, browser = Submission.objects.get(), Client()
    pair = {"code": submission.reference, "secret": submission.secret}
    browser.post(reverse("egov_tracking:lookup"), pair)
    page = browser.get(lookup.path_of(submission.reference))
    file = Attachment.objects.get(name="mot.pdf")
    url = reverse("egov_tracking:file", args=[dossier.reference, file.pk])
    assert links(page)["mot.pdf"] == url
    assert browser.get(url).status_code == 200
    assert "hai.pdf" in page.content.decode()
    assert "hai.pdf" not in links(page)


def test_the_officer_opens_it_too(dossier: Dossier, sign_in: Callable[[Any], Client]) -> None:
    officer = sign_in(factories.officer("processing", dossier.agency))
    page = officer.get(reverse("egov_desk:dossier", args=[dossier.pk]))
    soup = BeautifulSoup(page.content.decode(), "html.parser")
    found = [
        link["href"]
        for row in soup.select(".egov-rows > li")
        for link in row.find_all("a", href=True)
    ]
    file = Attachment.objects.get(name="mot.pdf")
    assert found == [reverse("egov_desk:file", args=[dossier.pk, file.pk])]
    assert "hai.pdf" in soup.get_text()
