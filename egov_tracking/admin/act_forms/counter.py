"""The counter: originals compared, the secret issued again."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Component
from egov_tracking.admin.act_forms.base import ActForm
from egov_tracking.models import OriginalCheck
from egov_tracking.models.terms import terms_of


class OriginalsFields(ActForm):
    """One choice and one note for each paper whose original is compared."""

    is_wide = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers: list[Component] = terms_of(self.dossier).originals
        seen = {check.component: check for check in self.dossier.original_checks.all()}
        language = get_language() or self.dossier.language
        for paper in self.papers:
            check, name = seen.get(paper.key), paper.name.get(language)
            self.fields[f"original_{paper.key}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=OriginalCheck.Result.choices,
                widget=forms.RadioSelect,
                initial=check.result if check else None,
            )
            self.fields[f"note_{paper.key}"] = forms.CharField(
                label=_("Note"),
                required=False,
                max_length=255,
                initial=check.note if check else "",
                # Read aloud on its own, a mere "note" says nothing of the paper.
                widget=forms.TextInput({"aria-label": f"{_('Note')}: {name}"}),
            )

    @property
    def paper_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"original_{one.key}"], self[f"note_{one.key}"]) for one in self.papers]

    @property
    def originals(self) -> dict[str, str]:
        """What was seen, by paper; papers without an answer are left out."""
        seen = {one.key: self.cleaned_data.get(f"original_{one.key}") for one in self.papers}
        return {key: result for key, result in seen.items() if result}

    @property
    def notes(self) -> dict[str, str]:
        return {one.key: self.cleaned_data.get(f"note_{one.key}", "") for one in self.papers}


class CheckOriginalsForm(OriginalsFields):
    act = "check_originals"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.originals:
            raise forms.ValidationError(_("Say of one paper at least what you saw."))
        return cleaned

    def given(self) -> dict[str, Any]:
        return {"originals": self.originals, "notes": self.notes}


class ReissueForm(ActForm):
    act = "reissue_secret"
    is_serious = True
    notice = _(
        "Only for the citizen in front of you, after you have seen who it is. The old secret code "
        "stops working."
    )


FORMS = (CheckOriginalsForm, ReissueForm)
