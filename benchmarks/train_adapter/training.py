"""What is learned in each step, and from which pairs?

Few steps, on purpose: beyond about 11,000 pairs the topics that were not seen get worse while those
that were go on to get better. Every worker draws the same pairs from the same seed.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.train_adapter.data import Data, Labelled, data_hash, read_data
from benchmarks.train_adapter.pairs import Pair, document_view, pairs
from benchmarks.train_adapter.teacher import Teacher
from matcher.texts.encoder import DEFAULT_MODEL, SHA256, SentenceEncoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.train_adapter.learner import Learner

MIX: Mapping[str, float] = {
    "sbir": 7, "cordis": 6, "sbir-titles": 6, "sbir-halves": 2, "eu": 2, "uk": 2, "yc": 3,
}  # fmt: skip
"""Shares of the steps."""
TAUGHT: Mapping[str, float] = {"cordis": 6, "sbir": 3, "yc": 3, "uk": 1}
"""The same with a teacher, who has to read every text of every step."""
PATIENCE = 20
"""Pairs looked at for each that a step wants."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what is learned, besides the data.

    Attributes:
        steps: The rate of learning falls to nothing over them.
        pairs: Of one step, all of one source, so that wrong answers are of the right kind.
        longest: Tokens of a text that are read.
        rank: Of the adapter's matrices.
        gain: By which the adapter's product is multiplied.
        learning_rate: At its highest.
        warm_up: Share of the steps until then.
        decay: Of the weights, by AdamW.
        scale: Inverse temperature of the loss.
        negatives: Mined wrong answers are drawn from this many of the likeliest.
        alike: Topics whose untrained vectors are closer than this are not each other's negatives.
        seed: Of everything drawn.
        workers: Processes that share each step's texts.
        held_out: Whether only the training side of the topics is learned from.
        start: Folder of the adapter to go on from, of this rank; a new one if absent.
        teacher: Folder of a larger model to learn from beside the labels.
        heed: How much of the loss is the teacher's.
    """

    steps: int = 130
    pairs: int = 96
    longest: int = 144
    rank: int = 32
    gain: float = 2.0
    learning_rate: float = 5e-4
    warm_up: float = 0.08
    decay: float = 0.01
    scale: float = 20.0
    negatives: int = 30
    alike: float = 0.8
    seed: int = 7
    workers: int = 2
    held_out: bool = False
    start: str | None = None
    teacher: str | None = None
    heed: float = 0.5

    @property
    def mix(self) -> Mapping[str, float]:
        """Shares of the steps, source by source."""
        return MIX if self.teacher is None else TAUGHT


class Negatives:
    """Wrong answers that the untrained model takes for right ones."""

    def __init__(self, data: Data, learner: Learner, recipe: Recipe) -> None:
        self.documents: dict[str, NDArray[Any]] = {}
        self.likely: dict[tuple[str, int], list[int]] = {}
        for name, source in data.labelled.items():
            corpus, queries = source.collection.corpus, source.collection.queries
            allowed = list(source.allowed)
            found = learner.read([f"{corpus[i].title}. {corpus[i].text}" for i in allowed])
            vectors = np.zeros((len(corpus), found.shape[1]), np.float32)
            vectors[allowed] = found
            self.documents[name] = vectors
            asked = sorted({query for query, _ in source.labels})
            read = learner.read([queries[q].text for q in asked])
            for query, vector in zip(asked, read, strict=True):
                self.likely[name, query] = _likely(source, query, vector, vectors, recipe.negatives)

    def same(self, name: str, batch: list[Pair], alike: float) -> NDArray[Any]:
        """Which pairs of a batch are too close to be each other's wrong answers."""
        if name not in self.documents:
            return np.zeros((len(batch), len(batch)), bool)
        places = [pair.document for pair in batch if pair.document is not None]
        vectors = self.documents[name][places]
        close: NDArray[Any] = vectors @ vectors.T > alike
        return close & ~np.eye(len(batch), dtype=bool)


def _likely(
    source: Labelled, query: int, vector: NDArray[Any], vectors: NDArray[Any], count: int
) -> list[int]:
    allowed = np.array(source.allowed)
    order = allowed[np.argsort(-(vectors[allowed] @ vector), kind="stable")][: 2 * count]
    ids = source.collection.qrels[source.collection.queries[query].id]
    right = [i for i in source.allowed if source.collection.corpus[i].id in ids]
    groups = {source.groups[i] for i in right}
    return [
        int(i)
        for i in order
        if source.groups[i] not in groups and float((vectors[right] @ vectors[i]).max()) < 0.85
    ][:count]


def schedule(steps: int, mix: Mapping[str, float]) -> list[str]:
    """The source of each step: shares as in the mix, spread evenly."""
    owed = dict.fromkeys(mix, 0.0)
    found = []
    for _ in range(steps):
        for name, share in mix.items():
            owed[name] += share / sum(mix.values())
        name = max(owed, key=lambda each: owed[each])
        owed[name] -= 1
        found.append(name)
    return found


def batch_of(source: Iterator[Pair], size: int) -> list[Pair]:
    """The next pairs, each about something else; fewer where a source has no more to offer."""
    found: dict[str, Pair] = {}
    for pair in islice(source, PATIENCE * size):
        found.setdefault(pair.key, pair)
        if len(found) == size:
            break
    return list(found.values())


def steps(
    data: Data, wrong: Negatives, recipe: Recipe
) -> Iterator[tuple[str, list[Pair], list[str]]]:
    """The source, the pairs and the mined wrong answers of each step; the same for all workers."""
    draw = random.Random(recipe.seed)
    mix = {
        source: share
        for source, share in recipe.mix.items()
        if source.partition("-")[0] in data.labelled or data.titled.get(source)
    }
    found = {source: pairs(data, source, draw) for source in mix}
    for source in schedule(recipe.steps, mix):
        name = source.partition("-")[0]
        batch = batch_of(found[source], recipe.pairs)
        negatives = []
        for pair in batch:
            if pair.query is not None and (likely := wrong.likely[name, pair.query]):
                document = data.labelled[name].collection.corpus[draw.choice(likely)]
                negatives.append(document_view(document, draw))
        yield name, batch, negatives


def train(worker: int, folder: Path, out: Path, recipe: Recipe, port: int) -> None:
    """One worker; the first one writes what was learned."""
    import torch
    from safetensors.torch import load_file
    from torch import distributed

    from benchmarks.train_adapter.learner import Learner, contrastive_loss

    torch.set_num_threads(1)
    if recipe.workers > 1:
        distributed.init_process_group(
            "gloo", f"tcp://127.0.0.1:{port}", rank=worker, world_size=recipe.workers
        )
    torch.manual_seed(recipe.seed)
    data = read_data(folder, held_out=recipe.held_out)
    learner = Learner(
        Path(SentenceEncoder(DEFAULT_MODEL).path), rank=recipe.rank, gain=recipe.gain,
        longest=recipe.longest, worker=worker, workers=recipe.workers,
    )  # fmt: skip
    wrong = Negatives(data, learner, recipe)
    teacher = None
    if recipe.teacher is not None:
        teacher = Teacher(Path(recipe.teacher), out.parent / "teacher.npz")
        drawn = [pair for _, batch, _ in steps(data, wrong, recipe) for pair in batch]
        teacher.read([text for pair in drawn for text in pair.whole])
    if recipe.start is not None:
        learner.start_from(load_file(Path(recipe.start) / "adapter.safetensors"))
    optimizer = torch.optim.AdamW(
        learner.parameters, lr=recipe.learning_rate, weight_decay=recipe.decay, betas=(0.9, 0.98)
    )
    warm = max(1, round(recipe.warm_up * recipe.steps))
    began = time.perf_counter()
    for step, (name, batch, negatives) in enumerate(steps(data, wrong, recipe)):
        rate = recipe.learning_rate * min((step + 1) / warm, 1.0 - step / recipe.steps + 0.01)
        for group in optimizer.param_groups:
            group["lr"] = rate
        n = len(batch)
        vectors = learner.embed([p.asked for p in batch] + [p.answer for p in batch] + negatives)
        same = torch.from_numpy(wrong.same(name, batch, recipe.alike))
        taught = None
        if teacher is not None:
            asked, answers = (teacher.read([p.whole[side] for p in batch]) for side in (0, 1))
            taught = torch.from_numpy(asked @ answers.T)
        loss = contrastive_loss(
            vectors[:n], vectors[n : 2 * n], vectors[2 * n :], same, recipe.scale, taught,
            recipe.heed,
        )  # fmt: skip
        optimizer.zero_grad()
        loss.backward()
        learner.share_gradients()
        torch.nn.utils.clip_grad_norm_(learner.parameters, 1.0)
        optimizer.step()
        if worker == 0:
            passed = time.perf_counter() - began
            line = f"{step + 1}/{recipe.steps} {name} loss {loss.item():.3f} {passed:.0f} s"
            print(line, flush=True)
    if worker == 0:
        write(out, learner, data, folder, recipe)


def write(out: Path, learner: Learner, data: Data, folder: Path, recipe: Recipe) -> None:
    """The tensors, and a card that says what they were made of."""
    import torch
    from safetensors.torch import save_file

    out.mkdir(parents=True, exist_ok=True)
    save_file(learner.tensors(), out / "adapter.safetensors")
    counts = {name: len(source.labels) for name, source in data.labelled.items()}
    counts |= {name: len(rows) for name, rows in data.titled.items()}
    how = {
        key: value
        for key, value in asdict(recipe).items()
        if key not in {"start", "teacher", "heed"}
    }
    card = {
        "base": DEFAULT_MODEL,
        "base_sha256": SHA256,
        "sha256": hashlib.sha256((out / "adapter.safetensors").read_bytes()).hexdigest(),
        "data_sha256": data_hash(folder),
        "topics": "training side" if recipe.held_out else "all that are answered in the data",
        "pairs_at_hand": counts,
        "mix": dict(recipe.mix),
        "recipe": how,
        "torch": torch.__version__,
    }
    if recipe.start is not None:
        card["start"] = json.loads((Path(recipe.start) / "adapter.json").read_text("utf-8"))
    if recipe.teacher is not None:
        weights = (Path(recipe.teacher) / "model.safetensors").read_bytes()
        name, mark = Path(recipe.teacher).name, hashlib.sha256(weights).hexdigest()
        card["teacher"] = {"name": name, "sha256": mark, "heed": recipe.heed}
    (out / "adapter.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
