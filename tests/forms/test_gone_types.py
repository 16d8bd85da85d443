"""A field type whose app was taken out: no form, but every stored answer can still be read."""

import pytest
from django.urls import reverse

from egov_forms.fields import registry
from egov_forms.fields.text import TextType
from egov_forms.models import Draft, ServiceVersion, Submission
from egov_forms.models.catalogue import _load
from egov_forms.rules.definition import Definition
from egov_tracking import lookup
from egov_tracking.models import Dossier, Membership
from tests import factories
from tests.filling import Citizen
from tests.forms.columns import asked

pytestmark = pytest.mark.django_db

LAND = "dang-ky-bien-dong-dat-dai"


class PlotType(TextType):
    """A type of a site's own."""

    name = "plot"


@pytest.fixture
def plots():
    registry.add(PlotType())
    yield registry
    if "plot" in registry:
        registry.remove("plot")
    _load.cache_clear()


@pytest.fixture
def citizen(client, plots):
    """Who began a form with that type in a question and in a column."""
    service = factories.service_page(LAND).service
    stored = service.current_version.load().to_json()
    fields = [
        asked("full_name", "text", required=True),
        asked("plot", "plot", column=True),
        asked("plots", "group", columns=[asked("plot", "plot")]),
    ]
    facts = stored["procedure"]
    label = facts["name"]
    form = {"title": label, "steps": [{"key": "only", "label": label, "fields": fields}]}
    changed = {
        **facts,
        "form": form,
        "dossier_components": [],
        "time_limits": facts["time_limits"][:1],
    }
    definition = Definition.stored({**stored, "procedure": changed})
    service.current_version = ServiceVersion.objects.create(
        service=service, digest=definition.digest, definition=definition.to_json()
    )
    service.save()
    found = Citizen(client, LAND)
    found.start()
    return found


ANSWERS = {"full_name": "Lê Văn Ví Dụ", "plot": "Thửa 12", "plots": [{"plot": "Thửa 13"}]}


def uninstall(plots):
    plots.remove("plot")
    _load.cache_clear()


def test_a_form_that_lost_a_type_says_so_and_whom_to_call(citizen, plots, client):
    citizen.post("only", ANSWERS)
    uninstall(plots)
    agency = citizen.draft.service.agencies.first()
    for response in (
        citizen.get("only"),
        citizen.get("check"),
        client.post(citizen.url("only"), {"full_name": "Ai"}),
        client.post(reverse("egov_forms:start", args=[citizen.slug])),
    ):
        assert response.status_code == 503
        text = response.content.decode()
        assert "chưa thể điền trực tuyến" in text
        assert agency.telephone in text
    assert Draft.objects.get().open_answers() == ANSWERS


def test_what_was_filed_is_read_by_citizen_and_officer_all_the_same(
    citizen, plots, client, admin_client, admin_user
):
    citizen.post("only", ANSWERS)
    citizen.submit()
    submission = Submission.objects.get()
    uninstall(plots)
    receipt = citizen.get("done")
    assert receipt.status_code == 200
    pair = {"code": submission.reference, "secret": submission.secret}
    client.post(reverse("egov_tracking:lookup"), pair)
    found = client.get(lookup.path_of(submission.reference))
    assert found.status_code == 200
    dossier = Dossier.unscoped.get()
    Membership.objects.create(user=admin_user, agency=dossier.agency, role="reception")
    desk = admin_client.get(reverse("egov_desk:dossier", args=[dossier.pk]))
    assert desk.status_code == 200
    for page in (receipt, found, desk):
        for plot in ("Thửa 12", "Thửa 13"):
            assert plot in page.content.decode()


def test_the_form_can_still_be_printed(citizen, plots, client):
    uninstall(plots)
    response = client.get(reverse("egov_forms:printable", args=[citizen.slug]))
    assert response.status_code == 200
    assert "Mục plot" in response.content.decode()
