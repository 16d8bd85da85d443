"""Forms of the registers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from egov_forms.models import Agency
from egov_forms.rules import units


class AgencyForm(WagtailAdminModelForm):
    """An agency and its area, the area as codes of provinces and wards."""

    area = forms.CharField(
        label=gettext_lazy("Area"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Codes of the provinces (2 digits) or wards (5 digits) that the agency serves, "
            "separated by spaces or new lines."
        ),
    )

    class Meta:
        model = Agency
        fields = [
            "code",
            "name",
            "letterhead",
            "address",
            "office_hours",
            "telephone",
            "email",
            "is_default",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["area"] = "\n".join(self.instance.area_codes)

    def clean_area(self) -> list[str]:
        codes = re.split(r"[\s,;]+", self.cleaned_data["area"].strip())
        codes = [code for code in codes if code]
        unknown = [code for code in codes if not units.exists(code)]
        if unknown:
            raise forms.ValidationError(
                _("No administrative unit has this code: %(codes)s.")
                % {"codes": ", ".join(unknown)}
            )
        return codes

    def save(self, commit: bool = True) -> Agency:
        agency: Agency = super().save(commit)
        if commit:
            agency.set_area(self.cleaned_data["area"])
        return agency
