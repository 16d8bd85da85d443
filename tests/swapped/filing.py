"""Run by tests/forms/test_swapped_page.py in a process of its own, under these settings."""

import pytest
import swapper
from wagtail.models import Site

from egov_forms.models import Submission
from egov_forms.pages.models import ServicePage
from egov_tracking.models import Dossier
from egov_tracking.pages.models import DossierLookupPage
from tests import factories
from tests.filling import Citizen
from tests.swapped.models import BasePage

pytestmark = pytest.mark.django_db


def test_a_dossier_is_filed_on_a_site_with_its_own_base_page(client):
    assert swapper.load_model("wagtailcore", "Page") is BasePage
    assert issubclass(ServicePage, BasePage)
    home = Site.objects.get(is_default_site=True).root_page
    page = factories.service_page(responsible="Ban biên tập")
    home.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))
    assert client.get(page.get_url()).status_code == 200
    citizen = Citizen(client, page.service.slug)
    citizen.start()
    assert citizen.fill(factories.valid_answers(page.service.slug)) == "check"
    citizen.submit()
    assert Dossier.unscoped.get().submission == Submission.objects.get()
