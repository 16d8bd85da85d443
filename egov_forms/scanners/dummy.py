"""Calls every file clean: for trials and development."""

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Warning

from egov_forms.scanners.base import Readable, Scanner, Verdict


class DummyScanner(Scanner):
    detects = False

    def scan(self, stream: Readable, size: int) -> Verdict:
        return Verdict.clean()

    def check(self) -> list[CheckMessage]:
        if django_settings.DEBUG:
            return []
        return [
            Warning(
                "Uploaded files are not checked for viruses.",
                hint='Set EGOV_FORMS["SCANNER"] to "egov_forms.scanners.clamd.ClamdScanner" '
                "and its address in SCANNER_OPTIONS.",
                id="egov_forms.W010",
            )
        ]
