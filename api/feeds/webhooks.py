"""How is a message sent to an address that somebody else has named?

Signed, so that the receiver knows who sent it; once more and later if that fails; and never to an
address inside our own network. The name is resolved once, every address it has is checked, and the
connection goes to the address that was checked: a name that changes its mind in between gains
nothing. Redirects are not followed.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import secrets
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from api.feeds.connecting import connection_to

__all__ = ["TRIES", "message", "send", "sign", "wait"]

TRIES = 8
_WHOLE_S = 15.0
"""How long a message may take in all."""


def sign(secret: str, body: bytes, at: int) -> str:
    """The signature header of a message: when, and the HMAC-SHA256 of ``when.body``.

    >>> sign("secret", b"{}", 1)
    't=1,v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908'
    """
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def wait(tries: int) -> float:
    """Seconds until the next try, after so many: half a minute, doubled each time.

    >>> [wait(tries) for tries in (1, 2, 3)]
    [30.0, 60.0, 120.0]
    """
    return 30.0 * float(2 ** (tries - 1))


def send(
    url: str, secret: str, body: bytes, *, private: bool, patience: float | None = None
) -> int:
    """Send one message; the status that came back.

    Args:
        url: Where to.
        secret: Signs it.
        body: The message.
        private: Whether addresses that are not public may be called.
        patience: Seconds that all of it may take.

    Raises:
        Unusable: The address may not be called.
        OSError: It did not answer.
    """
    parts = urlsplit(url)
    connection = connection_to(parts, private=private)
    watch = threading.Timer(_WHOLE_S if patience is None else patience, connection.give_up)
    watch.start()
    try:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "allymatch",
            "Allymatch-Signature": sign(secret, body, int(time.time())),
        }
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(f"no answer in HTTP: {error}") from error
    finally:
        watch.cancel()
        connection.close()
    if connection.late:  # what was read by then is no whole answer
        raise TimeoutError
    return status


def message(webhook: str, event: Mapping[str, object]) -> dict[str, object]:
    """A message to a webhook that is due at once, as the store keeps it."""
    return {
        "id": secrets.token_hex(8), "webhook": webhook, "state": "waiting", "tries": 0,
        "due": time.time(), "said": "", "body": event,
    }  # fmt: skip
