"""Write services as a file that `egov_import` reads."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from egov_forms.interchange.writing import write
from egov_forms.models import Service


class Command(BaseCommand):
    help = "Writes services, the choice lists they use and their agencies as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="identifiers of services; all without any")
        parser.add_argument("--output", help="a file, in place of the standard output")
        parser.add_argument(
            "--published", action="store_true", help="the form in force, not the newest draft"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        data = write(_services(options["slug"]), published=options["published"])
        found = {procedure["id"] for procedure in data["procedures"]}
        missing = [slug for slug in options["slug"] if slug not in found]
        if missing:
            message = _("No form to write: %(slugs)s.") % {"slugs": ", ".join(missing)}
            raise CommandError(message)
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["output"]).write_text(text, encoding="utf-8")
        except OSError as error:
            message = _("The file cannot be written: %(reason)s.") % {"reason": error.strerror}
            raise CommandError(message) from error


def _services(slugs: list[str]) -> list[Service]:
    services = Service.objects.select_related("current_version").order_by("slug")
    if not slugs:
        return list(services)
    found = list(services.filter(slug__in=slugs))
    known = {service.slug for service in found}
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        message = _("There is no service “%(slugs)s”.") % {"slugs": ", ".join(unknown)}
        raise CommandError(message)
    return found
