"""Who offers a service: where, when, and whom to call."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egov_forms.models.text import TranslatedField, in_language


class Agency(models.Model):
    """One authority with a counter; its area decides which dossiers an address sends to it."""

    code = models.CharField(
        _("code"),
        max_length=32,
        unique=True,
        # That of a ministry, province or unit of one; or the longer form of 2018.
        validators=[
            RegexValidator(
                r"^([A-Z][0-9]{2}(\.[0-9A-Z]{2,3})*|[0-9A-Z]{3}(\.[0-9A-Z]{2}){2}\.[A-Z][0-9]{2})\Z"
            )
        ],
        help_text=_("The identifier that opens every dossier code, for example H26.900."),
    )
    name = TranslatedField(_("name"))
    letterhead = TranslatedField(
        _("letterhead"),
        blank=True,
        help_text=_("The line above the agency's name on official papers."),
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    office_hours = TranslatedField(_("office hours"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_default = models.BooleanField(
        _("default inbox"),
        default=False,
        help_text=_("Receives what matches no agency, for services that allow it."),
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="egov_one_default_agency"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name) or self.code

    @property
    def area_codes(self) -> list[str]:
        return [area.unit_code for area in self.areas.all()]

    def set_area(self, unit_codes: list[str]) -> None:
        """Replace the area by these codes of provinces and wards."""
        self.areas.exclude(unit_code__in=unit_codes).delete()
        known = set(self.areas.values_list("unit_code", flat=True))
        AgencyArea.objects.bulk_create(
            AgencyArea(agency=self, unit_code=code)
            for code in dict.fromkeys(unit_codes)
            if code not in known
        )


class AgencyArea(models.Model):
    """One administrative unit (province or ward) that an agency serves."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="areas")
    unit_code = models.CharField(_("administrative unit"), max_length=5, db_index=True)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            models.UniqueConstraint(fields=["agency", "unit_code"], name="egov_area_once")
        ]

    def __str__(self) -> str:
        return self.unit_code
