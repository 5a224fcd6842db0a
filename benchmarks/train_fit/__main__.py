"""Where do the weights of the fit come from?

    python -m benchmarks.train_fit FOLDER --adapter build/adapter [--out matcher/data/fit.json]

With ALLYMATCH_PRECISION=auto it takes a third of the time where the processor has bfloat16.

The adapter has to be one that ``benchmarks.train_adapter --held-out`` made: then it saw no topic
that is weighed here. Weights are learned on the validating side of the topics and judged on the
testing side. With ``--out`` they are learned on both, and written; weights of features that compare
facts are set by hand and stay. The first run embeds the collections, which takes half an hour.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.train_adapter.data import Side, sides
from benchmarks.train_fit.learning import LEARNED, Asked, Learned, judged, learned, likeliest
from matcher.evaluation.beir import Collection, read_beir
from matcher.evaluation.ranking import as_profile, as_programme
from matcher.fit.features import text_features
from matcher.fit.index import Index, ProfileReading
from matcher.settings import Settings, open_encoder
from matcher.texts.encoder import Encoder


def asked(collection: Collection, encoder: Encoder) -> Iterator[tuple[Side, Asked]]:
    """The queries that the adapter has not seen, each with the side of its topics."""
    place = {text.id: i for i, text in enumerate(collection.corpus)}
    side = sides(collection)
    index = Index.of([as_programme(i, t) for i, t in enumerate(collection.corpus)], encoder)
    for query in collection.queries:
        right = sorted(place[document] for document in collection.qrels[query.id])
        if side[right[0]] != "train":
            reading = ProfileReading.many([as_profile(query)], encoder)[0]
            values = text_features([reading], index)[: len(LEARNED), 0].T
            yield side[right[0]], likeliest(values, right)


def write(path: Path, model: Learned) -> None:
    """Put weights into the file; what each feature is at its zero goes into the intercept."""
    data = json.loads(path.read_text("utf-8"))
    weights = dict(zip(LEARNED, model.weights.tolist(), strict=True))
    intercept = model.intercept
    for feature in data["features"]:
        if feature["name"] in weights:
            feature["weight"] = round(weights[feature["name"]], 3)
            intercept += feature["weight"] * feature["zero"]
    data["version"] = str(int(data["version"]) + 1)
    data["intercept"] = round(intercept, 4)
    path.write_text(json.dumps(data, indent=2) + "\n", "utf-8")


def main() -> None:
    """Read the command line, learn, judge, write."""
    parser = argparse.ArgumentParser(description="Learn the weights of the fit.")
    parser.add_argument("folder", type=Path, help="the data, as benchmarks.train_adapter takes it")
    parser.add_argument("--adapter", type=Path, required=True, help="made with --held-out")
    parser.add_argument("--collections", nargs="+", default=["sbir", "cordis"])
    parser.add_argument("--out", type=Path, help="a fit.json, whose text weights are replaced")
    given = parser.parse_args()
    encoder = open_encoder(Settings.load(adapter=given.adapter / "adapter.safetensors"))
    found = {n: list(asked(read_beir(given.folder / n), encoder)) for n in given.collections}
    parts = {
        side: {n: [each for at, each in pairs if at == side] for n, pairs in found.items()}
        for side in ("validate", "test")
    }
    model = learned(list(parts["validate"].values()))
    for name, group in parts["test"].items():
        gain, error = judged(group, model)
        print(f"{name}: {len(group)} queries, nDCG@10 {gain:.4f}, calibration error {error:.4f}")
    if given.out is not None:
        model = learned([[each for _, each in pairs] for pairs in found.values()])
        write(given.out, model)
    print(dict(zip(LEARNED, model.weights.round(3).tolist(), strict=True)))
    print(f"intercept {model.intercept:.4f}")


if __name__ == "__main__":
    main()
