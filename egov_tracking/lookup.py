"""The citizen finds a dossier again: by reference or dossier code, and the secret.

Every failure gives one answer after the same work (security rule 2); only failures are counted
(rule 3). What opens the dossier's page afterwards is a signed, expiring token in a cookie whose
path is that page; it is void once the secret is issued again.
"""

import time

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov_forms.access import forget, keep, kept
from egov_forms.models import Draft
from egov_forms.rules import references
from egov_tracking.conf import settings
from egov_tracking.models import Citizen, Dossier
from egov_tracking.models.lookup_address import lookup_page
from egov_tracking.rules import codes

SALT = "egov_tracking.lookup"
#: Seconds that a look-up stays open.
MAX_AGE = 3600
#: A token from the future is refused beyond this many seconds of clock skew (rule 22).
MAX_SKEW = 300
#: For all failures alike: nothing says whether the dossier exists.
FAILED = _("No dossier matches this code and secret code. Check both on your receipt.")


def find(code: str, secret: str) -> Dossier | None:
    """The dossier that this pair opens. Unknown code and wrong secret cost the same work."""
    official = codes.parse(codes.normalise(code))
    wanted = (
        {"code": str(official)} if official else {"reference": references.format_reference(code)}
    )
    row = Dossier.unscoped.filter(**wanted).first()
    opens = (row or _nobody()).opened_by(secret)
    return row if row and opens else None


def _nobody() -> Dossier:
    """A dossier that no secret opens."""
    nobody = Dossier()
    nobody.new_pair()
    return nobody


def is_unsubmitted(code: str, secret: str) -> bool:
    """Whether the pair is that of a form that was begun and not submitted yet."""
    wanted = references.format_reference(code)
    row = Draft.objects.filter(reference=wanted, expires_at__gt=timezone.now()).first()
    opens = (row or _nobody()).opened_by(secret)
    return bool(row and opens)


def address() -> str:
    """Where citizens look dossiers up: as the site is told, its own page, or the plain one."""
    if settings.LOOKUP_URL:
        return str(settings.LOOKUP_URL)
    page = lookup_page()
    return (page and page.get_url()) or reverse("egov_tracking:lookup")


def path_of(reference: str) -> str:
    return reverse("egov_tracking:dossier", args=[reference])


def cookie_of(reference: str) -> str:
    return f"egov_dossier_{reference.replace('-', '')}"


def open_for(request: HttpRequest, response: HttpResponse, dossier: Dossier) -> None:
    """Let this browser see the dossier for an hour."""
    token = signing.TimestampSigner(salt=SALT).sign(f"{dossier.reference}:{dossier.generation}")
    name, address = cookie_of(dossier.reference), "egov_tracking:dossier"
    keep(request, response, name, token, address, dossier.reference, MAX_AGE)


def close(request: HttpRequest, response: HttpResponse, reference: str) -> None:
    """What `open_for` let this browser see, it sees no more."""
    forget(request, response, cookie_of(reference), "egov_tracking:dossier", reference)


def opened(request: HttpRequest, reference: str) -> Dossier | None:
    """The dossier at this address, when this browser opened it with its secret."""
    tokens = [one for one in kept(request, cookie_of(reference)) if _is_fresh(one, reference)]
    if not tokens:
        return None
    rows = Dossier.objects.for_actor(Citizen(reference))
    dossier = rows.select_related("agency", "service", "version", "submission").first()
    if dossier is None:
        return None
    mine = f"{reference}:{dossier.generation}:"
    return dossier if any(token.startswith(mine) for token in tokens) else None


def _is_fresh(token: str, reference: str) -> bool:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        value = signer.unsign(token, max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    return value.startswith(f"{reference}:") and _age(token) > -MAX_SKEW


def _age(token: str) -> float:
    """Seconds since the token was signed; negative when it comes from the future."""
    stamp = token.rsplit(":", 2)[-2]
    return time.time() - signing.b62_decode(stamp)
