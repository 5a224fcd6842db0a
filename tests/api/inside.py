"""How do tests ask the server without starting one: the same app, in this process?

The encoder is one whose vectors can be worked out by hand, so that no model is loaded. What needs
a process, a browser or the real model takes ``tests.api.serving``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ServeSettings
from api.usecases.context import AppContext
from matcher.settings import Settings
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import CachedEncoder
from tests.api.serving import make_keys
from tests.matcher.fakes import WordEncoder

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@dataclass
class Inside:
    """An app with a store of its own, and the keys to it."""

    app: FastAPI
    keys: dict[str, str]

    @property
    def context(self) -> AppContext:
        return self.app.state.context

    def client(self, who: str | None = None, **headers: str) -> TestClient:
        known = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        return TestClient(self.app, headers=known | headers, follow_redirects=False)

    def browser(self, who: str) -> TestClient:
        """A client that has signed in with the key of somebody."""
        found = TestClient(self.app, headers=BROWSER, base_url="http://testserver")
        answer = found.post("/sign-in", data={"key": self.keys[who]}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return found

    def routes(self) -> list[APIRoute]:
        """All routes of the app that FastAPI serves, pages too: none can be forgotten."""
        found: list[APIRoute] = []
        for route in self.app.routes:
            router = getattr(route, "original_router", None)
            found += [one for one in (router.routes if router else [route])
                      if isinstance(one, APIRoute)]  # fmt: skip
        return found


def open_inside(folder: Path, **settings: Any) -> Inside:
    """An app in a folder that nobody else uses."""
    store = folder / "store.db"
    keys = make_keys(store)
    matcher = Settings.load(environ={}, store=store, cache=folder / "cache")
    chosen = {"requests_per_minute": 1_000_000, "private_webhooks": True, "hosts": ("testserver",)}
    chosen |= settings
    app = create_app(ServeSettings(matcher=matcher, **chosen))
    words = WordEncoder()
    cache = VectorCache(folder / "cache", words.fingerprint)
    app.state.context.encoder = CachedEncoder(words, cache)
    return Inside(app, keys)


def form_of(text: str) -> str:
    """The secret that the forms of a page carry."""
    return text.partition('name="form" value="')[2].partition('"')[0]
