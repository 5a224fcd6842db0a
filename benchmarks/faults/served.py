"""Does a server that is killed under load lose what it has acknowledged?

Several callers write and delete profiles and remember what was answered. The server is killed at a
random moment, the store is looked into, and it is started again on what is there.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from api.store import keys
from api.store.records import Records
from benchmarks.faults.struck import Tally
from profiles.store import ProfileStore

__all__ = ["killed"]

_CALLERS = 4
_PATIENCE_S = 120.0


class _Caller(threading.Thread):
    """Writes profiles and deletes some of them; what was acknowledged, and what is under way."""

    def __init__(self, url: str, key: str, number: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=20
        )
        self._name, self._draw = f"c{number}", random.Random(seed)
        self.kept: dict[str, int] = {}
        self.gone: set[str] = set()
        self.open: set[str] = set()

    def run(self) -> None:
        """Write until nobody answers."""
        version = 0
        try:
            while True:
                version += 1
                name = f"{self._name}-{self._draw.randrange(8)}"
                identifier = f"acme-labs~{name}"
                self.open = {identifier}
                if identifier in self.kept and self._draw.random() < 0.2:
                    if self._client.delete(f"/v1/profiles/{identifier}").status_code == 204:
                        del self.kept[identifier]
                        self.gone.add(identifier)
                else:
                    body = {"name": name, "description": f"Version {version} of a radar."}
                    answer = self._client.put(f"/v1/profiles/{identifier}", json=body)
                    if answer.status_code == 200:
                        self.kept[identifier] = version
                        self.gone.discard(identifier)
                self.open = set()
        except httpx.HTTPError:
            self._client.close()


def killed(number: int, draw: random.Random) -> Tally:
    """Kill a server under load, again and again, on one store."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        store = Path(name) / "store.db"
        with Records(store) as records:
            key = keys.create(records, "founder", "acme-labs")
            keys.create(records, "admin", "house")
        kept: dict[str, int] = {}
        for trial in range(number):
            process, url = _start(store)
            callers = [_Caller(url, key, n, draw.randrange(1 << 30)) for n in range(_CALLERS)]
            for each in callers:
                each.kept = {
                    who: v for who, v in kept.items() if who.split("~")[1][:2] == each._name
                }
                each.start()
            time.sleep(draw.uniform(0.2, 3.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
            for each in callers:
                each.join()
            tally.tried += 1
            kept = {}
            with ProfileStore(store) as profiles:
                for each in callers:
                    tally.lost += _missed(each, profiles, trial)
                    # What was under way may still be forgotten by the next server.
                    kept |= {
                        one: 0
                        for one in profiles.ids()
                        if one.split("~")[1][:2] == each._name and one not in each.open
                    }
    return tally


def _missed(caller: _Caller, profiles: ProfileStore, trial: int) -> list[str]:
    lost = []
    for identifier, version in caller.kept.items():
        if identifier in caller.open:
            continue  # nobody has said yet what became of it
        if identifier not in profiles:
            lost.append(f"kill {trial}: {identifier} was kept and is not there")
        elif version and f"Version {version} of" not in profiles.get(identifier).description:
            lost.append(f"kill {trial}: {identifier} is not what was kept last")
    there = caller.gone - caller.open
    lost += [f"kill {trial}: {one} was deleted and is there" for one in there if one in profiles]
    return lost


def _start(store: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {**os.environ, "ALLYMATCH_CACHE": str(store.parent), "ALLYMATCH_READY_ANSWERS": "0",
           "ALLYMATCH_REQUESTS_PER_MINUTE": "1000000", "HF_HUB_OFFLINE": "1"}  # fmt: skip
    line = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    with store.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(
            [*line, "--store", str(store), "--port", str(port)], env=env, stderr=log
        )
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return process, url
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(store.with_suffix(".log").read_text("utf-8", "replace")[-2000:])
