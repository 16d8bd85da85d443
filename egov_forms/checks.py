"""System checks: what would otherwise be found out by a citizen."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError

from egov_forms import scanners, storage
from egov_forms.attaching import DEFAULT_MAX_SIZE_MB
from egov_forms.conf import KEY_BYTES, settings
from egov_forms.models import Service
from egov_forms.publication import PROFILES
from egov_forms.uploads import MEGABYTE

MIN_FORM_FIELDS = 20_000


@register()
def unknown_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"EGOV_FORMS has an unknown key {key!r}.",
            hint=f"Known keys: {', '.join(sorted(settings.defaults))}.",
            id="egov_forms.E001",
        )
        for key in settings.unknown
    ]


@register()
def keys_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not isinstance(settings.KEYS, dict):  # its value is a secret and in no message
        return [Error('EGOV_FORMS["KEYS"] is not a dict.', id="egov_forms.E017")]
    if not settings.KEYS:
        return [
            Error(
                'EGOV_FORMS["KEYS"] is empty: answers can\'t be sealed.',
                hint='Run `manage.py egov_key` and set EGOV_FORMS = {"KEYS": {"1": "<the key>"}}.',
                id="egov_forms.E002",
            )
        ]
    unnamed = [key_id for key_id in settings.KEYS if not isinstance(key_id, str)]
    if unnamed:
        message = f'EGOV_FORMS["KEYS"] has an id that is no text: {unnamed[0]!r}.'
        return [Error(message, id="egov_forms.E005")]
    bad = [key_id for key_id, key in settings.KEYS.items() if not _is_key(key)]
    return [
        Error(
            f'EGOV_FORMS["KEYS"][{key_id!r}] is not the base64 of {KEY_BYTES} bytes.',
            hint="" if settings.KEYS[key_id] else "It is empty. `manage.py egov_key` prints a key.",
            id="egov_forms.E003",
        )
        for key_id in bad
    ]


def _is_key(key: Any) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == KEY_BYTES
    except (binascii.Error, TypeError, ValueError):
        return False


@register()
def values_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(wrong, id="egov_forms.E007") for wrong in settings.unfit.values()
    ]
    if "PROFILE" not in settings.unfit and settings.PROFILE not in PROFILES:
        hint = f"Known profiles: {', '.join(sorted(PROFILES))}."
        message = f'EGOV_FORMS["PROFILE"] is unknown: {settings.PROFILE!r}.'
        found.append(Error(message, hint=hint, id="egov_forms.E006"))
    try:
        apps.get_model(settings.SERVICE_PAGE_MODEL)
    except (AttributeError, LookupError, TypeError, ValueError):
        message = f'EGOV_FORMS["SERVICE_PAGE_MODEL"] is no model: {settings.SERVICE_PAGE_MODEL!r}.'
        found.append(Error(message, id="egov_forms.E008"))
    return found


@register()
def editor_form_fits(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A form of 120 questions in two languages posts more than Django's 1,000 fields."""
    limit = django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if limit is None or limit >= MIN_FORM_FIELDS:
        return []
    return [
        Error(
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}: the editor of a long form can't be saved.",
            hint=f"Set it to at least {MIN_FORM_FIELDS}.",
            id="egov_forms.E004",
        )
    ]


@register()
def sqlite_takes_turns(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Deferred transactions on SQLite end parallel submissions with "database is locked"."""
    databases: dict[str, dict[str, Any]] = django_settings.DATABASES
    return [
        Warning(
            f"The SQLite database {alias!r} does not begin its transactions with IMMEDIATE.",
            hint='Set OPTIONS = {"transaction_mode": "IMMEDIATE", '
            '"init_command": "PRAGMA journal_mode=WAL"}.',
            id="egov_forms.W001",
        )
        for alias, database in databases.items()
        if database["ENGINE"].endswith("sqlite3")
        and database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE"
    ]


@register()
def files_fit_the_scanner(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What a question allows and the scanner does not read is refused to the citizen.

    Published services are looked at where the database may be: ``check --database default``.
    """
    try:
        largest = scanners.get_scanner().max_size
    except (AttributeError, ImportError, TypeError, ValueError):
        return []  # E007 or E012 tells
    if largest is None:
        return []
    allowed = {"a question without a limit of its own": float(DEFAULT_MAX_SIZE_MB)}
    if databases:
        allowed |= _published_sizes()
    return [
        Warning(
            f"The scanner reads files of at most {largest / MEGABYTE:g} MB, "
            f"but {where} allows {size:g} MB: larger ones are refused.",
            hint="Raise the limits of the scanner and its max_size, or lower the question's.",
            id="egov_forms.W011",
        )
        for where, size in allowed.items()
        if size * MEGABYTE > largest
    ]


def _published_sizes() -> dict[str, float]:
    """MB by question, of those that state a limit; nothing while there are no tables yet."""
    try:
        services = Service.objects.exclude(current_version=None).select_related("current_version")
        versions = [
            (one.slug, one.current_version.load()) for one in services if one.current_version
        ]
    except DatabaseError:
        return {}
    return {
        f"“{field.key}” of {slug}": float(field.options["max_size_mb"])
        for slug, definition in versions
        for step in definition.steps
        for question in step.fields
        for field in (question, *question.columns)
        if field.type == "file" and field.options.get("max_size_mb")
    }


@register()
def files_are_private_and_scanned(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    place = [] if "UPLOAD_ROOT" in settings.unfit else storage.check()
    usable = not {"SCANNER", "SCANNER_OPTIONS"} & settings.unfit.keys()
    return [*place, *(scanners.check() if usable else [])]
