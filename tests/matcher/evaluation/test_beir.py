"""Is a collection read as it stands, and a bad one refused with the place and the remedy?"""

import pytest

from matcher.errors import BadInput
from matcher.evaluation.beir import read_beir, read_run
from matcher.evaluation.report import write_run
from tests.matcher.evaluation.collections import CORPUS, lay_out


def test_packed_and_plain_files_hold_the_same(tmp_path):
    plain = read_beir(lay_out(tmp_path / "plain"))
    packed = read_beir(lay_out(tmp_path / "packed", packed=True))
    assert (plain.corpus, plain.queries, plain.qrels) == (
        packed.corpus,
        packed.queries,
        packed.qrels,
    )
    assert plain.fingerprint == packed.fingerprint


def test_queries_that_nobody_judged_are_left_out(tmp_path):
    assert [query.id for query in read_beir(lay_out(tmp_path)).queries] == ["cells", "ears", "pump"]


def test_a_grade_of_zero_is_not_relevant(tmp_path):
    assert read_beir(lay_out(tmp_path)).qrels["pump"] == {"care": 1}


def test_turning_twice_gives_back_what_is_judged(tmp_path):
    collection = read_beir(lay_out(tmp_path))
    turned = collection.turned()
    assert {text.id for text in turned.queries} == {"arctic", "drones", "care"}
    assert turned.turned().qrels == collection.qrels


def test_a_missing_file_says_what_a_folder_holds(tmp_path):
    lay_out(tmp_path)
    (tmp_path / "qrels" / "test.tsv").unlink()
    with pytest.raises(BadInput, match=r"has no qrels/test\.tsv .* expected corpus\.jsonl"):
        read_beir(tmp_path)


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("corpus.jsonl", "{not json}\n", r"corpus\.jsonl, line 5: expected an object"),
        ("queries.jsonl", '{"text": "no id"}\n', r"queries\.jsonl, line 5: expected an object"),
        ("queries.jsonl", "[1, 2]\n", r"queries\.jsonl, line 5: expected an object"),
        ("qrels/test.tsv", "cells arctic 1\n", r"test\.tsv, line 6: expected query, document"),
        ("qrels/test.tsv", "cells\tarctic\tmany\n", r"test\.tsv, line 6: expected query, document"),
        ("qrels/test.tsv", "cells\tgone\t1\n", r"points at 'gone', which is not in the corpus"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path, name, line, says):
    lay_out(tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(BadInput, match=says):
        read_beir(tmp_path)


def test_a_file_that_only_claims_to_be_packed_is_told(tmp_path):
    lay_out(tmp_path)
    (tmp_path / "corpus.jsonl").rename(tmp_path / "corpus.jsonl.gz")
    with pytest.raises(BadInput, match="cannot be read"):
        read_beir(tmp_path)


def test_a_run_written_is_the_run_read(tmp_path):
    run = {"cells": {"arctic": 0.5, "care": 0.25}, "ears": {"drones": 1.0}}
    write_run(tmp_path / "x.run", "ours", run)
    assert read_run(tmp_path / "x.run") == run


def test_a_run_of_another_shape_is_told_by_line(tmp_path):
    path = tmp_path / "bad.run"
    path.write_text("cells Q0 arctic 1 0.5 tag\ncells arctic 0.5\n", encoding="utf-8")
    with pytest.raises(BadInput, match="line 2: expected the six columns"):
        read_run(path)


def test_ids_of_the_corpus_are_all_there(tmp_path):
    assert [text.id for text in read_beir(lay_out(tmp_path)).corpus] == [i for i, *_ in CORPUS]
