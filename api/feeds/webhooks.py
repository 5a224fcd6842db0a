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
import ipaddress
import logging
import secrets
import socket
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import orjson

from api.errors import Unusable
from api.store import news
from api.usecases.context import Context

__all__ = ["TRIES", "address_of", "check", "deliver_due", "message", "sign", "wait"]

log = logging.getLogger("allymatch")

TRIES = 8
_PATIENCE_S = 10.0
_AT_ONCE = 20


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


def address_of(host: str, port: int, *, private: bool) -> str:
    """The address to connect to.

    Args:
        host: A name or an address.
        port: The port.
        private: Whether addresses that are not public may be called.

    Raises:
        Unusable: The name has no address, or one that may not be called.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unusable(f"{host} has no address", pointer="#/url") from None
    addresses = [str(each[4][0]) for each in found]
    if not private and not all(_public(each) for each in addresses):
        raise Unusable(f"{host} is not a public address", pointer="#/url")
    return addresses[0]


def _public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo:
            inner = address.teredo[1]
        # NAT64 carries an IPv4 address in its last four bytes.
        if address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(address.packed[-4:])
        if inner is not None:
            return _public(str(inner))
    return address.is_global and not address.is_multicast


def check(url: str, *, private: bool) -> None:
    """Refuse addresses that a webhook may not have.

    Raises:
        Unusable: It is not http or https, carries a password, or leads inside.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Unusable("is not an address", pointer="#/url") from None
    kinds = {"https", "http"} if private else {"https"}
    if parts.scheme not in kinds or not parts.hostname or parts.username or parts.password:
        expected = f"expected {' or '.join(sorted(kinds))}://host/path, without a password"
        raise Unusable(expected, pointer="#/url")
    if not url.isascii() or any(c <= " " for c in url):
        raise Unusable("holds a space or a letter that has to be escaped", pointer="#/url")
    address_of(parts.hostname, port, private=private)


class _To(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_PATIENCE_S)
        self._address, self._tls = address, tls

    def connect(self) -> None:
        """Open it."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def send(url: str, secret: str, body: bytes, *, private: bool) -> int:
    """Send one message; the status that came back.

    Raises:
        Unusable: The address may not be called.
        OSError: It did not answer.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = parts.hostname or ""
    address = address_of(host, port, private=private)
    tls = ssl.create_default_context() if secure else None
    connection = _To(host, port, address, tls)
    try:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "allymatch",
            "Allymatch-Signature": sign(secret, body, int(time.time())),
        }
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(f"no answer in HTTP: {error}") from error
    finally:
        connection.close()


def message(webhook: str, event: Mapping[str, object]) -> dict[str, object]:
    """A message to a webhook that is due at once, as the store keeps it."""
    return {
        "id": secrets.token_hex(8), "webhook": webhook, "state": "waiting", "tries": 0,
        "due": time.time(), "said": "", "body": event,
    }  # fmt: skip


def deliver_due(context: Context, now: float | None = None) -> int:
    """Send what is due; how many messages were received.

    A message is given up after ``TRIES``. What came back is kept with it.
    """
    records, at = context.records, time.time() if now is None else now
    due = news.due(records, at, _AT_ONCE)
    received = 0
    for row in due:
        body = orjson.dumps({**orjson.loads(row["body"]), "id": row["id"]})
        try:
            private = context.settings.private_webhooks
            status = send(row["url"], row["secret"], body, private=private)
            said, good = str(status), 200 <= status < 300
        except (OSError, Unusable) as error:
            said, good = type(error).__name__, False
        tries = row["tries"] + 1
        state = "received" if good else "given up" if tries >= TRIES else "waiting"
        records.do(
            "UPDATE deliveries SET state = ?, tries = ?, due = ?, said = ? WHERE id = ?",
            state, tries, at + wait(tries), said, row["id"],
        )  # fmt: skip
        received += good
    return received
