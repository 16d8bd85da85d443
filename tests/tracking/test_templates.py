"""The texts of messages: shipped, changed, filled."""

import re

import pytest
from django.core.exceptions import ValidationError

from egov_tracking.models import MessageTemplate
from egov_tracking.models.templates import ALLOWED, PLACEHOLDER, PUBLIC, Kind, Wording, shipped
from egov_tracking.rules.workflow import TABLE

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(Kind.values))
def test_every_kind_is_shipped_in_both_languages_and_passes_its_own_check(
    kind: str, language: str
) -> None:
    text = shipped(kind, language)
    MessageTemplate(
        kind=kind, language=language, subject=text.subject, short=text.short, body=text.body
    ).full_clean()
    assert len(text.short) <= 160
    assert "{lookup_url}" in text.body
    assert "{agency_phone}" in text.body
    # Who gets the text message gets no mail.
    assert not {"e-mail", "letter", "thư"} & set(re.findall(r"[\w-]+", text.short))


def test_every_message_of_the_table_has_a_text() -> None:
    sent = {move.message for move in TABLE if move.message}
    assert sent | {"received", "due_moved"} == set(Kind.values)


@pytest.mark.parametrize("kind", sorted(Kind.values))
def test_both_languages_tell_the_same_facts(kind: str) -> None:
    vi, en = (set(PLACEHOLDER.findall(shipped(kind, one).body)) for one in LANGUAGES)
    assert vi == en


def test_the_secret_and_what_was_answered_never_stand_in_a_subject_or_a_text_message() -> None:
    assert not PUBLIC & {"secret", "applicant", "reason", "items", "amount"}
    for field in ("subject", "short"):
        text = {"subject": "x", "short": "x", "body": "x", field: "{secret}"}
        with pytest.raises(ValidationError) as caught:
            MessageTemplate(kind="accepted", language="vi", **text).full_clean()
        assert field in caught.value.message_dict


@pytest.mark.parametrize("body", ["{unknown}", "{applicant.password}", "{", "{{reference}}", "{0}"])
def test_only_the_placeholders_of_the_list_are_taken(body: str) -> None:
    with pytest.raises(ValidationError):
        MessageTemplate(
            kind="accepted", language="vi", subject="a", short="b", body=body
        ).full_clean()


def test_a_value_that_looks_like_a_placeholder_stays_what_it_is() -> None:
    filled = Wording("s", "k", "{reason}").fill({"reason": "{secret}", "secret": "ABCD"})
    assert filled.body == "{secret}"


def test_a_value_never_breaks_a_subject_into_two_headers() -> None:
    filled = Wording("Hồ sơ {code}", "x", "y").fill({"code": "a\r\nBcc: b@example.com"})
    assert filled.subject == "Hồ sơ a Bcc: b@example.com"


def test_a_line_that_names_only_what_is_empty_is_left_out() -> None:
    body = "Điện thoại: {agency_phone}\nMã: {reference}\n\nCảm ơn"
    filled = Wording("s", "k", body).fill({"agency_phone": "", "reference": "R"})
    assert filled.body == "Mã: R\n\nCảm ơn"


def test_an_agencys_own_text_comes_before_the_shipped_one() -> None:
    assert MessageTemplate.wording("accepted", "vi") == shipped("accepted", "vi")
    MessageTemplate.objects.create(
        kind="accepted", language="vi", subject="Xong {code}", short="k", body="b"
    )
    assert MessageTemplate.wording("accepted", "vi").subject == "Xong {code}"
    assert MessageTemplate.wording("accepted", "en") == shipped("accepted", "en")


def test_a_language_without_a_text_gets_the_vietnamese_one() -> None:
    assert shipped("accepted", "fr") == shipped("accepted", "vi")


def test_no_shipped_text_uses_an_unknown_placeholder() -> None:
    for kind in Kind.values:
        for language in LANGUAGES:
            assert set(PLACEHOLDER.findall(shipped(kind, language).body)) <= ALLOWED
