"""Is a web page brought only from where it may, as far as it may, and read as a profile?"""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.feeds.webpages import fetch_page
from profiles.errors import ReadError

PAGE = (
    b"<html><head><title>Tern Gliders</title></head><body><h1>Tern Gliders</h1><p>We are a team of"
    b" 9 people in Tartu, Estonia. Our gliders map forests for foresters.</p></body></html>"
)
MOVED = {"/moved": "/about", "/round": "/round", "/inside": "ftp://example.org/x"}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/robots.txt":
            self.reply(200, "text/plain", b"User-agent: *\nDisallow: /closed")
        elif self.path in MOVED:
            self.reply(302, "text/html", b"", Location=MOVED[self.path])
        elif self.path == "/picture":
            self.reply(200, "image/png", b"png")
        elif self.path == "/large":
            self.reply(200, "text/html", b"x" * 5_000_001)
        elif self.path == "/slow":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.4)
        elif self.path in ("/about", "/closed"):
            self.reply(200, "text/html; charset=utf-8", PAGE)
        else:
            self.reply(404, "text/html", b"")

    def reply(self, status, kind, content, **headers):
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": len(content), **headers}
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/about", "/moved"])
def test_a_page_is_brought_and_a_redirect_followed(site, path):
    page = fetch_page(site + path, private=True)

    assert (page.content, page.ending, page.url) == (PAGE, "html", f"{site}/about")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/closed", "robots"),
        ("/round", "redirects"),
        ("/inside", "not called"),
        ("/picture", "image/png"),
        ("/large", "5 MB"),
        ("/none", "404"),
    ],
)
def test_what_is_no_page_for_readers_says_why(site, path, says):
    with pytest.raises(ReadError, match=says):
        fetch_page(site + path, private=True)


def test_a_page_that_does_not_end_is_given_up(site):
    with pytest.raises(ReadError, match="in time"):
        fetch_page(f"{site}/slow", private=True, patience=0.1)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/x"])
def test_an_address_inside_is_never_called(url):
    with pytest.raises(ReadError, match="not called"):
        fetch_page(url)


def test_an_address_without_fetch_is_told_what_to_do():
    found = CliRunner().invoke(app, ["profile", "read", "https://example.org/about"])

    assert found.exit_code == 1
    assert "--fetch" in f"{found.exception} {found.output}"


def test_a_page_becomes_a_profile_with_its_address(site, monkeypatch):
    monkeypatch.setattr("api.feeds.webpages.fetch_page", lambda url: fetch_page(url, private=True))
    found = CliRunner().invoke(app, ["profile", "read", f"{site}/about", "--fetch"])

    assert "headcount: 9" in found.output
    assert "headquarters: EE" in found.output
    assert f"{site}/about" in found.output
