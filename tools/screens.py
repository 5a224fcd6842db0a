"""What does every page look like, in every state, light and dark, wide and narrow?

    make screens

A server of its own with the examples in its store, Debian's chromium, and a picture a state in
build/screens. Each state is also asked three things: does anything scroll sideways, how many bytes
did it take, and what does axe-core say (``make axe`` fetches it from npm into build/axe; it is no
part of the tree). The exit status is 1 where anything is to be mended.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from api.store import keys
from api.store.records import Records
from tools.screens_states import STATES, State, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHROMIUM = "/usr/bin/chromium"
_WIDTHS = (1440, 768, 360)
_SCHEMES = ("light", "dark")
_AXE = Path("build/axe/node_modules/axe-core/axe.min.js")
_WIDEST = """[...document.querySelectorAll("body *")]
  .filter((one) => !one.closest(".table, .tabs") && one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 90)).slice(-2).join(" | ")"""
_PATIENCE_MS = 20_000
_MOST = 150_000
"""Bytes of a page with all that it loads."""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WHO = {
    "founder": ("founder", "skyweft", ()),
    "officer": ("officer", "diana", ("nato-diana-2027",)),
    "admin": ("admin", "house", ()),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be mended, and where."""

    state: str
    says: str


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A server with a store of its own: its address, and a key of each role."""
    store = folder / "store.db"
    with Records(store) as records:
        made = {
            who: keys.create(records, role, holder, grants=grants)
            for who, (role, holder, grants) in _WHO.items()
        }
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {
        **os.environ, "ALLYMATCH_STORE": str(store), "ALLYMATCH_CACHE": str(folder / "cache"),
        "ALLYMATCH_REQUESTS_PER_MINUTE": "100000",
    }  # fmt: skip
    serve = "from api.cli import main; main()"
    command = [sys.executable, "-c", serve, "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=env, stderr=log, stdout=log)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", folder / "log")
        yield f"http://127.0.0.1:{port}", made
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, log: Path) -> None:
    for _ in range(3_000):
        try:
            if httpx.get(address).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"the server does not answer: {log.read_text()[-2000:]}")


def look(browser: Browser, base: str, made: dict[str, str], options: Any) -> list[Fault]:
    """Every state in every size and scheme; what is to be mended."""
    faults: list[Fault] = []
    axe = options.axe.read_text() if options.axe and options.axe.exists() else ""
    chosen = [one for one in STATES if not options.only or options.only in one.name]
    for scheme in options.schemes:
        for width in options.widths:
            for who in {one.who: None for one in chosen}:
                context = browser.new_context(
                    viewport={"width": width, "height": 1000}, color_scheme=scheme, base_url=base
                )
                page = context.new_page()
                page.set_default_timeout(_PATIENCE_MS)
                if who:
                    page.goto("/sign-in")
                    page.fill("#key", made[who])
                    page.click("main button:has-text('Sign in')")
                for state in (one for one in chosen if one.who == who):
                    name = f"{state.name}-{width}-{scheme}"
                    faults += [Fault(name, says) for says in _seen(page, state, name, axe, options)]
                context.close()
    return faults


def _seen(page: Page, state: State, name: str, axe: str, options: Any) -> Iterator[str]:
    sizes: list[int] = []

    def count(answer: Any) -> None:
        if answer.request.is_navigation_request():
            sizes.clear()  # what is weighed is the last page
        sizes.append(_size(answer))

    page.on("response", count)
    try:
        state.go(page)
    except Exception as error:
        yield f"cannot be reached: {str(error)[:300]}"
        return
    finally:
        page.remove_listener("response", count)
    page.screenshot(path=options.out / f"{name}.png", full_page=options.full)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        yield f"scrolls sideways by {wide} pixels: {page.evaluate(_WIDEST)}"
    if (weight := sum(sizes)) > _MOST:
        yield f"weighs {weight:,} bytes"
    if axe:
        page.evaluate(axe)
        run = f"axe.run(document, {{runOnly: {_RULES}}})"
        for one in page.evaluate(run)["violations"]:
            where = "; ".join(str(node["html"])[:120] for node in one["nodes"][:2])
            yield f"{one['id']}: {one['help']} ({len(one['nodes'])}): {where}"


def _size(answer: Any) -> int:
    try:
        return len(answer.body())
    except Exception:
        return 0


def main() -> None:
    """Take all pictures, and say what is to be mended."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--axe", type=Path, default=_AXE)
    parser.add_argument("--only", default="", help="states whose name holds this")
    parser.add_argument("--widths", type=int, nargs="*", default=_WIDTHS)
    parser.add_argument("--schemes", nargs="*", default=_SCHEMES)
    parser.add_argument("--full", action="store_true", help="whole pages, not their first screen")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, served(Path(place)) as (base, made):
        fill(base, made)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
            faults = look(browser, base, made, options)
            browser.close()
    for fault in faults:
        print(f"{fault.state}: {fault.says}")
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}, {len(faults)} faults")
    if not options.axe.exists():
        print("axe-core was not there: `make axe` fetches it")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
