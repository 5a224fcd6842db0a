"""Is what is measured what ``match`` does, and is everything written that is promised?"""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli import app
from matcher.errors import BadInput
from matcher.evaluation.baselines import best_sum
from matcher.evaluation.beir import read_beir
from matcher.evaluation.ranking import fit_scores
from matcher.evaluation.run import OURS, evaluation
from matcher.service import Matcher
from matcher.settings import Settings
from profiles.model import Profile
from programmes.model import Programme, Provenance
from programmes.read import Catalogue
from tests.matcher.evaluation.collections import CORPUS, lay_out
from tests.matcher.fakes import WordEncoder


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation")
    settings = Settings.load(cache=folder / "cache")
    report = evaluation(lay_out(folder / "small"), settings, by=["kind"], out=folder / "out")
    return report, folder


def test_the_fit_measured_is_the_fit_that_match_shows(tmp_path):
    collection = read_beir(lay_out(tmp_path))
    programmes = [
        Programme(
            id=i,
            name=title,
            owner="nobody",
            kind="grant",
            summary=title,
            description=text,
            provenance={"*": Provenance(source=("none",))},
        )
        for i, title, text in CORPUS
    ]
    matcher = Matcher(Catalogue.of(programmes), WordEncoder())
    for query, scores in zip(
        collection.queries, fit_scores(collection, WordEncoder()), strict=True
    ):
        profile = Profile(id="p", name="p", description=query.text)
        shown = {m.programme: m.fit for m in matcher.match(profile, on="2026-06-15").matches}
        measured = dict(zip([text.id for text in collection.corpus], scores, strict=True))
        assert shown == measured


def test_a_fit_does_not_move_when_documents_come_or_go(tmp_path):
    collection = read_beir(lay_out(tmp_path))
    from dataclasses import replace

    fewer = replace(collection, corpus=collection.corpus[1:])
    for every, some in zip(
        fit_scores(collection, WordEncoder()), fit_scores(fewer, WordEncoder()), strict=True
    ):
        assert np.array_equal(every[1:], some)


def test_ours_and_the_three_yardsticks_stand_in_one_table(reported):
    report, _ = reported
    rankings = [row.ranking for row in report.rows if row.part == "all"]
    assert rankings[:3] == [OURS, "BM25", "MiniLM, one vector"]
    assert rankings[3].startswith("best sum (cosine 0.")


def test_rows_are_split_by_a_field_of_the_queries(reported):
    report, _ = reported
    parts = {row.part: row.queries for row in report.rows}
    assert parts == {"all": 3, "kind=energy": 1, "kind=medical": 1, "kind=sensing": 1}


def test_runs_record_and_plot_are_written(reported):
    report, folder = reported
    names = {path.name for path in (folder / "out").iterdir()}
    assert {"small-founder.json", "small-founder.png", "small-founder-allymatch.run"} <= names
    record = json.loads((folder / "out" / "small-founder.json").read_bytes())
    assert {"model", "fit", "data", "seed", "versions", "direction"} <= set(record["record"])
    assert record["calibration_error"] == report.calibration_error
    assert (folder / "out" / "small-founder.png").read_bytes().startswith(b"\x89PNG")


def test_a_second_evaluation_writes_the_same_bytes(reported, tmp_path):
    _, folder = reported
    evaluation(
        folder / "small", Settings.load(cache=folder / "cache"), by=["kind"], out=tmp_path / "again"
    )
    for path in (folder / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_an_officer_ranks_queries_for_each_topic(reported):
    _, folder = reported
    report = evaluation(
        folder / "small",
        Settings.load(cache=folder / "cache"),
        direction="officer",
        baselines_wanted=False,
    )
    (row,) = report.rows
    assert (row.ranking, row.queries) == (OURS, 3)


def test_a_run_of_the_users_own_stands_beside_ours(reported, tmp_path):
    _, folder = reported
    own = tmp_path / "theirs.run"
    lines = ["cells Q0 arctic 1 2.0 x", "ears Q0 drones 1 2.0 x", "pump Q0 links 1 2.0 x"]
    own.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = evaluation(
        folder / "small",
        Settings.load(cache=folder / "cache"),
        baselines_wanted=False,
        run_files=[own],
    )
    scores = {row.ranking: row.scores["P@1"].mean for row in report.rows}
    assert scores["theirs.run"] == pytest.approx(2 / 3)


def test_a_field_that_no_query_has_is_told_with_those_they_have(reported):
    _, folder = reported
    with pytest.raises(BadInput, match="no query has the field 'colour'; they have kind"):
        evaluation(folder / "small", Settings.load(cache=folder / "cache"), by=["colour"])


def test_the_best_sum_is_the_best_in_its_own_favour():
    cosine = np.array([[0.9, 0.1]], np.float32)
    bm25 = np.array([[0.0, 5.0]], np.float32)
    weight, scores = best_sum(cosine, bm25, lambda found: float(found[0, 0] - found[0, 1]))
    assert weight == 0.9
    assert scores.shape == (1, 2)


def test_a_folder_that_is_none_ends_with_status_one(tmp_path):
    found = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert isinstance(found.exception, BadInput)
