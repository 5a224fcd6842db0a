"""How do the tests get a server, and who calls it?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.store import keys
from api.store.records import Records

MUNICH = {
    "id": "acme",
    "name": "Acme Quantum",
    "description": "We build magnetometers that find a submarine by the field it disturbs.",
    "technology": "Optically pumped quantum sensors on a chip, read out by a photonic circuit.",
    "incorporated_in": "DE",
    "headquarters": "DE",
    "managed_from": "DE",
    "controlled_from": ["DE"],
    "areas": ["quantum/quantum-sensing-timing"],
    "trl": 5,
    "stage": "seed",
}
WHO = {
    "admin": ("admin", "house", ()),
    "ana": ("founder", "acme-labs", ()),
    "ben": ("founder", "beta-works", ()),
    "officer": ("officer", "diana", ("nato-diana-2027",)),
    "stranger": ("officer", "other-agency", ()),
    "analyst": ("analyst", "numbers", ()),
}


@dataclass
class Server:
    """A process that serves, and the keys to it."""

    url: str
    store: Path
    process: subprocess.Popen
    keys: dict[str, str]
    said: Path

    def client(self, who: str | None = None, **headers: str) -> httpx.Client:
        known = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        return httpx.Client(base_url=self.url, headers=known | headers, timeout=60)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def make_keys(store: Path) -> dict[str, str]:
    store.parent.mkdir(parents=True, exist_ok=True)
    with Records(store) as records:
        return {
            name: keys.create(records, role, holder, grants=grants)
            for name, (role, holder, grants) in WHO.items()
        }


def start(store: Path, cache: Path, made: dict[str, str], **settings: str) -> Server:
    port = free_port()
    said = store.with_suffix(f".{port}.log")
    env = {
        **os.environ,
        "ALLYMATCH_STORE": str(store),
        "ALLYMATCH_CACHE": str(cache),
        "ALLYMATCH_REQUESTS_PER_MINUTE": "1000000",
        **{f"ALLYMATCH_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    with said.open("w") as log:
        process = subprocess.Popen([*command, "--port", str(port)], env=env, stderr=log)
    server = Server(f"http://127.0.0.1:{port}", store, process, made, said)
    wait_until_ready(server)
    return server


def wait_until_ready(server: Server, patience: float = 300) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(server.said.read_text())
        try:
            if httpx.get(f"{server.url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"not ready: {server.said.read_text()[-2000:]}")
