"""Every address of the citizen's side: what is somebody's own gives a stranger not a byte (rule 4).

The addresses come from the resolver; a new one has to be declared here before this passes.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from egov_forms.models import Draft, Submission
from egov_tracking import actions
from egov_tracking.models import Dossier
from tests import factories
from tests.filling import Citizen
from tests.tracking import factories as office

pytestmark = pytest.mark.django_db

BIRTH = "khai-sinh"
PUBLIC = {
    "egov_forms": {"start", "printable", "resume", "wards"},
    "egov_tracking": {"lookup"},
}
OWN = {
    "egov_forms": {"draft", "step", "file"},
    "egov_tracking": {"dossier", "supplement", "correct", "close", "withdraw", "file"},
}


def test_every_address_is_declared() -> None:
    for namespace, public in PUBLIC.items():
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        names = {one for one in resolver.reverse_dict if isinstance(one, str)}
        assert names == public | OWN[namespace]


def file_and_leave(client: Client) -> Submission:
    """A filing, accepted and with a clean file, by somebody at another computer."""
    citizen = Citizen(client, BIRTH)
    citizen.start()
    assert citizen.fill(factories.valid_answers(BIRTH)) == "check", citizen.errors
    citizen.submit()
    filing = Submission.objects.get(draft_id=citizen.draft_id)
    office.clean_file(filing)
    return filing


def addresses_of(filing: Submission, draft: Draft) -> list[str]:
    file = filing.attachments.latest("created_at")
    found = [
        reverse("egov_forms:draft", args=[filing.draft_id]),
        reverse("egov_forms:file", args=[filing.draft_id, file.pk]),
        reverse("egov_tracking:file", args=[filing.reference, file.pk]),
    ]
    steps = [*(step.key for step in filing.version.load().steps), "check", "done"]
    for row in (filing.draft_id, draft.pk):
        found += [reverse("egov_forms:step", args=[row, step]) for step in steps]
    for name in OWN["egov_tracking"] - {"file"}:
        found.append(reverse(f"egov_tracking:{name}", args=[filing.reference]))
    return found


def test_a_stranger_with_a_filing_of_their_own_gets_nothing_of_another() -> None:
    factories.service_page(BIRTH)
    filing = file_and_leave(Client())
    begun = Citizen(Client(), BIRTH)
    begun.start()
    dossier = Dossier.unscoped.get()
    actions.accept(dossier, office.officer("reception", dossier.agency))
    stranger = Client()
    own = file_and_leave(stranger)
    pair = {"code": own.reference, "secret": own.secret}
    assert stranger.post(reverse("egov_tracking:lookup"), pair).status_code == 302

    secrets = [filing.secret, filing.applicant_name, "bí mật", Dossier.unscoped.first().code]
    before = [row(filing), row(begun.draft)]
    for address in addresses_of(filing, begun.draft):
        for response in (stranger.get(address), stranger.post(address, {"reason": "x"})):
            assert response.status_code in (302, 403, 404, 405), (address, response.status_code)
            shown = response.content.decode() if not response.streaming else ""
            assert not [one for one in secrets if one and one in shown], address
    assert [row(filing), row(begun.draft)] == before
    assert Dossier.unscoped.get(submission=filing).lock_version == 2


def row(one: Any) -> dict[str, Any]:
    return dict(type(one).objects.filter(pk=one.pk).values()[0])
