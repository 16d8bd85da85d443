"""Settings of `egov_forms`: the dict ``EGOV_FORMS`` of the site, with one default each."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings

#: Length of a key for sealing, AES-256.
KEY_BYTES = 32

DEFAULTS: dict[str, Any] = {
    # Keys for sealing answers and deriving secrets: {key id: base64 of 32 random bytes}.
    # The first is used for new rows, the others still open old ones. Keep a copy apart
    # from the database's backup. `manage.py egov_key` prints a new one.
    "KEYS": {},
    # The page type that `egov_import` creates; a site with its own base page names its own.
    "SERVICE_PAGE_MODEL": "egov_forms_pages.ServicePage",
    # Languages of a form's texts, as codes; None takes those of settings.LANGUAGES.
    "LANGUAGES": None,
    # What a live page must show: "current" or "tt26-2009".
    "PROFILE": "current",
    # Days that a draft is kept after the last save.
    "DRAFT_DAYS": 30,
    # Scanner of uploaded files, a dotted path, and the options given to it.
    "SCANNER": "egov_forms.scanners.dummy.DummyScanner",
    "SCANNER_OPTIONS": {},
    # Folder of uploaded files, outside MEDIA_ROOT and never served by the web server;
    # None takes the storage alias "egov_private" of settings.STORAGES.
    "UPLOAD_ROOT": None,
    # Limits of one upload, checked before any work is done on it.
    "MAX_PIXELS": 40_000_000,
    "MAX_PDF_PAGES": 500,
    "MAX_FILES_PER_DRAFT": 50,
    # Wrong references, codes and secrets allowed in one hour: from one address (IPv6: one /64),
    # and in all. Right ones are never counted, so nobody can lock out another.
    "FAILURES_PER_ADDRESS": 20,
    "FAILURES_PER_SITE": 5_000,
    # How many proxies of yours stand in front; 0 takes the connection's own address.
    "TRUSTED_PROXIES": 0,
}


class EgovSettings:
    """Attribute access to one settings dict; read at use, so that tests may override it."""

    def __init__(self, name: str, defaults: Mapping[str, Any]) -> None:
        self.name = name
        self.defaults = defaults

    @property
    def given(self) -> Mapping[str, Any]:
        given: Mapping[str, Any] = getattr(django_settings, self.name, {})
        return given

    @property
    def unknown(self) -> list[str]:
        """Keys that the site sets and that mean nothing."""
        return sorted(set(self.given) - set(self.defaults))

    def __getattr__(self, key: str) -> Any:
        if key not in self.defaults:
            raise AttributeError(f"{self.name} has no setting {key!r}")
        return self.given.get(key, self.defaults[key])


settings = EgovSettings("EGOV_FORMS", DEFAULTS)
