"""What does the server tell of itself: how many requests, how long, what waits?

For Prometheus, in a registry of each app's own; several workers count in files that they share, so
that each tells of all. Labels are routes as they are declared, never addresses as they were asked
for: an id in a label would tell of a founder.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

__all__ = ["SHARED", "JsonLines", "Metrics", "log_to_stderr", "shared"]

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which workers count together; read by prometheus_client as it is imported."""

log = logging.getLogger("allymatch")

if TYPE_CHECKING:
    _Handler = logging.StreamHandler[Any]
else:
    _Handler = logging.StreamHandler


class Metrics:
    """Counters and durations of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "allymatch_requests", "Requests answered.", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "allymatch_request_seconds", "From the first byte asked to the last one answered.",
            ["route"], registry=self.registry,
            buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30),
        )  # fmt: skip
        self.kept = Counter(
            "allymatch_answers", "Answers to matches, by where they came from.", ["origin"],
            registry=self.registry,
        )  # fmt: skip
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._timers: dict[str, Histogram] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; each label's counter is looked up once."""
        key = method, route, status
        counter, timer = self._counters.get(key), self._timers.get(route)
        if counter is None or timer is None:
            counter = self._counters[key] = self.requests.labels(method, route, str(status))
            timer = self._timers[route] = self.seconds.labels(route)
        counter.inc()
        timer.observe(seconds)

    def text(self, runs: Mapping[str, int]) -> bytes:
        """What is counted, by all workers, as Prometheus reads it.

        Args:
            runs: How many runs are in each state.
        """
        counted = self.registry
        if SHARED in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted, os.environ[SHARED])  # type: ignore[no-untyped-call]
        now = CollectorRegistry()
        gauge = GaugeMetricFamily("allymatch_runs", "Runs by state.", labels=["state"])
        for state, number in runs.items():
            gauge.add_metric([state], number)
        now.register(_Gauge(gauge))
        return generate_latest(counted) + generate_latest(now)

    def tell(self, fields: dict[str, object]) -> None:
        """Log that a request was answered.

        There is a line for every request, so it is written without the detour of a record where
        that is possible.
        """
        for handler in log.handlers:
            if isinstance(handler, Lines):
                handler.put(fields)
                return
        log.info("answered", extra={"fields": fields})


class _Gauge(Collector):
    """A figure that is known when it is asked for."""

    def __init__(self, metric: Metric) -> None:
        self._metric = metric

    def collect(self) -> Iterator[Metric]:
        yield self._metric


@contextmanager
def shared(store: Path) -> Iterator[None]:
    """Let processes that are started meanwhile count together.

    In memory, where there is a file system in it: on a full disk a mapped file would end its
    writer.

    Args:
        store: Whose server it is; there is one of each.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own, for us alone
    home = memory if memory.is_dir() else Path(tempfile.gettempdir())
    name = hashlib.sha256(str(store.absolute()).encode()).hexdigest()[:16]
    folder = home / f"allymatch-{os.getuid()}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[SHARED] = str(folder)
    try:
        yield
    finally:
        del os.environ[SHARED]
        shutil.rmtree(folder, ignore_errors=True)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message and the fields that were given."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class Lines(_Handler):
    """Writes JSON lines."""

    _second, _shown = 0, ""

    def put(self, fields: dict[str, object]) -> None:
        """Write that a request was answered."""
        now = int(time.time())
        if now != self._second:
            self._second = now
            self._shown = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        line = {"at": self._shown, "level": "info", "event": "answered", **fields}
        with self.lock or nullcontext():
            self.stream.write(orjson.dumps(line, default=str).decode() + "\n")
            self.flush()


def log_to_stderr(level: int = logging.INFO) -> None:
    """Write our records, and uvicorn's faults, as JSON lines to standard error."""
    handler = Lines(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, least in (("allymatch", level), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(least)
        logger.propagate = False
