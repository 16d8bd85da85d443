"""Finding a dossier by what a person has at hand: code, reference, name, telephone, identity.

What was typed is personal data, so it stands in no address (security rule 20): the address of a
search holds it sealed, for its own user only.
"""

import base64
import binascii
import re
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from egov_forms.conf import settings
from egov_forms.exceptions import SealBroken
from egov_forms.fields import phone
from egov_forms.models import SubmissionIdentity, keys
from egov_forms.rules import references
from egov_forms.rules.text import TextError, clean_line, fold
from egov_tracking.rules import codes

CELL = "search"
#: In an address instead of a sealed search: what was typed can match nothing.
NOTHING = "~"
#: Digits of a personal identity number, and of a tax code with its branch.
IDENTITY = (12, 10, 13)
LEAST_DIGITS = 4
LONGEST = 255
#: Filings of one person that a search may find.
MOST_FILINGS = 500
#: The end of a dossier code, without the agency: 260310-0001.
CODE_TAIL = re.compile(r"\d{6}-\d{4,7}", re.ASCII)
CODE_START = re.compile(r"([A-Z]\d{2}|\d{3}\.[0-9A-Z]{2})[.-]", re.ASCII)
LETTER = re.compile(r"[^\W\d_]")


def clean(typed: str) -> str:
    """What was typed, normalised; "" when it can match nothing."""
    try:
        return clean_line(typed)
    except TextError:
        return ""


def seal(user: Any, text: str) -> str:
    """The search as an address may hold it."""
    cell = keys.seal(text, row=_row(user), field=CELL)
    data = base64.urlsafe_b64encode(base64.b64decode(cell["data"])).decode().rstrip("=")
    return f"{cell['key']}~{data}"


def unseal(user: Any, token: str) -> str:
    """The search of `seal`; "" when the token is none, or another user's."""
    key, _tilde, data = token.rpartition("~")
    if key not in settings.KEYS:
        return ""
    try:
        plain = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
        cell = {"key": key, "data": base64.b64encode(plain).decode()}
        return str(keys.unseal(cell, row=_row(user), field=CELL))
    except (SealBroken, ValueError, binascii.Error):
        return ""


def _row(user: Any) -> str:
    return f"desk:{user.pk}"


def matches(text: str, agency_codes: Collection[str], readable: Q) -> Q:
    """Dossiers that the text may mean; the caller has scoped them.

    By a person's name and numbers only the ``readable`` ones are found.

    Each kind of text asks only the columns that can hold it, because those have an index.
    """
    code = codes.normalise(text)
    if CODE_START.match(code):
        return Q(code__startswith=code)
    if CODE_TAIL.fullmatch(code):
        return Q(code__in=[f"{agency}-{code}" for agency in agency_codes])
    digits = re.sub(r"\D", "", text)
    if not LETTER.search(text):
        found = _by_number(text, digits) if len(digits) >= LEAST_DIGITS else Q(pk__in=[])
    else:
        found = Q(applicant_folded__contains=fold(text))
    found &= readable
    if references.is_valid(text):
        found |= Q(reference=references.format_reference(text))
    return found


def _by_number(text: str, digits: str) -> Q:
    found = Q(applicant_phone__startswith=phone.normalise(text))
    if len(digits) in IDENTITY:
        found |= _by_identity(digits)
    return found


def _by_identity(number: str) -> Q:
    # Numbers stay findable under every key that they were filed under.
    digests = [keys.blind_index(number, key) for key in settings.KEYS]
    rows = SubmissionIdentity.objects.filter(digest__in=digests)
    # Read first: a database that may choose by plain values uses its indexes.
    return Q(submission__in=list(rows.values_list("submission", flat=True)[:MOST_FILINGS]))
