"""Handing a stored file out so that no browser runs or remembers it (security rule 12)."""

from typing import Protocol

from django.http import FileResponse

from egov_forms.exceptions import EgovFormsError
from egov_forms.storage import private_storage
from egov_forms.uploads import CONTENT_TYPES

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class FileLocked(EgovFormsError):
    """The file waits for the virus check, or did not pass it; ``state`` says which."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)


class Stored(Protocol):
    content_type: str
    storage_key: str
    state: str

    @property
    def given_name(self) -> str: ...

    @property
    def may_open(self) -> bool: ...


def file_response(attachment: Stored) -> FileResponse:
    """Stream the file as a download. The caller has checked who asks (security rule 4).

    Raises `FileLocked` unless the file is clean, and `FileNotFoundError` when it is gone.
    """
    if not attachment.may_open:
        raise FileLocked(attachment.state)
    known = attachment.content_type in CONTENT_TYPES.values()
    return FileResponse(
        private_storage().open(attachment.storage_key),
        as_attachment=True,
        filename=attachment.given_name,
        content_type=attachment.content_type if known else "application/octet-stream",
        headers=HEADERS,
    )
