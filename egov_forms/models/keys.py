"""The keys outside the database, and what is sealed under them (security rules 1 and 20)."""

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured

from egov_forms.conf import settings
from egov_forms.exceptions import SealBroken

NONCE_BYTES = 12


def current_key_id() -> str:
    """The id of the key that new rows use: the first in EGOV_FORMS["KEYS"]."""
    try:
        key_id: str = next(iter(settings.KEYS))
    except StopIteration:
        raise ImproperlyConfigured(
            'EGOV_FORMS["KEYS"] is empty. Run `manage.py egov_key` and put the key it prints there.'
        ) from None
    return key_id


def derived_key(key_id: str, purpose: str) -> bytes:
    """32 bytes for one purpose, so that a secret's key never seals and a seal's never indexes."""
    try:
        master = base64.b64decode(settings.KEYS[key_id], validate=True)
    except (KeyError, ValueError):
        raise ImproperlyConfigured(f'EGOV_FORMS["KEYS"] has no usable key {key_id!r}.') from None
    return hmac.new(master, f"egov:{purpose}".encode(), hashlib.sha256).digest()


def seal(value: Any, *, row: str, field: str) -> dict[str, str]:
    """AES-GCM over the JSON of ``value``; row and field are bound, so a cell can't be moved."""
    key_id = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = AESGCM(derived_key(key_id, "seal")).encrypt(nonce, plain, f"{row}:{field}".encode())
    return {"key": key_id, "data": base64.b64encode(nonce + sealed).decode()}


def unseal(sealed: dict[str, str], *, row: str, field: str) -> Any:
    """The value that `seal` was given.

    Raises `SealBroken` when the cell was altered or belongs to another row or field.
    """
    data = base64.b64decode(sealed["data"])
    cipher = AESGCM(derived_key(sealed["key"], "seal"))
    try:
        plain = cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], f"{row}:{field}".encode())
    except InvalidTag:
        raise SealBroken(f"The sealed field {field!r} of row {row} can't be opened.") from None
    return json.loads(plain)


def blind_index(value: str, key_id: str | None = None) -> str:
    """A keyed digest of an identity number, for equality search without storing the number."""
    key = derived_key(key_id or current_key_id(), "index")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
