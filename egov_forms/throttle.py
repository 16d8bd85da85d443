"""Who may still try: failures are counted by address and for the whole site (security rule 3)."""

import ipaddress

from django.http import HttpRequest

from egov_forms.conf import settings
from egov_forms.models.failures import FailureCount

SITE = "site"


def client_network(request: HttpRequest) -> str:
    """The client's address, an IPv6 one as its /64; "unknown" when it is no address.

    With N trusted proxies the N-th entry from the right of X-Forwarded-For was written by the
    outermost of them; anything left of it is the client's own claim and is ignored.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXIES
    if hops:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= hops:
            address = forwarded[-hops].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def may_try(request: HttpRequest) -> bool:
    """Whether this client is below its limit and the site below its own."""
    mine = f"address:{client_network(request)}"
    counts = FailureCount.of(mine, SITE)
    return bool(
        counts[mine] < settings.FAILURES_PER_ADDRESS and counts[SITE] < settings.FAILURES_PER_SITE
    )


def count_failure(request: HttpRequest) -> None:
    FailureCount.add(f"address:{client_network(request)}", SITE)
