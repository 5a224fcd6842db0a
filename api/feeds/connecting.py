"""How is a server called whose address somebody else has named?

The name is resolved once and every address it has is checked; the connection goes to the address
that was checked, so a name that changes its mind in between gains nothing.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from urllib.parse import SplitResult

from api.feeds.addresses import address_of

__all__ = ["CheckedConnection", "connection_to"]

_PATIENCE_S = 10.0


class CheckedConnection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_PATIENCE_S)
        self._address, self._tls = address, tls
        self.late = False

    def connect(self) -> None:
        """Open it."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)

    def give_up(self) -> None:
        """End whatever is waited for: a receiver that sends a byte now and then never times out."""
        self.late = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def connection_to(parts: SplitResult, *, private: bool) -> CheckedConnection:
    """A connection to where an address leads; nothing is sent yet.

    Args:
        parts: The address.
        private: Whether addresses that are not public may be called.

    Raises:
        Unusable: The address may not be called.
    """
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = parts.hostname or ""
    address = address_of(host, port, private=private)
    tls = ssl.create_default_context() if secure else None
    return CheckedConnection(host, port, address, tls)
