"""What citizens type about a dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from egov_forms.summary import Summarised
from egov_tracking.item_answers import MAX_TEXT, ItemAnswers
from egov_tracking.models import Dossier, SupplementRequest
from egov_tracking.models.supplements import asked_text


class WithdrawalForm(Summarised):
    reason = forms.CharField(
        label=gettext_lazy("Why do you want to withdraw the dossier?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Give a reason")},
    )


class SupplementForm(Summarised, ItemAnswers):
    """A text and files for every item that the office asked for.

    It says which request it answers and how the dossier stood, because keys begin anew with
    every request: an answer must not come to stand beside another question.
    """

    request_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, request: SupplementRequest | None, dossier: Dossier, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = request
        self.dossier = dossier
        self.fields["request_number"].initial = request.number if request else None
        self.fields["version"].initial = dossier.lock_version
        self.add_items()
        for item in self.asked_items:
            self.fields[item["key"]].label = asked_text(item)

    @property
    def items(self) -> list[tuple[dict[str, str], Any, Any]]:
        """(item, its text input, its file input or None), as the page shows them."""
        rows = []
        for item in self.asked_items:
            files = f"{item['key']}_files"
            rows.append((item, self[item["key"]], self[files] if files in self.fields else None))
        return rows

    def _seen(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    @property
    def answers_this_request(self) -> bool:
        """Whether the questions are still those that were seen."""
        return self.asked is not None and self._seen("request_number") == str(self.asked.number)

    @property
    def is_present(self) -> bool:
        """Whether nothing happened since the form was shown."""
        return self.answers_this_request and self._seen("version") == str(self.dossier.lock_version)

    def again(self) -> "SupplementForm":
        """The form as it is now: with what was typed as long as the questions are the same.

        Files can't be put back into a browser's form; they have to be chosen again.
        """
        given: dict[str, Any] = {"request": self.asked, "dossier": self.dossier}
        if not self.answers_this_request:
            return SupplementForm(**given)
        typed = {item["key"]: self._seen(item["key"]) for item in self.asked_items}
        return SupplementForm(initial=typed, **given)
