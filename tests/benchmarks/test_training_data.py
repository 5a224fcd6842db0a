"""What trains must never judge."""

import json
import random
from pathlib import Path

import pytest

from benchmarks.train_adapter.data import read_data, sides
from benchmarks.train_adapter.pairs import document_view, pairs, query_view
from benchmarks.train_adapter.training import batch_of, schedule
from matcher.evaluation.beir import read_beir


def lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("sbir", "cordis"):
        topics = [
            {
                "_id": f"t{i}",
                "title": f"Topic number {i // 2}",
                "text": f"It seeks {i} things. It has to be light. It flies. It returns by itself.",
            }
            for i in range(80)
        ]
        asked = [
            {"_id": f"q{i}", "text": f"We make {i} things. It is light. It flies far."}
            for i in range(20)
        ]
        lines(tmp_path / name / "corpus.jsonl", topics)
        lines(tmp_path / name / "queries.jsonl", asked)
        qrels = "".join(f"q{i}\tt{i}\t1\n" for i in range(20))
        (tmp_path / name / "qrels").mkdir()
        (tmp_path / name / "qrels" / "test.tsv").write_text(
            f"query-id\tcorpus-id\tscore\n{qrels}", "utf-8"
        )
    return tmp_path


def test_topics_with_one_title_are_on_one_side(folder: Path) -> None:
    found = sides(read_beir(folder / "sbir"))
    assert found[0::2] == found[1::2]
    assert set(found) == {"train", "validate", "test"}


def test_what_judges_is_never_trained_on(folder: Path) -> None:
    source = read_data(folder, held_out=True).labelled["sbir"]
    side = sides(source.collection)
    assert source.allowed
    assert {side[i] for i in source.allowed} == {"train"}
    assert {document for _, document in source.labels} == set(source.allowed)


def test_a_topic_that_nobody_answers_is_not_read(folder: Path) -> None:
    source = read_data(folder, held_out=False).labelled["sbir"]
    assert set(source.allowed) == set(range(20))


@pytest.mark.parametrize("source", ["sbir", "sbir-titles", "sbir-halves"])
def test_the_same_seed_draws_the_same_pairs(folder: Path, source: str) -> None:
    data = read_data(folder, held_out=False)
    one, two = (batch_of(pairs(data, source, random.Random(7)), 8) for _ in range(2))
    assert one == two
    assert len({pair.key for pair in one}) == len(one) > 0


def test_views_say_what_the_text_says(folder: Path) -> None:
    source = read_data(folder, held_out=False).labelled["sbir"].collection
    draw = random.Random(1)
    topic, asked = source.corpus[0], source.queries[0]
    words = {*topic.title.replace(".", " ").split(), *topic.text.replace(".", " ").split()}
    for _ in range(50):
        assert set(document_view(topic, draw).replace(".", " ").split()) <= words
        assert set(query_view(asked, draw).split()) <= set(asked.text.split())


def test_sources_take_their_turns_by_their_shares() -> None:
    found = schedule(20, {"a": 3, "b": 1})
    assert (found.count("a"), found.count("b")) == (15, 5)
    assert "b" in found[:4]
