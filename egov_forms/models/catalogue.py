"""The register of services and the frozen versions that citizens file under."""

import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from egov_forms.models.agencies import Agency
from egov_forms.models.text import TranslatedField, in_language
from egov_forms.rules.definition import Definition, Text
from egov_forms.rules.text import fold


class Channel(models.TextChoices):
    WIZARD = "wizard", _("Online on this portal")
    NATIONAL_PORTAL = "national_portal", _("On the national portal")
    COUNTER = "counter", _("At the counter only")


class Service(models.Model):
    """One administrative procedure. Drafts, submissions and dossiers refer to it, never to a page.

    ``translation_key`` is that of its pages; ``language`` is the one whose page holds the form.
    """

    slug = models.SlugField(_("identifier"), max_length=100, unique=True)
    code = models.CharField(_("national code"), max_length=40, blank=True, db_index=True)
    translation_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=20, blank=True, editable=False)
    name = TranslatedField(_("name"))
    field = TranslatedField(_("field"), blank=True)
    field_slug = models.SlugField(max_length=100, blank=True, editable=False)
    # The levels of agency between commas, ",commune,province,", so that one can be looked for.
    levels = models.CharField(_("levels of agency"), max_length=100, blank=True)
    service_level = models.CharField(_("level of service"), max_length=20, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    channel = models.CharField(
        _("channel"), max_length=20, choices=Channel.choices, default=Channel.WIZARD
    )
    portal_url = models.URLField(_("address on the national portal"), blank=True)
    routing = models.JSONField(default=dict, blank=True, editable=False)
    agencies = models.ManyToManyField(
        Agency, blank=True, related_name="services", verbose_name=_("agencies")
    )
    current_version = models.ForeignKey(
        "ServiceVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("current version"),
    )

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["slug"]

    def __str__(self) -> str:
        return in_language(self.name) or self.slug

    @property
    def is_described(self) -> bool:
        """Whether something was published or imported; until then the page names the service."""
        return bool(self.search_text)

    def describe(self, definition: Definition) -> None:
        """Take the public columns from a definition; the caller saves."""
        facts = definition.facts
        self.code = definition.code
        self.name = (definition.short_name or definition.name).to_json()
        self.field = Text(facts.get("field") or {}).to_json()
        self.field_slug = slugify(fold(next(iter(self.field.values()), "")))[:100]
        levels = [level["value"] for level in facts.get("levels") or []]
        self.levels = f",{','.join(levels)}," if levels else ""
        self.service_level = (facts.get("service_level") or {}).get("value", "")
        self.channel = facts.get("channel") or Channel.WIZARD
        self.portal_url = facts.get("portal_url") or ""
        self.routing = facts.get("routing") or {}
        names = [*definition.name.to_json().values(), *self.name.values(), *self.field.values()]
        self.search_text = fold(" ".join([self.code, self.slug, *names]))


class ServiceVersion(models.Model):
    """A whole procedure, frozen; named by the digest of its canonical JSON. Never changed."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="versions")
    digest = models.CharField(_("digest"), max_length=64)
    definition = models.JSONField(_("definition"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a service")
        verbose_name_plural = _("versions of services")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["service", "digest"], name="egov_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.digest[:12]}"

    def load(self) -> Definition:
        """The compiled definition, cached in the process by row and digest."""
        return _load(self.pk, self.digest)


@lru_cache(maxsize=512)
def _load(pk: int, digest: str) -> Definition:
    # The digest is part of the key only: a test database may give the same id to another row.
    stored: dict[str, Any] = ServiceVersion.objects.values_list("definition", flat=True).get(pk=pk)
    return Definition.stored(stored)


class Publication(models.Model):
    """Who published which version, when, on which page; for a scheduled one, who scheduled it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="publications")
    version = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="publications")
    page_id = models.PositiveBigIntegerField(_("page"), null=True)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.published_at:%Y-%m-%d}"


class ChoiceList(models.Model):
    """A list of answers that several fields share, such as countries or ethnic groups."""

    name = models.SlugField(_("name"), max_length=64, unique=True)
    choices = models.JSONField(
        _("choices"), default=list, help_text=_("[{value, label: {vi, en}}], in order.")
    )
    status = models.CharField(_("status"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("choice list")
        verbose_name_plural = _("choice lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def as_interchange(cls, names: set[str] | None = None) -> dict[str, dict[str, Any]]:
        """``{name: {status, choices}}``, the shape of the interchange format."""
        lists = cls.objects.all() if names is None else cls.objects.filter(name__in=names)
        return {row.name: {"status": row.status, "choices": row.choices} for row in lists}
