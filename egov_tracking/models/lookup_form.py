"""The two codes that open a dossier to its citizen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.summary import Summarised


class LookupForm(Summarised):
    code = forms.CharField(
        label=_("Reference or dossier code"),
        help_text=_("For example 7K2M-94QD-X, or H26.900-261124-0001 once it is accepted."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the reference or the dossier code")},
    )
    secret = forms.CharField(
        label=_("Secret code"),
        help_text=_("It is on your receipt and in the messages that you received."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the secret code")},
    )
