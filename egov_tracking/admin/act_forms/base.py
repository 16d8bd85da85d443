"""The form of one act: what it needs, the version that was seen, how a refusal is shown."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from egov_forms.summary import Summarised
from egov_tracking import actions
from egov_tracking.exceptions import Refused
from egov_tracking.models import Dossier, words

#: The field beside which a refusal is shown; of those that a form lacks, its head says it.
REFUSED_AT: Mapping[str, str] = {
    "reason_missing": "reason",
    "text_missing": "text",
    "document_missing": "document",
    "items_missing": "item_0",
    "answer_by_past": "answer_by",
    "collector_missing": "collector",
    "name_invisible": "collector",
    "tracking_missing": "tracking",
    "receiver_missing": "desk",
    "foreign_officer": "to",
    "no_time_limit": "limit",
    "second_supplement": "confirmed",
    "amount_missing": "amount",
    "amount_differs": "amount",
    "receipt_missing": "receipt",
    "receipt_used": "receipt",
    "second_apology": "appointment",
    "appointment_too_early": "appointment",
    "foreign_agency": "agency",
    "nothing_due": "amount",
}
REASON = _("Reason")
DOCUMENT = _("Number of the document")


def reason(label: Any = REASON, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give a reason.")},
    )


def line(label: Any, missing: Any = "", *, help_text: Any = "", most: int = 255) -> forms.CharField:
    """One line of text; it may stay empty when nothing is said about its missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=bool(missing),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": missing} if missing else None,
    )


def document() -> forms.CharField:
    return line(DOCUMENT, _("Give the number or the name of the document."))


class ActForm(Summarised):
    """Subclasses name their act and its fields; the fields' names are those of the function."""

    anchor = None
    #: A move of the table, and the function of `actions` when it has another name.
    act: ClassVar[str] = ""
    function: ClassVar[str] = ""
    #: What the officer should know before pressing the button.
    notice: ClassVar[Any] = ""
    #: An act that can't be taken back has a button that looks like it.
    is_serious: ClassVar[bool] = False
    is_wide: ClassVar[bool] = False
    #: Fields that may stay empty only beside certain answers; none of them is called optional.
    sometimes_needed: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dossier: Dossier, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.actor = actor
        self.fields["version"].initial = dossier.lock_version

    def given(self) -> dict[str, Any]:
        """What the act gets, by its own names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def perform(self) -> Dossier:
        """Do it. Raises what the act raises."""
        act = getattr(actions, self.function or self.act)
        done: Dossier = act(
            self.dossier, self.actor, version=self.cleaned_data["version"], **self.given()
        )
        return done

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside the field that it is about."""
        field = REFUSED_AT.get(refusal.code)
        self.add_error(field if field in self.fields else None, words.refusal(refusal))

    def again(self, dossier: Dossier) -> "ActForm":
        """The same form, with all that was typed, for the dossier as it stands now.

        Files can't be put back into a browser's form; they have to be chosen again.
        """
        data: Any = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(dossier.lock_version)
        return type(self)(data, dossier=dossier, actor=self.actor, prefix=self.prefix)
