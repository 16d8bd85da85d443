"""Messages of the rules are in the language of whoever runs them."""

from django.utils.translation import override

from egov_forms.rules import messages

from .build import field, problems_of, step


def test_the_application_hands_in_its_translations(monkeypatch):
    monkeypatch.setattr(messages, "_translate", messages._translate)
    messages.translate_with("ĐÃ DỊCH: {}".format)
    assert messages.gettext("is missing") == "ĐÃ DỊCH: is missing"
    assert problems_of(step("mot", field("a", colour="red")))


def test_a_message_of_the_rules_goes_through_the_translations_of_the_site():
    with override("vi"):
        assert messages.gettext("Yes") == "Có"
