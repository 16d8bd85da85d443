"""The one visit and paper intake."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from egov_tracking import actions
from egov_tracking.actions.delivery import compose
from egov_tracking.exceptions import Refused
from egov_tracking.models import Dossier, OriginalCheck, Payment
from egov_tracking.models.terms import terms_of
from egov_tracking.rules.workflow import Status
from tests.tracking import factories
from tests.tracking.stories import Story

pytestmark = pytest.mark.django_db


def seen(story: Story, result: str = "matches") -> dict[str, str]:
    return {f"original_{one.key}": result for one in terms_of(story.dossier).originals}


PAID = {"fee": "paid", "amount": 50_000, "receipt": "0007", "paid_by": "cash"}
COLLECTED = {"method": "counter", "collector": "Nguyễn Văn Thử", "collector_paper": "Giấy hẹn"}


def press(client: Client, story: Story, **given: Any) -> Any:
    given.setdefault("version", story.dossier.lock_version)
    response = client.post(reverse("egov_desk:visit", args=[story.dossier.pk]), given)
    story.dossier = Dossier.unscoped.get(pk=story.dossier.pk)
    return response


def errors(response: Any) -> set[str]:
    assert response.status_code == 422
    return set(response.context["form"].errors)


def test_one_screen_compares_collects_and_hands_over(desk: dict[str, Client]) -> None:
    story = Story().ready()
    first = terms_of(story.dossier).originals[0].key
    given = {**seen(story), **PAID, **COLLECTED, f"note_{first}": "Bản gốc"}
    assert press(desk["reception"], story, **given).status_code == 302
    dossier = story.dossier
    assert (dossier.status, dossier.payment_state) == (Status.DELIVERED, "paid")
    acts = list(dossier.events.order_by("-number").values_list("act", flat=True)[:3])
    assert acts == ["hand_over", "record_payment", "check_originals"]
    assert dossier.original_checks.get(component=first).note == "Bản gốc"
    assert dossier.events.last().data["collector"] == "Nguyễn Văn Thử"


def test_an_original_that_differs_is_recorded_and_nothing_else_happens(
    desk: dict[str, Client],
) -> None:
    story = Story().ready()
    given = {**seen(story, "differs"), **PAID, **COLLECTED}
    response = press(desk["reception"], story, **given)
    assert response.status_code == 302
    assert story.dossier.status == Status.READY
    assert set(story.dossier.original_checks.values_list("result", flat=True)) == {"differs"}
    assert not Payment.objects.filter(state="paid").exists()
    page = desk["reception"].get(response.url).content.decode()
    assert 'class="warning"' in page


def test_what_differed_stays_in_sight_after_the_result_was_sent_back(
    desk: dict[str, Client],
) -> None:
    story = Story().ready()
    first = terms_of(story.dossier).originals[0]
    note = {f"note_{first.key}": "Khác diện tích, CCCD 001090000001"}
    press(desk["reception"], story, **seen(story, "differs"), **note, **COLLECTED)
    address = reverse("egov_desk:dossier", args=[story.dossier.pk])
    sign = reverse("egov_desk:act", args=[story.dossier.pk, "send_back"])
    assert "Khác diện tích" in desk["approval"].get(sign).content.decode()
    story.do("send_back", "approval", reason="Không khớp")
    for role in ("processing", "approval", "reading"):
        page = desk[role].get(address)
        paper = next(one for one in page.context["originals"] if one.key == first.key)
        assert paper.seen.is_past
        assert not paper.seen.is_good
        text = page.content.decode()
        assert text.count("Khác diện tích") == 2  # at the papers, and in the history
        assert "001090000001" not in text
    finish = reverse("egov_desk:act", args=[story.dossier.pk, "finish"])
    assert "Khác diện tích" in desk["approval"].get(finish).content.decode()
    story.do("finish", "approval", document="13/KQ")
    story.compared()
    page = desk["reception"].get(address)
    assert {one.seen.is_past for one in page.context["originals"]} == {False}


def test_all_that_is_wrong_is_said_at_once_beside_its_field(desk: dict[str, Client]) -> None:
    story = Story().ready()
    first, *others = terms_of(story.dossier).originals
    given = {f"original_{one.key}": "matches" for one in others}
    found = errors(press(desk["reception"], story, **given, **COLLECTED, fee="paid"))
    assert found == {f"original_{first.key}", "amount", "receipt"}
    found = errors(press(desk["reception"], story, **seen(story), **COLLECTED, fee="paid"))
    assert found == {"amount", "receipt"}
    found = errors(press(desk["reception"], story, **seen(story), **COLLECTED, fee="waived"))
    assert found == {"reason"}
    assert not OriginalCheck.objects.exists()


def test_a_refused_hand_over_undoes_the_whole_visit(desk: dict[str, Client]) -> None:
    story = Story().ready()
    given = {**seen(story), **PAID, **COLLECTED, "collector": " "}
    response = press(desk["reception"], story, **given)
    assert errors(response) == {"collector"}
    assert 'value="0007"' in response.content.decode()
    assert not OriginalCheck.objects.exists()
    assert not Payment.objects.exists()
    assert errors(press(desk["reception"], story, **{**given, "method": "post"})) == {"tracking"}


def test_an_amount_other_than_what_is_due_is_refused(desk: dict[str, Client]) -> None:
    story = Story().ready()
    story.do("add_fee", "reception", amount=30_000)
    form = desk["reception"].get(reverse("egov_desk:visit", args=[story.dossier.pk])).context
    assert form["form"].fields["amount"].initial == 30_000
    assert errors(press(desk["reception"], story, **seen(story), **PAID, **COLLECTED)) == {"amount"}


def test_no_fee_is_asked_with_a_reason(desk: dict[str, Client]) -> None:
    story = Story().ready()
    given = {**seen(story), **COLLECTED, "fee": "waived", "reason": "Người có công"}
    press(desk["reception"], story, **given)
    assert (story.dossier.status, story.dossier.payment_state) == (Status.DELIVERED, "waived")


def test_what_was_settled_before_is_not_asked_again(desk: dict[str, Client]) -> None:
    story = Story().ready().compared().paid()
    form = desk["reception"].get(reverse("egov_desk:visit", args=[story.dossier.pk])).context
    assert "fee" not in form["form"].fields
    checked = [paper.initial for paper, _note in form["form"].paper_rows]
    assert set(checked) == {"matches"}
    press(desk["reception"], story, **seen(story), **COLLECTED)
    assert story.dossier.status == Status.DELIVERED


def test_a_full_online_service_needs_no_originals(desk: dict[str, Client]) -> None:
    story = Story("khai-sinh").ready()
    given = {"fee": "waived", "reason": "Đúng hạn", "method": "online"}
    press(desk["reception"], story, **given)
    assert story.dossier.status == Status.DELIVERED


def test_what_differs_keeps_the_result_of_a_full_online_service_too(
    desk: dict[str, Client],
) -> None:
    story = Story("khai-sinh").ready()
    given = {"fee": "waived", "reason": "Đúng hạn", "method": "online"}
    press(desk["reception"], story, **seen(story, "differs"), **given)
    assert story.dossier.status == Status.READY
    assert set(story.dossier.original_checks.values_list("result", flat=True)) == {"differs"}
    press(desk["reception"], story, **seen(story, "missing"), **given)
    assert story.dossier.status == Status.DELIVERED


def test_each_note_says_to_which_paper_it_belongs(desk: dict[str, Client]) -> None:
    story = Story().ready()
    form = (
        desk["reception"].get(reverse("egov_desk:visit", args=[story.dossier.pk])).context["form"]
    )
    for paper, note in form.paper_rows:
        assert f'aria-label="Ghi chú: {paper.label}"' in str(note)


def test_a_stale_visit_shows_what_changed_and_keeps_what_was_typed(
    desk: dict[str, Client],
) -> None:
    story = Story().ready()
    old = story.dossier.lock_version
    story.do("note", "approval", text="x")
    response = press(desk["reception"], story, version=old, **seen(story), **PAID, **COLLECTED)
    assert response.status_code == 409
    assert response.context["changes"]
    assert 'value="0007"' in response.content.decode()
    assert not OriginalCheck.objects.exists()


def test_only_the_counter_hands_over_and_only_what_is_ready(desk: dict[str, Client]) -> None:
    ready, working = Story().ready(), Story().processing()
    address = reverse("egov_desk:visit", args=[ready.dossier.pk])
    assert desk["approval"].get(address).status_code == 403
    assert press(desk["processing"], ready, **seen(ready), **PAID, **COLLECTED).status_code == 403
    early = reverse("egov_desk:visit", args=[working.dossier.pk])
    assert desk["reception"].get(early).status_code == 409


# Paper intake.

INTAKE = "/admin/egov/dossiers/paper/"


def intake(**changes: Any) -> dict[str, Any]:
    service = factories.service()
    return {
        "agency": factories.agency().pk,
        "service": service.pk,
        "channel": 1,
        "applicant_name": "Trần Thị Giấy",
        "applicant_phone": "+84 990 000 102",
        **changes,
    }


def test_a_paper_dossier_is_opened_at_the_counter(desk: dict[str, Client]) -> None:
    assert desk["reception"].get(INTAKE).status_code == 200
    response = desk["reception"].post(INTAKE, intake(), follow=True)
    dossier = Dossier.unscoped.get()
    assert response.redirect_chain[-1][0] == reverse("egov_desk:dossier", args=[dossier.pk])
    assert (dossier.status, dossier.channel) == (Status.SUBMITTED, 1)
    assert (dossier.applicant_name, dossier.applicant_phone) == ("Trần Thị Giấy", "0990000102")
    assert reverse("egov_desk:slip", args=[dossier.pk]) in response.content.decode()


def test_services_of_the_counter_are_offered_by_name(desk: dict[str, Client]) -> None:
    for slug in (factories.PROCEDURE, "trich-luc-ho-tich", "xac-nhan-tinh-trang-hon-nhan"):
        factories.service(slug)
    field = desk["reception"].get(INTAKE).context["form"].fields["service"]
    assert [label[:7] for _value, label in field.choices] == [
        "Chọn th",
        "Cấp bản",
        "Đăng ký",
        "Thủ tục",
    ]


@pytest.mark.parametrize(("chosen", "language"), [({}, "vi"), ({"language": "en"}, "en")])
def test_letters_are_in_the_citizens_language_whatever_the_officer_reads(
    desk: dict[str, Client], settings: Any, chosen: dict[str, str], language: str
) -> None:
    clerk = factories.officer("reception")
    UserProfile.objects.create(user=clerk, preferred_language="en")
    assert desk["reception"].get(INTAKE).context["form"]["language"].initial == "vi"
    desk["reception"].post(INTAKE, intake(applicant_email="a@example.com", **chosen))
    dossier = Dossier.unscoped.get()
    assert dossier.language == language
    letter = compose(dossier.messages.get())
    assert letter.subject.startswith("Đã nhận" if language == "vi" else "We have"), letter.subject


def test_a_form_that_is_sent_twice_opens_one_dossier(
    desk: dict[str, Client], settings: Any
) -> None:
    # No cache that several processes share is needed.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    once = desk["reception"].get(INTAKE).context["form"]["once"].value()
    given = intake(once=str(once))
    assert desk["reception"].post(INTAKE, {**given, "applicant_name": ""}).status_code == 422
    first, second = (desk["reception"].post(INTAKE, given) for _ in range(2))
    dossier = Dossier.unscoped.get()
    assert first.url == second.url == reverse("egov_desk:dossier", args=[dossier.pk])
    changed = desk["reception"].post(INTAKE, {**given, "applicant_name": "Lê Văn Khác"})
    assert changed.status_code == 422
    assert "Lê Văn Khác" in changed.content.decode()
    again = desk["reception"].get(INTAKE).context["form"]["once"].value()
    desk["reception"].post(INTAKE, intake(once=str(again)))
    assert Dossier.unscoped.count() == 2


def test_the_time_of_filing_may_lie_in_the_past_but_not_ahead(desk: dict[str, Client]) -> None:
    before = timezone.localtime() - dt.timedelta(days=2)
    given = intake(filed_at=before.strftime("%Y-%m-%dT%H:%M"), channel=3)
    desk["reception"].post(INTAKE, given)
    dossier = Dossier.unscoped.get()
    assert dossier.channel == 3
    assert timezone.localtime(dossier.filed_at).date() == before.date()
    ahead = timezone.localtime() + dt.timedelta(days=1)
    response = desk["reception"].post(INTAKE, intake(filed_at=ahead.strftime("%Y-%m-%dT%H:%M")))
    assert errors(response) == {"filed_at"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant_name": ""}, "applicant_name"),
        ({"applicant_email": "x"}, "applicant_email"),
        ({"service": ""}, "service"),
        ({"channel": 2}, "channel"),
        ({"filed_at": "x"}, "filed_at"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    desk: dict[str, Client], changes: dict[str, Any], field: str
) -> None:
    response = desk["reception"].post(INTAKE, intake(**changes))
    assert errors(response) == {field}
    assert f'href="#id_{field}"' in response.content.decode()
    assert not Dossier.unscoped.exists()


def test_a_service_that_the_agency_does_not_offer_is_refused(desk: dict[str, Client]) -> None:
    other = factories.agency("H26.901")
    reception = factories.officer("reception", factories.agency())
    factories.officer("reception", other, name=reception.username)
    response = desk["reception"].post(INTAKE, intake(agency=other.pk))
    assert errors(response) == {"service"}
    assert str(factories.agency()) in str(response.context["form"].errors["service"])


def test_text_that_can_not_be_stored_is_refused(desk: dict[str, Client]) -> None:
    response = desk["reception"].post(INTAKE, intake(applicant_name="a\u0008b"))
    assert errors(response) == {"applicant_name"}


@pytest.mark.parametrize("letter", ["\u202e", "\u200b"])
def test_a_name_with_invisible_letters_is_an_error_at_its_field(
    desk: dict[str, Client], letter: str
) -> None:
    response = desk["reception"].post(INTAKE, intake(applicant_name=f"Nguyễn{letter} Văn A"))
    assert response.status_code == 422
    assert "applicant_name" in response.context["form"].errors
    with pytest.raises(Refused):
        actions.open_paper_dossier(
            actor=factories.officer("reception"),
            service=factories.service(),
            agency=factories.agency(),
            applicant_name=f"Nguyễn{letter} Văn A",
        )
