"""How many texts a second are embedded, beside SentenceTransformer.encode with its defaults?

Run it from the project's root, once with OMP_NUM_THREADS=1 and once without:

    .venv/bin/python -m benchmarks.embed [--texts N] [--rounds N] [--device cpu|cuda] [--out FILE]
                                         [FILE.jsonl.gz ...]

Texts are the fields ``text`` of JSON Lines (published calls, corpora), or drawn words of lengths
that passages have. The ways are interleaved, medians are shown, and beside them what the bare
bfloat16 product allows for the same number of multiplications. On the processor its own seconds are
counted, on a GPU those of the clock.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.kernels import at_best, kernels
from matcher.settings import adapter_file
from matcher.texts.device import DEVICES, Device, chosen
from matcher.texts.encoder import SentenceEncoder
from matcher.texts.precision import bf16_unit, resolved

LAYERS, WIDTH, INNER = 6, 384, 1536


def texts_of(files: list[Path], number: int) -> list[str]:
    """Passages to embed, in a fixed order."""
    found: list[str] = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line).get("text", "")[:900] for line in lines]
    draw = random.Random(0)
    if not found:
        words = [f"word{place}" for place in range(5000)]
        found = [" ".join(draw.choices(words, k=draw.randint(8, 60))) for _ in range(number)]
    draw.shuffle(found)
    return [text for text in found if text][:number]


def bare_product(tokens: int, device: Device) -> Callable[[], object]:
    """The multiplications of the model's layers alone, as bfloat16 products."""
    import torch

    kind = {"dtype": torch.bfloat16, "device": device}
    one = torch.randn(4096, WIDTH, **kind)
    other = torch.randn(WIDTH, 4 * WIDTH + 2 * INNER, **kind)

    def work() -> None:
        with torch.inference_mode():
            for _ in range(LAYERS * max(tokens // 4096, 1)):
                _ = one @ other
        if device == "cuda":
            torch.cuda.synchronize()

    return work


def main() -> None:
    """Measure, print a table, and write the record."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--texts", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    from sentence_transformers import SentenceTransformer

    texts = texts_of(given.files, given.texts)
    device = chosen(given.device)
    precision = resolved("auto", device)
    unit = (bf16_unit() or "none") if device == "cpu" else device
    print(f"device {device}, precision by default {precision}, bfloat16 by {unit}")
    plain = SentenceEncoder(device=device)
    clock, read = ("cpu", time.process_time) if device == "cpu" else ("wall", time.perf_counter)
    print(f"kernels: {kernels()}")
    ids = plain._loaded.tokenizer(texts, truncation=True, max_length=256)["input_ids"]
    tokens = sum(map(len, ids))
    bare = SentenceTransformer(plain.path, device=device)
    timed: dict[str, Callable[[], object]] = {
        "sentence-transformers, defaults": lambda: bare.encode(texts, show_progress_bar=False),
        "ours, f32": lambda: plain.encode(texts),
    }
    if precision == "bf16":
        ours = SentenceEncoder(adapter=adapter_file(), precision=precision, device=device)
        timed["ours, bf16"] = lambda: ours.encode(texts)
        timed["bare bf16 product"] = bare_product(tokens, device)
    for work in timed.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(given.rounds):
        for name, work in timed.items():
            began = read()
            work()
            seconds[name].append(read() - began)
    first = seconds["sentence-transformers, defaults"]
    record = {
        "command": "benchmarks/embed.py",
        "texts": len(texts),
        "tokens": tokens,
        "threads": os.environ.get("OMP_NUM_THREADS", "all"),
        "device": device,
        "precision": precision,
        "kernels": kernels(),
        "ways": {},
    }
    print(f"{'way':34} {clock + ' s':>8} {f'texts/{clock} s':>12} {'x defaults':>11}")
    for name, spent in seconds.items():
        row = {
            f"{clock}_s": round(statistics.median(spent), 3),
            f"texts_per_{clock}_s": round(len(texts) / statistics.median(spent), 1),
            "times_as_fast": round(
                statistics.median(a / b for a, b in zip(first, spent, strict=True)), 2
            ),
        }
        record["ways"][name] = row
        print(f"{name:34} {row[f'{clock}_s']:8.2f} {row[f'texts_per_{clock}_s']:12.1f}"
              f" {row['times_as_fast']:11.2f}")  # fmt: skip
    if given.out:
        given.out.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
