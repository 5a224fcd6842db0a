"""Which addresses may be called on behalf of somebody else?

Public ones alone, whatever a name or a number pretends to be: an IPv4 address that is carried
inside an IPv6 address counts for itself. And no port on which something other than the web listens.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from api.errors import Unusable

__all__ = ["address_of", "check"]

_WEB = frozenset({80, 443})
_FIRST = 1024
_OTHERS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
     6669, 6679, 6697, 10080}
)  # fmt: skip
"""Ports that browsers refuse as well, of those that anybody may listen on (Fetch, bad ports)."""
_INSIDE = tuple(
    ipaddress.IPv6Network(each)
    for each in (
        "fec0::/10",  # site-local, given up by RFC 3879 and still routed by some
        "64:ff9b:1::/48",  # NAT64 of one's own network (RFC 8215)
        "100::/64",  # discard only
        "2001:db8::/32",  # documentation
    )
)
_CARRIED = {
    ipaddress.IPv6Network("::/96"): "the IPv4-compatible form (RFC 4291)",
    ipaddress.IPv6Network("::ffff:0:0/96"): "the IPv4-mapped form",
    ipaddress.IPv6Network("::ffff:0:0:0/96"): "the translated form (SIIT, RFC 7915)",
    ipaddress.IPv6Network("64:ff9b::/96"): "NAT64 (RFC 6052)",
}
"""Networks whose addresses carry an IPv4 address in their last four bytes."""


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
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.sixtofour or (address.teredo[1] if address.teredo else None)
    if any(address in network for network in _CARRIED):
        inner = ipaddress.IPv4Address(address.packed[-4:])
    if inner is not None:
        return _public(str(inner))
    inside = any(address in network for network in _INSIDE)
    return address.is_global and not address.is_multicast and not inside


def check(url: str, *, private: bool, plain: bool = False) -> None:
    """Refuse addresses that a webhook may not have.

    Args:
        url: The address.
        private: Whether addresses that are not public may be called.
        plain: Whether http does, too.

    Raises:
        Unusable: It is not http or https, carries a password, asks for a port of something else, or
            leads inside.
    """
    try:
        parts = urlsplit(url)
        port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
    except ValueError:
        raise Unusable("is not an address", pointer="#/url") from None
    kinds = {"https", "http"} if private or plain else {"https"}
    if parts.scheme not in kinds or not parts.hostname or parts.username or parts.password:
        expected = f"expected {' or '.join(sorted(kinds))}://host/path, without a password"
        raise Unusable(expected, pointer="#/url")
    if not url.isascii() or any(c <= " " for c in url):
        raise Unusable("holds a space or a letter that has to be escaped", pointer="#/url")
    if not private and port not in _WEB and (port < _FIRST or port in _OTHERS):
        raise Unusable(f"expected port 443, or one from {_FIRST} up for the web", pointer="#/url")
    address_of(parts.hostname, port, private=private)
