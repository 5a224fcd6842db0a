"""What happens while many ask at once?"""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from benchmarks.served.server import Server

__all__ = ["health", "mixed"]

CONNECTIONS = 16


def _cuts(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "p50_ms": round(cuts[49] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "most_ms": round(max(times) * 1000, 1),
    }


def mixed(server: Server, key: str, holder: str, alike: int, seconds: float) -> dict[str, Any]:
    """Reads and writes over 16 connections.

    Of ten requests one writes a new profile, four ask for matches that are ready, three for pages
    that are not, and two search programmes.
    """
    before = _kept(server, key)
    times: dict[str, list[float]] = {"read": [], "write": []}
    errors: list[str] = []
    written = [0] * CONNECTIONS
    until = time.monotonic() + seconds

    def work(worker: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        headers = {"X-API-Key": key, "Content-Type": "application/json"}
        number = worker
        while time.monotonic() < until:
            number += 1
            began = time.perf_counter()
            body, expected, path = None, 200, ""
            match number % 10:
                case 0:
                    name = f"load-{worker}-{written[worker]}"
                    said = f"We build sensors, number {number} of {worker}."
                    body = json.dumps({"id": name, "name": name, "description": said})
                    expected, path = 201, "/v1/profiles"
                case 1 | 2 | 3 | 4:
                    path = f"/v1/profiles/{holder}~ready-{number % alike}/matches"
                case 5 | 6 | 7:
                    path = f"/v1/profiles/{holder}~ready-{number % alike}/matches?limit=5&kind=fund"
                case _:
                    path = "/v1/programmes?limit=5"
            try:
                connection.request("POST" if body else "GET", path, body, headers)
                answer = connection.getresponse()
                found = answer.read()
            except OSError as error:
                errors.append(repr(error))
                connection.close()
                continue
            times["write" if body else "read"].append(time.perf_counter() - began)
            if answer.status != expected:
                errors.append(f"{path}: {answer.status} {found[:200]!r}")
            elif expected == 201:
                written[worker] += 1

    threads = [threading.Thread(target=work, args=(each,)) for each in range(CONNECTIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    every = times["read"] + times["write"]
    return {
        "connections": CONNECTIONS,
        "seconds": seconds,
        "requests": len(every),
        "writes": sum(written),
        "errors": len(errors),
        "first_errors": errors[:3],
        "lost_writes": before + sum(written) - _kept(server, key),
        "all": _cuts(every),
        "reads": _cuts(times["read"]),
        "writes_took": _cuts(times["write"]),
    }


def _kept(server: Server, key: str) -> int:
    return int(orjson.loads(server.ask("GET", "/v1/profiles?limit=1", key)[1])["total"])


def health(server: Server, key: str, rows: int, seconds: float = 15) -> dict[str, Any]:
    """How long /healthz takes while a run and imports go on.

    Args:
        server: The server.
        key: Of an administrator.
        rows: How many profiles each import brings; one follows the other.
        seconds: For how long.
    """
    made = orjson.loads(server.ask("POST", "/v1/runs", key, b'{"on": "2026-06-15"}')[1])
    run = made
    while run["state"] in {"queued", "running"} and run["done"] == 0:
        time.sleep(0.2)
        run = orjson.loads(server.ask("GET", f"/v1/runs/{made['id']}", key)[1])
    until = time.monotonic() + seconds
    status: list[int] = []

    def imports() -> None:
        while time.monotonic() < until:
            lines = "".join(
                f'{{"id":"imported-{len(status)}-{n}","name":"Row {n}","description":"Sensor."}}\n'
                for n in range(rows)
            ).encode()
            kind = "application/x-ndjson"
            status.append(server.ask("POST", "/v1/profiles/import", key, lines, kind)[0])

    importing = threading.Thread(target=imports)
    times: list[float] = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    importing.start()
    while importing.is_alive():
        began = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        times.append(time.perf_counter() - began)
        time.sleep(0.005)
    importing.join()
    run = orjson.loads(server.ask("GET", f"/v1/runs/{made['id']}", key)[1])
    server.ask("POST", f"/v1/runs/{made['id']}/cancel", key)
    return {
        "asked": len(times),
        "imported": rows * status.count(200),
        "run": run["state"],
        **_cuts(times),
    }
