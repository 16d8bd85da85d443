"""Virus scanners: the site chooses one by dotted path, ``EGOV_FORMS["SCANNER"]``."""

from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from egov_forms.conf import settings
from egov_forms.scanners.base import Scanner, ScannerUnavailable, Verdict

__all__ = ["Scanner", "ScannerUnavailable", "Verdict", "check", "get_scanner"]


def get_scanner() -> Scanner:
    """The site's scanner, with its options. Raises ImportError or TypeError on a wrong setting."""
    scanner: type[Scanner] = import_string(settings.SCANNER)
    return scanner(**settings.SCANNER_OPTIONS)


def check() -> list[CheckMessage]:
    """What is wrong with the settings, or with the scanner by its own word."""
    try:
        scanner = get_scanner()
    except (ImportError, TypeError, ValueError) as error:
        return [
            Error(
                f'EGOV_FORMS["SCANNER"] can\'t be used: {error}.',
                hint="Name a class by its dotted path and give only the options it knows.",
                id="egov_forms.E012",
            )
        ]
    return scanner.check()
