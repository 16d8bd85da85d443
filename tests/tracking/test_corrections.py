"""A citizen corrects a filing that the office has not accepted, in the wizard that it came from."""

import datetime
import re
from copy import deepcopy
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov_forms import actions as forms_actions
from egov_forms import upkeep
from egov_forms.models import Attachment, Draft, Submission
from egov_forms.rules.text import fold
from egov_tracking import actions, lookup
from egov_tracking.exceptions import StaleDossier
from egov_tracking.models import Dossier
from egov_tracking.models.events import broken_at
from egov_tracking.rules.deadlines import Limit, Unit
from tests import factories
from tests.filling import Citizen, inputs, pdf
from tests.tracking import factories as office

pytestmark = pytest.mark.django_db

LAND, BIRTH = "dang-ky-bien-dong-dat-dai", "khai-sinh"
FOUR_DAYS = Limit(Unit.WORKING_DAY, Decimal(4))


class Corrector(Citizen):
    """Another day, another browser: only the two codes are left."""

    def __init__(self, submission: Submission, language: str = "vi") -> None:
        super().__init__(Client(), submission.service.slug, language)
        self.draft_id = submission.draft_id
        self.submission = submission
        pair = {"code": submission.reference, "secret": submission.secret}
        self.client.post(reverse("egov_tracking:lookup"), pair)

    def page(self):
        return self.client.get(lookup.path_of(self.submission.reference))

    def begin(self):
        address = reverse("egov_tracking:correct", args=[self.submission.reference])
        return self.client.post(address, follow=True)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", self.get("check").content.decode())


def filed(slug=LAND, **page) -> Submission:
    factories.service_page(slug, **page)
    citizen = Citizen(Client(), slug)
    citizen.start()
    assert citizen.fill(factories.valid_answers(slug)) == "check", citizen.errors
    citizen.submit()
    return Submission.objects.get(draft_id=citizen.draft_id)


def dossier_of(submission: Submission) -> Dossier:
    return Dossier.unscoped.get(submission=submission)


def changed(**answers):
    return {**factories.valid_answers(LAND), **answers}


def test_the_dossier_opens_again_with_the_answers_filled_in():
    submission = filed()
    citizen = Corrector(submission)
    assert reverse("egov_tracking:correct", args=[submission.reference]) in str(
        citizen.page().content
    )
    shown = citizen.begin()
    assert shown.redirect_chain[-1][0] == citizen.url("check")
    assert submission.open_answers()["holder_name"] in citizen.text
    assert "Ông/Bà đang sửa hồ sơ" in citizen.text
    step = citizen.definition.step_of("holder_name").key
    assert submission.open_answers()["holder_name"] in citizen.get(step).content.decode()


def test_what_is_sent_is_on_the_receipt_and_what_was_filed_first_stays_with_the_office():
    submission = filed()
    before = submission.open_answers()
    citizen = Corrector(submission)
    citizen.begin()
    step = citizen.definition.step_of("holder_name").key
    response = citizen.post(step, changed(holder_name="Trần Thị Đúng"))
    assert response.url == citizen.url("check")
    assert Submission.objects.get().open_answers() == before, "nothing is changed before it is sent"
    receipt = citizen.submit()
    assert "Hồ sơ đã được sửa" in receipt.content.decode()
    assert "Trần Thị Đúng" in receipt.content.decode()
    dossier, submission = dossier_of(submission), Submission.objects.get()
    assert submission.open_answers() == {**before, "holder_name": "Trần Thị Đúng"}
    assert dossier.lock_version == 2
    event = dossier.events.last()
    assert (event.act, event.public, event.actor_kind) == ("correct", True, "citizen")
    assert dossier.supplements.get().answers == {
        "holder_name": {"before": before["holder_name"], "after": "Trần Thị Đúng"}
    }
    assert broken_at(dossier, dossier.events.order_by("number")) is None
    assert not Draft.objects.exists()
    assert "Trần Thị Đúng" in citizen.page().content.decode()
    assert "Sửa hồ sơ" in citizen.page().content.decode()


def test_lists_and_names_follow_the_correction():
    submission = filed(BIRTH)
    citizen = Corrector(submission)
    citizen.begin()
    answers = {**factories.valid_answers(BIRTH), "applicant_name": "Trần Thị Đúng"}
    citizen.post(citizen.definition.step_of("applicant_name").key, answers)
    citizen.submit()
    dossier = dossier_of(submission)
    assert (dossier.applicant_name, dossier.applicant_folded) == (
        "Trần Thị Đúng",
        fold("Trần Thị Đúng"),
    )
    assert submission.identities.count() == Submission.objects.get().identities.count() > 0


def test_sending_it_twice_changes_once():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    citizen.submit()
    again = citizen.submit()
    assert "Hồ sơ đã được sửa" in again.content.decode()
    assert dossier_of(submission).supplements.count() == 1


def test_nothing_changed_is_nothing_sent():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    shown = citizen.submit()
    assert "Ông/Bà chưa thay đổi nội dung nào" in shown.content.decode()
    assert "Lỗi:" in shown.content.decode()
    assert dossier_of(submission).lock_version == 1


def test_an_officer_who_accepted_first_wins_and_nothing_typed_is_lost():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    dossier = dossier_of(submission)
    reception = office.officer("reception", dossier.agency)
    actions.accept(dossier, reception, limit=FOUR_DAYS, version=dossier.lock_version)
    shown = citizen.submit().content.decode()
    assert "Cơ quan đã bắt đầu giải quyết hồ sơ" in shown
    assert "Trần Thị Đúng" in shown
    assert Submission.objects.get().open_answers() == submission.open_answers()
    assert dossier_of(submission).supplements.count() == 0
    assert "Sửa hồ sơ này" not in citizen.page().content.decode()
    assert citizen.begin().redirect_chain[-1][0] == lookup.path_of(submission.reference)
    assert citizen.client.post(citizen.url("check"), {"discard": "1"}).url == citizen.url("done")
    assert citizen.get("done").status_code == 200


def test_an_officer_who_saw_the_filing_before_it_was_corrected_is_told():
    submission = filed()
    seen = dossier_of(submission)
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    citizen.submit()
    with pytest.raises(StaleDossier):
        actions.accept(seen, office.officer("reception", seen.agency), version=seen.lock_version)


def files_of(submission):
    answers = Submission.objects.get(pk=submission.pk).open_answers()
    return {
        key: [one["name"] for one in value]
        for key, value in answers.items()
        if isinstance(value, list) and value and "content_type" in value[0]
    }


def test_files_are_kept_removed_and_added():
    submission = filed()
    key, (first, second) = (
        "certificate_file",
        submission.attachments.filter(field_path="certificate_file"),
    )
    citizen = Corrector(submission)
    citizen.begin()
    definition = citizen.definition
    step = definition.step_of(key).key
    typed = inputs(definition, step, changed(**{key: []}))
    citizen.client.post(citizen.url(step), {**typed, f"remove-{key}": str(first.pk)})
    again = {**typed, key: [pdf("bản mới.pdf")], "save": "1"}
    assert citizen.client.post(citizen.url(step), again).url == citizen.url("check")
    assert names(submission, key) == [first.name, second.name], "until it is sent"
    citizen.submit()
    assert names(submission, key) == [second.name, "bản mới.pdf"]
    assert Attachment.objects.get(pk=first.pk).submission == submission, "as evidence"
    assert Attachment.objects.get(name="bản mới.pdf").submission == submission


def names(submission, key):
    answers = Submission.objects.get(pk=submission.pk).open_answers()
    return [one["name"] for one in answers[key]]


def test_files_that_were_filed_count_towards_the_most_of_the_question():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    most = citizen.definition.fields["certificate_file"].options["max_files"]
    files = [pdf(f"{number}.pdf") for number in range(most)]
    step = citizen.definition.step_of("certificate_file").key
    typed = inputs(citizen.definition, step, changed(certificate_file=[]))
    sent = {**typed, "certificate_file": files}
    shown = citizen.client.post(citizen.url(step), sent, follow=True)
    assert shown.redirect_chain == [(citizen.url(step), 302)]
    assert "certificate_file" in str(shown.context["form"].error_summary)
    assert citizen.draft.attachments.count() == most - 2


def test_answers_of_another_agency_are_refused_and_kept():
    given = deepcopy(factories.procedure(BIRTH))
    given["routing"] = {"by": "address", "field": "registration_office"}
    wards = ["00070", "00082"]
    agencies = [factories.AgencyFactory(code=f"H26.90{n}") for n in range(2)]
    for agency, ward in zip(agencies, wards, strict=True):
        agency.set_area([ward])
    submission = filed(BIRTH, given=given, agencies=agencies)
    citizen = Corrector(submission)
    citizen.begin()
    office = {"province": "01", "ward": wards[1]}
    answers = {**factories.valid_answers(BIRTH), "registration_office": office}
    citizen.post(citizen.definition.step_of("registration_office").key, answers)
    assert "cơ quan khác" in citizen.submit().content.decode()
    assert citizen.draft.open_answers()["registration_office"] == office
    assert Submission.objects.get().open_answers() == submission.open_answers()


def test_a_service_that_found_another_agency_meanwhile_stops_no_correction():
    submission = filed()
    submission.service.agencies.set([factories.AgencyFactory(code="H26.901")])
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    citizen.submit()
    assert Submission.objects.get().open_answers()["holder_name"] == "Trần Thị Đúng"


def test_discarding_leaves_the_filing_and_the_receipt_open():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    citizen.client.post(citizen.url("check"), {"discard": "1"})
    receipt = citizen.get("done").content.decode()
    assert "Hồ sơ đã được nộp" in receipt
    assert "Trần Thị Đúng" not in receipt
    assert dossier_of(submission).lock_version == 1


def test_a_correction_that_was_begun_is_gone_on_with():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    citizen.post(
        citizen.definition.step_of("holder_name").key, changed(holder_name="Trần Thị Đúng")
    )
    other = Corrector(submission)
    other.begin()
    assert "Trần Thị Đúng" in other.text
    assert citizen.get("check").status_code == 404, "the older browser's key is void"
    resumed = forms_actions.resume(submission.reference, submission.secret)
    assert resumed
    assert resumed.row == other.draft


def test_a_new_secret_closes_the_correction_too():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    dossier = dossier_of(submission)
    actions.reissue_secret(dossier, office.officer("reception", dossier.agency))
    assert citizen.get("check").status_code == 404
    assert forms_actions.resume(submission.reference, submission.secret) is None


def test_a_correction_begun_at_the_same_moment_has_the_new_secret():
    submission = filed()
    seen = Submission.objects.select_related("version").get(pk=submission.pk)
    dossier = Dossier.unscoped.get()
    dossier = actions.reissue_secret(dossier, office.officer("reception", submission.agency))
    opened = forms_actions.start_correction(seen, "vi")
    assert Draft.objects.get(pk=opened.draft_id).secret == dossier.secret


def test_a_stranger_and_a_get_open_nothing():
    submission = filed()
    address = reverse("egov_tracking:correct", args=[submission.reference])
    assert Client().post(address).url == reverse("egov_tracking:lookup")
    assert Corrector(submission).client.get(address).status_code == 405
    assert not Draft.objects.exists()


def test_wrong_answers_are_refused_as_at_the_first_time():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    step = citizen.definition.step_of("holder_name").key
    shown = citizen.refused(step, changed(holder_name=""))
    assert shown.context["form"].error_summary
    assert Submission.objects.get().open_answers() == submission.open_answers()


def test_a_purged_correction_leaves_the_filing():
    submission = filed()
    citizen = Corrector(submission)
    citizen.begin()
    Draft.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    upkeep.purge_drafts()
    assert citizen.get("done").status_code == 200
    assert submission.attachments.count() == Attachment.objects.count() > 0
