"""How is a server started, asked and measured from outside?

What counts is the CPU time of its process, read from /proc: a busy machine moves it far less than
it moves the clock. An empty FastAPI route is asked in turn with what is measured, slice by slice,
so that both meet the same machine.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Server", "empty", "serving"]

EMPTY = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def empty():
    return {}
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="error")
"""
SERVE = "from api.cli import main; main()"
SLICES = 6


class Server:
    """A process that serves on a port of loopback."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def cpu(self) -> float:
        """Seconds of CPU that its threads have used, to the nanosecond; a run is another process.

        The times that `ps` shows are counted in hundredths of a second, too coarse for a slice.
        """
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> tuple[float, float]:
        """Resident memory in MB: now, and at most so far."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        found = {line.split(":")[0]: line.split() for line in lines}
        return int(found["VmRSS"][1]) / 1024, int(found["VmHWM"][1]) / 1024

    def wait(self, path: str, patience: float = 900) -> float:
        """Seconds until an address answers with 200."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            try:
                if self.ask("GET", path)[0] == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.02)
        raise SystemExit(f"nothing answers at {path}")

    def settle(self) -> None:
        """Wait until it has nothing left to do, such as loading the model."""
        quiet, last = 0, self.cpu()
        while quiet < 4:
            time.sleep(0.5)
            now = self.cpu()
            quiet, last = (quiet + 1 if now - last < 0.03 else 0), now

    def ask(
        self, method: str, path: str, key: str = "", body: bytes | None = None, kind: str = ""
    ) -> tuple[int, bytes]:
        """Status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=900)
        headers = {"X-API-Key": key} if key else {}
        headers |= {"Content-Type": kind or "application/json"} if body is not None else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.read()
        connection.close()
        return answer.status, found

    def cost(self, paths: Iterator[str], key: str, number: int, seconds: float) -> float:
        """Microseconds of CPU a request over one kept connection.

        Args:
            paths: What to ask for.
            key: Of the caller.
            number: At most so many.
            seconds: And at most for so long.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=900)
        headers = {"X-API-Key": key} if key else {}
        sent, before, until = 0, self.cpu(), time.monotonic() + seconds
        while sent < number and time.monotonic() < until:
            path = next(paths, None)
            if path is None:
                break
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
            sent += 1
        spent = self.cpu() - before
        connection.close()
        return spent / max(sent, 1) * 1e6

    def ratio(
        self, bare: Server, paths: Callable[[], Iterator[str]], key: str, seconds: float, most: int
    ) -> tuple[float, float]:
        """What a request costs: as a multiple of the empty route, and in microseconds.

        Args:
            bare: The empty route.
            paths: Makes what to ask for; read once through all slices.
            key: Of the caller.
            seconds: In all, half of it for each.
            most: Requests in all.
        """
        every, nothing = paths(), iter(lambda: "/", "")
        mine, theirs = [], []
        for _ in range(SLICES):
            theirs.append(bare.cost(nothing, "", 1_000_000, seconds / SLICES / 2))
            mine.append(self.cost(every, key, -(-most // SLICES), seconds / SLICES / 2))
        found = [one for one in mine if one]
        return (sum(found) / len(found)) / (sum(theirs) / len(theirs)), sum(found) / len(found)


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, env: dict[str, str], log: Path) -> Iterator[Server]:
    with log.open("ab") as file:
        process = subprocess.Popen([*command, str(port)], env=env, stderr=file)
    try:
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serving(store: Path, **settings: str) -> Iterator[Server]:
    """A server of this store, from its start to its end."""
    env = {
        **os.environ,
        "ALLYMATCH_STORE": str(store),
        "ALLYMATCH_REQUESTS_PER_MINUTE": "100000000",
        "ALLYMATCH_TIMEOUT_S": "600",
        **{f"ALLYMATCH_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-c", SERVE, "serve", "--port"]
    with _running(command, _port(), env, store.with_suffix(".log")) as server:
        yield server


@contextmanager
def empty(folder: Path) -> Iterator[Server]:
    """A server with one route that answers {}."""
    command = [sys.executable, "-c", EMPTY]
    with _running(command, _port(), dict(os.environ), folder / "empty.log") as server:
        server.wait("/")
        yield server
