"""What live service pages lack by the publication rules."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms import publication
from egov_forms.conf import settings
from egov_forms.fields import registry
from egov_forms.models import ChoiceList
from egov_forms.models.mixins import service_page_model
from egov_forms.models.publishing import interchange
from egov_forms.publication import Finding
from egov_forms.rules.definition import Definition, DefinitionError


class Command(BaseCommand):
    help = (
        "Lists what live service pages lack and which rule asks for it. Exits with 1 when a rule "
        "is checked and not met."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="identifiers of services; all without any")
        parser.add_argument("--profile", choices=sorted(publication.PROFILES))
        parser.add_argument("--all", action="store_true", help="also list what is met")

    def handle(self, *args: Any, **options: Any) -> None:
        profile = options["profile"] or settings.PROFILE
        lacking = 0
        for page in _pages(options["slug"]):
            findings = _findings(page, profile)
            missing = [finding for finding in findings if finding.outcome == "not_met"]
            lacking += bool(missing)
            self.stdout.write(f"{page.service.slug}: {page.title}")
            for finding in findings:
                if options["all"] or finding.outcome != "met":
                    self.stdout.write(f"    {_line(finding)}")
        if lacking:
            message = ngettext(
                "%(count)s live page lacks something that a rule asks for.",
                "%(count)s live pages lack something that a rule asks for.",
                lacking,
            )
            raise CommandError(message % {"count": lacking})
        self.stdout.write(_("No live page lacks anything that can be checked."))


def _pages(slugs: list[str]) -> list[Any]:
    pages = service_page_model().objects.live().select_related("service")
    pages = pages.filter(service__slug__in=slugs) if slugs else pages
    found = [page for page in pages.order_by("service__slug", "pk") if page.owns_form]
    if unknown := sorted({*slugs} - {page.service.slug for page in found}):
        raise CommandError(_("No live page: %(names)s.") % {"names": ", ".join(unknown)})
    return found


def _findings(page: Any, profile: str) -> list[Finding]:
    procedure = interchange(page)
    try:
        definition = Definition.from_json(procedure, ChoiceList.as_interchange(), registry)
    except DefinitionError as error:
        return [
            Finding("definition", "form", "not_met", "design", problem.message, problem.path)
            for problem in error.problems
        ]
    agencies = list(page.agencies.prefetch_related("areas"))
    return publication.check(procedure, definition, agencies, page.confirmations, profile)


def _line(finding: Finding) -> str:
    outcome = publication.OUTCOMES[finding.outcome]
    confidence = publication.CONFIDENCE[finding.confidence]
    source = f"{finding.source}; " if finding.source else ""
    return f"{outcome}: {finding} [{source}{confidence}]"
