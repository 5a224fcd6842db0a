"""How is a founder's web page brought here, when its address is all that was given?

Only when asked, from public addresses alone, one page, where the site's robots.txt allows it;
bounded in size, in time and in kind. A redirect is followed a few times, and checked as the first
address was.
"""

from __future__ import annotations

import http.client
import threading
import urllib.robotparser
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from api.errors import Unusable
from api.feeds.addresses import check
from api.feeds.connecting import connection_to
from profiles.errors import ReadError

__all__ = ["WebPage", "fetch_page"]

AGENT = "allymatch"
_MOST = 5_000_000
_WHOLE_S = 20.0
_REDIRECTS = 4
_KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt",
    "application/pdf": "pdf",
}  # fmt: skip
_MOVED = (301, 302, 303, 307, 308)
_MISSING, _FAILING = 400, 500


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was brought.

    Attributes:
        url: Where it was in the end.
        content: Its bytes.
        ending: What a file of it would end in.
    """

    url: str
    content: bytes
    ending: str


@dataclass(frozen=True, slots=True)
class _Came:
    status: int
    kind: str
    location: str
    content: bytes


def fetch_page(url: str, *, private: bool = False, patience: float = _WHOLE_S) -> WebPage:
    """Bring the page of an address.

    Args:
        url: An address of http or https.
        private: Whether addresses that are not public may be called.
        patience: Seconds that each request may take in all.

    Raises:
        ReadError: It may not be called or read, or what comes is no page, too large or too slow.
    """
    for _ in range(_REDIRECTS + 1):
        _may_be_called(url, private=private)
        if not _allowed(url, private=private, patience=patience):
            raise ReadError(url, None, None, "a page that robots.txt keeps from readers", _INSTEAD)
        came = _get(url, private=private, patience=patience)
        if came.status in _MOVED and came.location:
            url = urljoin(url, came.location)
            continue
        if came.status != http.client.OK:
            raise ReadError(url, None, None, f"the answer {came.status}", _INSTEAD)
        if (ending := _KINDS.get(came.kind)) is None:
            raise ReadError(url, None, None, f"{came.kind or 'nothing that says its kind'}", _PAGE)
        return WebPage(url, came.content, ending)
    raise ReadError(url, None, None, f"more than {_REDIRECTS} redirects", _INSTEAD)


_INSTEAD = "a page that can be read: save it as a file and give that"
_PAGE = "a page of HTML, a text or a PDF"


def _uncalled(url: str, error: Unusable) -> ReadError:
    return ReadError(url, None, None, f"an address that is not called ({error})", _PAGE)


def _may_be_called(url: str, *, private: bool) -> None:
    try:
        check(url, private=private, plain=True)
    except Unusable as error:
        raise _uncalled(url, error) from None


def _allowed(url: str, *, private: bool, patience: float) -> bool:
    """Whether the site lets readers have the page; one that cannot say so today does not."""
    came = _get(urljoin(url, "/robots.txt"), private=private, patience=patience)
    if came.status >= _FAILING:
        return False
    if came.status != http.client.OK:
        return True
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(came.content.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(AGENT, url)


def _get(url: str, *, private: bool, patience: float) -> _Came:
    parts = urlsplit(url)
    try:
        connection = connection_to(parts, private=private)
    except Unusable as error:
        raise _uncalled(url, error) from None
    watch = threading.Timer(patience, connection.give_up)
    watch.start()
    try:
        connection.request(
            "GET", _path(parts), headers={"User-Agent": AGENT, "Accept": "text/html"}
        )
        answer = connection.getresponse()
        content = answer.read(_MOST + 1)
    except (OSError, http.client.HTTPException) as error:
        found = "no answer in time" if connection.late else f"no answer ({type(error).__name__})"
        raise ReadError(url, None, None, found, _INSTEAD) from None
    finally:
        watch.cancel()
        connection.close()
    if connection.late:  # what was read by then is no whole answer
        raise ReadError(url, None, None, "no answer in time", _INSTEAD)
    if len(content) > _MOST:
        found = f"more than {_MOST // 1_000_000} MB"
        raise ReadError(url, None, None, found, _INSTEAD)
    kind = (answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    return _Came(answer.status, kind, answer.headers.get("Location") or "", content)


def _path(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path
