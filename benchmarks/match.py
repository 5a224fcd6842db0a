"""How long does one match take, cold and warm, and where does the time go?

Run it from the project's root:

    .venv/bin/python -m benchmarks.match [CALLS.jsonl.gz ...]

Cold: the whole command in a new process, with vectors cached and without, beside a process that
does nothing but load the same model and encode one word. Warm: one profile against the catalogue
and, where files of calls are given, against 5,000 programmes made of them (repeated under other
ids where there are fewer). CPU seconds of the process, medians of interleaved runs; the last line
is the record as JSON.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import matcher.answers.listing
import matcher.answers.page
import matcher.fit.scoring
from benchmarks.kernels import at_best, kernels
from matcher.service import Matcher
from matcher.settings import Settings, open_encoder
from matcher.texts.encoder import SentenceEncoder
from profiles.read import read_profile
from programmes.model import Programme, Source
from programmes.read import Catalogue, load_catalogue
from programmes.sources.calls import calls_and_sources

ROOT = Path(__file__).resolve().parent.parent
PROFILE = ROOT / "examples" / "quantum-sensor-munich.json"
ON = "2026-06-15"
COLD_RUNS = 5
WARM_RUNS = 15
MANY = 5000
TOP = 20
BARE = (
    "import sys; from sentence_transformers import SentenceTransformer;"
    "SentenceTransformer(sys.argv[1], device='cpu').encode('x')"
)


def child_seconds(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command, which has to succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold() -> dict[str, dict[str, float]]:
    """The command in a new process, interleaved with a bare load of the model."""
    allymatch = str(Path(sys.executable).parent / "allymatch")
    match = [allymatch, "match", str(PROFILE), "--on", ON, "--format", "json"]
    bare = [sys.executable, "-c", BARE, SentenceEncoder().path]
    seconds: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        warm = os.environ | {"HF_HUB_OFFLINE": "1", "ALLYMATCH_CACHE": f"{folder}/warm"}
        child_seconds(match, warm)
        for run in range(COLD_RUNS):
            # The catalogue's vectors stand; the profile is new, as a founder's is.
            profile = Path(folder) / f"profile-{run}.json"
            text = json.loads(PROFILE.read_text(encoding="utf-8"))
            text["description"] += f" Prototype number {run}."
            profile.write_text(json.dumps(text), encoding="utf-8")
            fresh = [*match[:2], str(profile), *match[3:]]
            for name, command in (
                ("bare model, one word", bare),
                ("match, new profile", fresh),
                ("match, everything cached", match),
            ):
                seconds.setdefault(name, []).append(child_seconds(command, warm))
        empty = warm | {"ALLYMATCH_CACHE": f"{folder}/empty"}
        seconds["match, first ever (catalogue embedded)"] = [child_seconds(match, empty)]
    return {
        name: {
            "wall_s": statistics.median(w for w, _ in runs),
            "cpu_s": statistics.median(c for _, c in runs),
        }
        for name, runs in seconds.items()
    }


@dataclass
class Steps:
    """CPU seconds by step; a step called inside another counts for itself alone."""

    spent: dict[str, float] = field(default_factory=dict)
    inner: list[float] = field(default_factory=list)

    def timed(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        """The same call, timed under a name."""

        def wrapped(*args: object, **named: object) -> object:
            self.inner.append(0.0)
            began = time.process_time()
            try:
                return call(*args, **named)
            finally:
                whole = time.process_time() - began
                own = whole - self.inner.pop()
                self.spent[name] = self.spent.get(name, 0.0) + own
                if self.inner:
                    self.inner[-1] += whole

        return wrapped


@contextmanager
def stepwise(steps: Steps, matcher_: Matcher) -> Iterator[None]:
    """Time the parts of ``Matcher.match`` by name while the block runs."""
    from matcher.eligibility.rulebook import Rulebook
    from matcher.fit.facts import Offers

    parts: list[tuple[object, str, str]] = [
        (Rulebook, "judge", "eligibility"),
        (Offers, "features", "facts"),
        (matcher.fit.scoring, "text_features", "text features"),
        (matcher.answers.listing, "by_keys", "order"),
        (matcher.answers.page, "questions", "questions"),
        (matcher.answers.page, "pathway", "pathway"),
        (matcher.answers.page, "match", "explanation"),
        (matcher.answers.page, "refusal", "explanation"),
        (matcher_.encoder, "encode", "embedding"),
    ]
    saved = [(owner, name, getattr(owner, name)) for owner, name, _ in parts]
    for owner, name, label in parts:
        setattr(owner, name, steps.timed(label, getattr(owner, name)))
    try:
        yield
    finally:
        for owner, name, call in saved:
            if owner is matcher_.encoder:
                delattr(owner, name)
            else:
                setattr(owner, name, call)


def warm(catalogue: Catalogue) -> dict[str, object]:
    """One profile over a catalogue, its vectors in memory: milliseconds, and shares by step."""
    matcher_ = Matcher(catalogue, open_encoder(Settings.load()))
    profile = read_profile(PROFILE)
    matcher_.match(profile, on=ON, top=TOP)
    times = []
    for _ in range(WARM_RUNS):
        began = time.process_time()
        matcher_.match(profile, on=ON, top=TOP)
        times.append(time.process_time() - began)
    steps = Steps()
    with stepwise(steps, matcher_):
        began = time.process_time()
        for _ in range(WARM_RUNS):
            matcher_.match(profile, on=ON, top=TOP)
        whole = time.process_time() - began
    embedding = steps.spent.get("embedding", 0.0) / WARM_RUNS
    steps.spent["the rest"] = whole - sum(steps.spent.values())
    return {
        "programmes": len(catalogue.programmes),
        "openings": len(matcher_.index.openings),
        "passages": len(matcher_.index.vectors),
        "median_ms": round(statistics.median(times) * 1e3, 1),
        "without_embedding_ms": round((statistics.median(times) - embedding) * 1e3, 1),
        "share": {name: round(spent / whole, 3) for name, spent in sorted(steps.spent.items())},
    }


def many(files: list[Path]) -> Catalogue:
    """5,000 programmes made of published calls."""
    found = [call for file in files for call in calls_and_sources(file)]
    programmes: list[Programme] = []
    sources: dict[str, Source] = {}
    for turn in range(MANY // len(found) + 1):
        for call in found:
            copy = call.programme.model_copy(update={"id": f"{call.programme.id}-{turn}"})
            programmes.append(copy)
            sources[call.source.slug] = call.source
    return Catalogue.of(programmes[:MANY], sources.values())


def main() -> None:
    """Print the table and the record."""
    at_best()
    files = [Path(name) for name in sys.argv[1:]]
    record: dict[str, object] = {
        "machine": platform.processor() or platform.machine(),
        "cpus": os.cpu_count(),
        "kernels": kernels(),
        "python": platform.python_version(),
        "on": ON,
    }
    found = cold()
    bare = found["bare model, one word"]
    print(f"{'cold, a process each':42} {'wall s':>8} {'cpu s':>8} {'x bare':>7}")
    for name, row in found.items():
        ratio = row["cpu_s"] / bare["cpu_s"]
        print(f"{name:42} {row['wall_s']:8.2f} {row['cpu_s']:8.2f} {ratio:7.2f}")
    record["cold"] = found
    record["warm"] = [warm(load_catalogue())]
    if files:
        record["warm"].append(warm(many(files)))  # type: ignore[attr-defined]
    for row in record["warm"]:  # type: ignore[attr-defined]
        print(f"\nwarm, {row['programmes']} programmes, {row['passages']} passages:")
        print(f"  {row['median_ms']} ms CPU, {row['without_embedding_ms']} ms without embedding")
        for step, share in row["share"].items():
            print(f"  {share:6.1%}  {step}")
    print(json.dumps(record, sort_keys=True))


if __name__ == "__main__":
    main()
