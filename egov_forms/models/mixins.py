"""What makes a page type a service page or a catalogue; an agency mixes them into its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.log_actions import log

from egov_forms.blocks import FactsField, RulesField, StepsField
from egov_forms.conf import settings
from egov_forms.exceptions import PublicationRefused
from egov_forms.models.agencies import Agency
from egov_forms.models.catalogue import Service
from egov_forms.models.catalogue_search import catalogue_context
from egov_forms.models.form_preview import STEP, step_context, step_modes
from egov_forms.models.page_form import ServicePageForm
from egov_forms.models.publishers import published_by, publisher, scheduler
from egov_forms.models.publishing import compile_page, publish_version
from egov_forms.parts import parts
from egov_forms.rules.definition import Definition, DefinitionError
from egov_forms.rules.text import fold

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = models.Model  # the page type that mixes these in brings the page

#: The note of a confirmation that shows an approximate fact as a sample, not as law.
SAMPLE = "sample"

#: How Wagtail's command for scheduled pages names what it does; nobody is at the screen then.
SCHEDULED = "wagtail.publish.scheduled"
#: How often a free identifier is looked for while others take it.
SLUG_TRIES = 10

logger = logging.getLogger("egov_forms")


class ServicePageMixin(Base):
    """A page that presents one service and holds its form.

    Publishing the page freezes the whole procedure in the same transaction. Only the page in
    the service's own language holds the form; translations and aliases show it.
    """

    facts = FactsField(_("the procedure"), blank=True)
    steps = StepsField(_("the form"), blank=True)
    rules = RulesField(_("rules across questions"), blank=True)
    confirmations = models.JSONField(default=dict, blank=True, editable=False)
    # None only before the page is saved first.
    service: Any = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    agencies = ParentalManyToManyField(
        Agency,
        blank=True,
        related_name="+",
        verbose_name=_("agencies"),
        help_text=_("The agencies that receive the dossiers of this service."),
    )

    #: Tabs for the page type's `TabbedInterface`, next to those of the site.
    service_tabs = [
        ObjectList(
            [
                FieldPanel("facts"),
                FieldPanel("agencies", widget=forms.CheckboxSelectMultiple),
                FieldPanel("confirmed_facts"),
            ],
            heading=_("Procedure"),
        ),
        ObjectList([FieldPanel("steps"), FieldPanel("rules")], heading=_("Form")),
    ]
    base_form_class = ServicePageForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and publish the procedure when the page is live.

        Raises `PublicationRefused`, which leaves page and service as they were. A save of named
        columns (``update_fields``) is Wagtail's own bookkeeping and publishes nothing.
        """
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self.service = self._own_service()
            was_live = self.was_live
            super().save(*args, **kwargs)
            if self.live and self.owns_form:
                publish_version(self, was_live=was_live, user=publisher())

    @property
    def owns_form(self) -> bool:
        """Whether this page, and not a translation or alias of it, is published as a version."""
        if self.alias_of_id:
            return False
        return not self.service_id or self.service.language in ("", self.locale.language_code)

    def form_page(self) -> Any:
        """The page that holds the form: this one, or the one that it translates; None without."""
        if self.owns_form:
            return self
        pages = service_page_model().objects.filter(
            service=self.service_id, alias_of=None, locale__language_code=self.service.language
        )
        return pages.order_by("pk").first()

    @property
    def was_live(self) -> bool:
        """Whether the page is live in the database, before this save."""
        return bool(self.pk) and type(self).objects.filter(pk=self.pk, live=True).exists()

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> None:
        """Publish; a refusal at the scheduled hour is logged and stops no other page."""
        scheduled = kwargs.get("log_action") == SCHEDULED
        try:
            with published_by(user or (scheduler(self, revision) if scheduled else None)):
                super().publish(revision, user=user, **kwargs)
        except PublicationRefused as refusal:
            if not scheduled:
                raise
            logger.error("The page %s was not published: %s", self.pk, refusal)
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log(instance=self, action="egov_forms.publish_refused", data={"reason": str(refusal)})

    def shown_definition(self) -> Definition | None:
        """What the page shows: the current version, in a preview the draft; None if neither."""
        if not getattr(self, "is_previewed", False):
            version = self.service.current_version if self.service_id else None
            return version.load() if version else None
        return self.draft_definition()

    def draft_definition(self) -> Definition | None:
        """The page as it stands, published or not; None while its form has faults."""
        try:
            return compile_page(self)
        except DefinitionError:
            return None

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        definition = self.shown_definition()
        language = get_language() or ""
        source = self.form_page()
        moments = [one.last_published_at for one in (self, source) if one]
        return {
            **context,
            "service": self.service,
            "definition": definition,
            "parts": list(parts(definition, language)) if definition else [],
            "agencies": list(self.service.agencies.all()) if self.service_id else [],
            "channel": self.service.channel if self.service_id else "",
            "is_open": definition is not None and bool(definition.steps),
            # A translation outlives the page that it translates; nothing is filed then.
            "is_withdrawn": source is not self and not (source and source.live),
            "sample": source is not None and source.shows_samples,
            "updated_at": max(filter(None, moments), default=None),
            "printable_url": self._printable_url() if definition else "",
        }

    @property
    def shows_samples(self) -> bool:
        """Whether a fact of this page was confirmed as a sample only."""
        return any(one.get("note") == SAMPLE for one in self.confirmations.values())

    def _printable_url(self) -> str:
        """Where the form can be printed; "" on a site without the wizard's addresses."""
        try:
            return reverse("egov_forms:printable", args=[self.service.slug])
        except NoReverseMatch:
            return ""

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        self.is_previewed = True
        return self.get_context(request)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*super().preview_modes, *step_modes(self.draft_definition())]

    def is_previewable(self) -> bool:
        """Always: lists of pages ask this, and need no form compiled for it."""
        return True

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        if not mode_name.startswith(STEP):
            return super().serve_preview(request, mode_name)
        context = step_context(self.draft_definition(), mode_name)
        return TemplateResponse(request, "egov_forms/pages/step_preview.html", context)

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return [self.template, "egov_forms/pages/service_page.html"]

    def _own_service(self) -> Any:
        """The row of this page's translation key; a copy gets its own, an alias keeps it."""
        if self.alias_of_id:
            return self.service
        if self.service_id and self.service.translation_key == self.translation_key:
            if self.owns_form and not self.service.is_described:
                self._rename(self.service)
            return self.service
        locale = self.locale if self.locale_id else self.get_default_locale()
        # Wagtail makes "đăng-ký" of a title; identifiers and addresses are plain.
        wanted = slugify(fold(self.slug or self.title))
        name = {locale.language_code.split("-")[0]: self.title}

        def make(slug: str) -> Service:
            given = {"slug": slug, "language": locale.language_code, "name": name}
            return Service.objects.get_or_create(
                translation_key=self.translation_key, defaults=given
            )[0]

        return _with_free_slug(wanted, make)

    def _rename(self, service: Service) -> None:
        """Identifier and name after the page: Wagtail saves it while its title is typed."""
        wanted = slugify(fold(self.slug or self.title))
        name = {service.language.split("-")[0]: self.title}
        if name != service.name or not service.slug.startswith(wanted):

            def rename(slug: str) -> None:
                service.slug, service.name = slug, name
                service.save(update_fields=["slug", "name"])

            _with_free_slug(wanted, rename, service.pk)


def _with_free_slug(wanted: str, make: Callable[[str], Any], own: int = 0) -> Any:
    """What ``make`` makes of a free identifier, also while other pages take one."""
    for _try in range(SLUG_TRIES - 1):
        with suppress(IntegrityError), transaction.atomic():
            return make(_free_slug(wanted, own))
    return make(_free_slug(wanted, own))


def _free_slug(wanted: str, own: int = 0) -> str:
    """``wanted``, or the first of wanted-2, wanted-3 … that no service but ``own`` has."""
    wanted = wanted[:90] or "service"
    others = Service.objects.exclude(pk=own).filter(slug__startswith=wanted)
    taken = set(others.values_list("slug", flat=True))
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 2))]
    return next(slug for slug in candidates if slug not in taken)


class ServiceIndexPageMixin(Base):
    """A page that lists the services below it, the catalogue that R1 of the rules asks for."""

    class Meta:
        abstract = True

    def service_pages(self) -> Any:
        """Live pages below this one that anybody may see."""
        return service_page_model().objects.live().public().descendant_of(self)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **catalogue_context(self.service_pages(), request.GET, request)}

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return [self.template, "egov_forms/pages/service_index_page.html"]


def service_page_model() -> type[Any]:
    """The site's service page type, ``EGOV_FORMS["SERVICE_PAGE_MODEL"]``."""
    return apps.get_model(settings.SERVICE_PAGE_MODEL)
