"""One POST to a gateway, and what its answer means for trying again."""

from collections.abc import Mapping

import requests

from egov_tracking.exceptions import ChannelError

CONFLICT, TOO_MANY = 409, 429


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float) -> None:
    """Raises `ChannelError` unless the gateway took it; "I have it already" counts as taken."""
    try:
        answer = requests.post(
            url,
            data=body,
            headers={"Content-Type": "application/json", **headers},
            timeout=timeout,
            allow_redirects=False,
        )
    except (requests.ConnectTimeout, requests.exceptions.ProxyError) as error:
        raise ChannelError(type(error).__name__) from error
    except requests.RequestException as error:
        # A broken connection may have broken after the gateway had read everything.
        raise ChannelError(type(error).__name__, ambiguous=True) from error
    if answer.ok and not answer.is_redirect:
        return
    if answer.status_code == CONFLICT:
        return
    if answer.status_code == TOO_MANY:
        raise ChannelError("HTTP 429")
    raise ChannelError(
        f"HTTP {answer.status_code}",
        permanent=answer.status_code < 500,
        ambiguous=answer.status_code >= 500,
    )
