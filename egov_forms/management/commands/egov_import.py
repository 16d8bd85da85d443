"""Create or update services from a file in the interchange format."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from egov_forms.interchange import applying, plan, reading
from egov_forms.interchange.problems import FileRefused
from egov_forms.models import Agency

KINDS = {"created": "+", "changed": "~", "unchanged": "="}


class Command(BaseCommand):
    help = (
        "Creates or updates services from a JSON file: choice lists, agencies and page drafts. "
        "One problem anywhere, and nothing is imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--dry-run", action="store_true", help="only list what would be created or changed"
        )
        parser.add_argument(
            "--parent", help="id or slug of the page under which new service pages are made"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish the pages, not only save drafts"
        )
        parser.add_argument(
            "--confirm-samples",
            action="store_true",
            help="confirm every approximate fact as a sample; pages then say that it is one",
        )
        parser.add_argument(
            "--agency", default="", help="code of an agency that offers all services of the file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wishes = plan.Wishes(
            parent=_page(options["parent"]),
            publish=options["publish"],
            confirm_samples=options["confirm_samples"],
            agency=_agency(options["agency"]),
        )
        try:
            planned = plan.make(reading.read(options["file"]), wishes)
            if not options["dry_run"]:
                applying.apply(planned)
        except FileRefused as refusal:
            heading = _("Nothing was imported.")
            raise CommandError("\n".join([heading, *refusal.lines])) from refusal
        self._report(planned, dry_run=options["dry_run"])

    def _report(self, planned: plan.Plan, *, dry_run: bool) -> None:
        for name, kind in planned.choice_lists.items():
            self._line(kind, _("choice list"), name)
        for code, kind in planned.agencies.items():
            self._line(kind, _("agency"), code)
        for service in planned.services:
            self._line(service.kind, _("service"), service.data.id, *_details(service))
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        elif planned.is_empty:
            self.stdout.write(_("Nothing to change."))

    def _line(self, kind: plan.Kind, what: str, name: str, *details: str) -> None:
        words = {"created": _("created"), "changed": _("changed"), "unchanged": _("unchanged")}
        parts = [f"{KINDS[kind]} {what} {name}: {words[kind]}", *details]
        self.stdout.write("; ".join(parts))


def _details(service: plan.ServicePlan) -> list[str]:
    found = list(service.changes)
    if service.digest_before != service.digest_after:
        before = service.digest_before[:12] or "-"
        found.append(f"{before} → {service.digest_after[:12]}")
    if service.open_drafts:
        message = ngettext(
            "%(count)s open draft finishes on the earlier version",
            "%(count)s open drafts finish on the earlier version",
            service.open_drafts,
        )
        found.append(message % {"count": service.open_drafts})
    if service.will_publish:
        found.append(_("published"))
    return found


def _page(name: str | None) -> Any:
    if not name:
        return None
    pages = (
        Page.objects.filter(pk=int(name)) if name.isdecimal() else Page.objects.filter(slug=name)
    )
    page = pages.first()
    if page is None:
        raise CommandError(_("There is no page “%(name)s”.") % {"name": name})
    return page.specific


def _agency(code: str) -> str:
    if code and not Agency.objects.filter(code=code).exists():
        raise CommandError(_("There is no agency with the code %(code)s.") % {"code": code})
    return code
