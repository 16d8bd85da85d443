"""Settings of `egov_forms`: the dict ``EGOV_FORMS`` of the site, with one default each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

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


class Wanted(NamedTuple):
    """What a setting has to be, in words and as a test; a secret stands in no message."""

    says: str
    fits: Callable[[Any], bool]
    is_secret: bool = False


def whole(least: int, most: int = 10**9) -> Wanted:
    return Wanted(
        f"a whole number from {least} to {most}",
        lambda given: type(given) is int and least <= given <= most,
    )


def _is_language_list(given: Any) -> bool:
    known = dict(django_settings.LANGUAGES)
    return given is None or (
        isinstance(given, list | tuple)
        and bool(given)
        and all(isinstance(code, str) and code in known for code in given)
    )


TEXT = Wanted("a text", lambda given: isinstance(given, str) and bool(given))
OPTIONS = Wanted("a dict", lambda given: isinstance(given, dict), is_secret=True)

WANTED: dict[str, Wanted] = {
    "LANGUAGES": Wanted("None or a list of codes of settings.LANGUAGES", _is_language_list),
    "PROFILE": TEXT,
    "DRAFT_DAYS": whole(1, 36_500),
    "SCANNER": TEXT,
    "SCANNER_OPTIONS": OPTIONS,
    "UPLOAD_ROOT": Wanted(
        "None or the path of a folder",
        lambda given: (
            given is None or (isinstance(given, str | Path) and str(given) not in ("", "."))
        ),
    ),
    "MAX_PIXELS": whole(1),
    "MAX_PDF_PAGES": whole(1),
    "MAX_FILES_PER_DRAFT": whole(1),
    "FAILURES_PER_ADDRESS": whole(1),
    "FAILURES_PER_SITE": whole(1),
    "TRUSTED_PROXIES": whole(0, 100),
}


class EgovSettings:
    """Attribute access to one settings dict; read at use, so that tests may override it."""

    def __init__(
        self, name: str, defaults: Mapping[str, Any], wanted: Mapping[str, Wanted]
    ) -> None:
        self.name = name
        self.defaults = defaults
        self.wanted = wanted

    @property
    def given(self) -> Mapping[str, Any]:
        given = getattr(django_settings, self.name, {})
        return given if isinstance(given, Mapping) else {}

    @property
    def unknown(self) -> list[str]:
        """Keys that the site sets and that mean nothing."""
        return sorted(str(key) for key in set(self.given) - set(self.defaults))

    @property
    def unfit(self) -> dict[str, str]:
        """Keys whose value can't be used, each with what is wrong; "" is the whole dict."""
        given = getattr(django_settings, self.name, {})
        if not isinstance(given, Mapping):
            return {"": f"{self.name} is not a dict."}
        return {
            key: f'{self.name}["{key}"] is not {wanted.says}{self._shown(key)}.'
            for key, wanted in self.wanted.items()
            if not wanted.fits(getattr(self, key))
        }

    def _shown(self, key: str) -> str:
        return "" if self.wanted[key].is_secret else f": {getattr(self, key)!r}"

    def __getattr__(self, key: str) -> Any:
        if key not in self.defaults:
            raise AttributeError(f"{self.name} has no setting {key!r}")
        return self.given.get(key, self.defaults[key])


settings = EgovSettings("EGOV_FORMS", DEFAULTS, WANTED)
