"""Where uploaded files lie: outside MEDIA, under random keys, complete or not at all."""

import datetime
import hashlib
import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error
from django.core.files import File
from django.core.files.storage import FileSystemStorage, InvalidStorageError, Storage, storages

from egov_forms.conf import settings
from egov_forms.exceptions import EgovFormsError

ALIAS = "egov_private"
#: What `new_key` makes; nothing else in a shared storage is ours.
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")
logger = logging.getLogger(__name__)


class NotStored(EgovFormsError):
    """The storage took only a part, or nothing; what it took was removed."""


class PrivateFiles(FileSystemStorage):
    """Files without an address: Django would otherwise make one below MEDIA_URL."""

    def url(self, name: str | None) -> str:
        raise ValueError("Private files have no URL.")


def private_storage() -> Storage:
    """The folder ``UPLOAD_ROOT``, readable by the server's user alone, or the site's alias."""
    if settings.UPLOAD_ROOT is None:
        return storages[ALIAS]
    return PrivateFiles(
        location=settings.UPLOAD_ROOT,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def new_key() -> str:
    """``ab/cd/<uuid>``: says nothing of the file, and no folder grows too large."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:4]}/{name}"


def store(content: "File[Any]", sha256: str) -> str:
    """Save under a new key, which is returned. Raises `NotStored`.

    The hash is compared with what went through, the size with what arrived: a full disk leaves
    a part of the file and no word of it in Django's own storage.
    """
    storage = private_storage()
    key = new_key()
    passing = _Hashed(content)
    try:
        saved = storage.save(key, passing)
        complete = passing.hexdigest == sha256 and storage.size(saved) == passing.passed
    except Exception as error:  # whatever a storage raises: OSError, or one of a vendor's own
        remove([key])
        raise NotStored(str(error)) from error
    if not complete or saved != key:
        remove([key, saved])
        raise NotStored("incomplete")
    return key


def remove(keys: Iterable[str]) -> None:
    """Delete what is there; a key that can't be deleted is left to the sweeper and logged."""
    storage = private_storage()
    for key in keys:
        try:
            storage.delete(key)
        except Exception:
            logger.exception("Could not delete the stored file %s", key)


def kept_keys(before: datetime.datetime) -> Iterator[str]:
    """Keys of files stored before this time; nothing from a storage that can't list."""
    storage = private_storage()
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            inner, files = storage.listdir(folder)
        except (NotImplementedError, FileNotFoundError):
            continue
        folders += [f"{folder}/{name}".lstrip("/") for name in inner]
        for name in files:
            key = f"{folder}/{name}".lstrip("/")
            if KEY.fullmatch(key) and storage.get_modified_time(key) < before:
                yield key


def check() -> list[CheckMessage]:
    """Uploads that the web server could hand out are an error."""
    if settings.UPLOAD_ROOT is not None:
        return _public(Path(settings.UPLOAD_ROOT).resolve(), 'EGOV_FORMS["UPLOAD_ROOT"]')
    try:
        storage = storages[ALIAS]
    except InvalidStorageError:
        return [
            Error(
                "There is no place for uploaded files.",
                hint=f'Set EGOV_FORMS["UPLOAD_ROOT"] or STORAGES["{ALIAS}"].',
                id="egov_forms.E010",
            )
        ]
    name = f'STORAGES["{ALIAS}"]'
    return _addressed(storage, name) or _public_folder(storage, name)


def _public_folder(storage: Storage, name: str) -> list[CheckMessage]:
    if not isinstance(storage, FileSystemStorage):
        return []
    return _public(Path(storage.location).resolve(), name)


def _addressed(storage: Storage, name: str) -> list[CheckMessage]:
    """An address of its own is there to be served. Without one Django takes MEDIA_URL's."""
    address = getattr(storage, "_base_url", None)
    if address is None:
        return []
    return [
        Error(
            f"{name} gives its files an address: {address!r}.",
            hint="Leave base_url out: papers are handed out by the apps alone, after a check.",
            id="egov_forms.E015",
        )
    ]


def _public(root: Path, name: str) -> list[CheckMessage]:
    public = (django_settings.MEDIA_ROOT, django_settings.STATIC_ROOT)
    return [
        Error(
            f"{name} lies in {folder}, which the web server hands out.",
            hint="Choose a folder outside MEDIA_ROOT and STATIC_ROOT.",
            id="egov_forms.E011",
        )
        for folder in filter(None, public)
        if root.is_relative_to(Path(folder).resolve())
    ]


class _Hashed(File):  # type: ignore[type-arg]
    """A file that hashes what is read from it, once, from the beginning."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__(source)
        self.source = source
        self._digest = hashlib.sha256()
        self.passed = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._digest = hashlib.sha256()
        self.passed = 0
        self.seek(0)
        while data := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield data

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self._digest.update(data)
        self.passed += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) == (0, 0):
            self._digest = hashlib.sha256()
            self.passed = 0
        return self.source.seek(offset, whence)

    @property
    def hexdigest(self) -> str:
        return self._digest.hexdigest()
