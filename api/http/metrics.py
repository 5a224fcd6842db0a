"""What does the server tell of itself: how many requests, how long, what waits?

For Prometheus, in a registry of each app's own. Labels are routes as they are declared, never
addresses as they were asked for: an id in a label would tell of a founder.
"""

from __future__ import annotations

import logging
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import orjson
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

__all__ = ["JsonLines", "Measures", "log_to_stderr"]

log = logging.getLogger("allymatch")

if TYPE_CHECKING:
    _Handler = logging.StreamHandler[Any]
else:
    _Handler = logging.StreamHandler


class Measures:
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
        self.running = Gauge("allymatch_runs", "Runs by state.", ["state"], registry=self.registry)
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
