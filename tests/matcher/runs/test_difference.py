"""What do two runs say of what changed, and does a spreadsheet stay harmless?"""

import csv
import json
import random
from collections import Counter, defaultdict
from dataclasses import asdict, replace

import openpyxl
import pytest
from typer.testing import CliRunner

from api.cli.runs import app
from matcher.errors import BadInput, NotFound, RunError
from matcher.runs.compare.changes import CAUSES, WHATS
from matcher.runs.compare.diff import difference
from matcher.runs.compare.export import export, harmless
from matcher.runs.files.folder import RunFolder, seal
from matcher.runs.files.reading import CompletedRun
from matcher.runs.work.driver import rank_all
from matcher.service import Matcher
from programmes.model import Call, Offer
from programmes.read import Catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.runs.making import ON, WORDS, matcher_of, ranker_of, said, startups


def run_of(path, matcher, some, **how):
    rank_all(some, ranker_of(matcher, **how), RunFolder(path))
    return CompletedRun(path)


@pytest.fixture
def before(words_matcher, tmp_path):
    return run_of(tmp_path / "before", words_matcher, startups(20))


def test_a_run_does_not_differ_from_itself(before):
    found = difference(before, before)

    assert found.same == before.manifest.counts["startups"]
    assert not found.counts


def test_the_cut_into_shards_is_no_difference(before, words_matcher, tmp_path):
    after = run_of(tmp_path / "after", words_matcher, startups(20), rows=7)

    assert not difference(before, after).counts


def test_what_a_startup_learns_is_told_as_its_facts(before, words_matcher, tmp_path):
    some = startups(20)
    changed = some[3].model_copy(
        update={"incorporated_in": "CN" if some[3].incorporated_in != "CN" else "DE"}
    )
    after = run_of(
        tmp_path / "after", words_matcher, [changed if p.id == changed.id else p for p in some]
    )
    found = difference(before, after)

    assert found.counts
    assert {cause for what, cause in found.counts if what != "rank"} == {"facts"}
    assert {e.profile for kept in found.examples.values() for e in kept} == {changed.id}


def test_a_new_text_moves_fits_and_nothing_else(before, words_matcher, tmp_path):
    some = startups(20)
    more = f"{some[3].description} It also finds mines near a harbour."
    changed = some[3].model_copy(update={"description": more})
    after = run_of(
        tmp_path / "after", words_matcher, [changed if p.id == changed.id else p for p in some]
    )
    found = difference(before, after)

    assert {what for what, _ in found.counts} <= {"fit", "came", "went", "rank"}
    assert {cause for what, cause in found.counts if what == "fit"} == {"text"}


def test_a_startup_that_came_and_one_that_went_are_told(before, words_matcher, tmp_path):
    some = startups(21)
    found = difference(before, run_of(tmp_path / "after", words_matcher, some[1:]))

    assert set(found.counts) == {("came", "profile"), ("went", "profile")}
    assert found.examples["went", "profile"][0].profile == some[0].id


def test_a_programme_that_went_moves_others_up(before, words_matcher, tmp_path):
    first = before.rows_of("startups", "startup-0000")[0]["programme"]
    fewer = [one for one in words_matcher.catalogue if one.id != first]
    matcher = matcher_of(Catalogue.of(fewer, words_matcher.catalogue.sources.values()))
    found = difference(before, run_of(tmp_path / "after", matcher, startups(20)))

    assert {cause for what, cause in found.counts if what == "went"} == {"programme"}
    assert {cause for what, cause in found.counts if what == "came"} == {"others"}
    assert ("rank", "others") in found.counts


def test_another_day_is_the_cause_of_another_status(words_matcher, tmp_path):
    fund = words_matcher.catalogue.get("edf-2026")
    matcher = matcher_of(Catalogue.of([fund], words_matcher.catalogue.sources.values()))
    summer = run_of(tmp_path / "summer", matcher, startups(20))
    winter = run_of(tmp_path / "winter", matcher, startups(20), on="2026-12-24")

    assert difference(summer, winter).counts["status", "date"]


class OtherEncoder(WordEncoder):
    """Another model, which reads every other word."""

    fingerprint = "every other word"

    def encode(self, texts, progress=None):
        return super().encode([" ".join(text.split()[::2]) for text in texts], progress)


def rows_of(run, side):
    """All rows of one side by whose they are, as Python."""
    found = defaultdict(dict)
    for table in run.tables(side):
        for row in table.to_pylist():
            pair = row["profile"], row["programme"]
            found[pair[side == "programmes"]][pair] = row
    return found


def causes_of(before, after, known, profile, programme):
    """Whatever is true of a pair."""
    then, now = (one.get(profile) for one in known)
    if then is None or now is None:
        return {"profile"}
    one, other = (run.catalogue.get(programme) for run in (before, after))
    if one is None or other is None:
        return {"programme"}
    plans = before.manifest.plan, after.manifest.plan
    return {
        cause
        for cause, holds in {
            "facts": then["facts"] != now["facts"],
            "rule": one.rules != other.rules,
            "date": plans[0].on != plans[1].on,
            "call": one.calls != other.calls,
            "text": then["texts"] != now["texts"] or one.texts != other.texts,
            "offer": one.offer != other.offer,
            "model": any(
                plans[0].settings[name] != plans[1].settings[name]
                for name in ("model", "fit", "text")
            ),
        }.items()
        if holds
    }


def plain_difference(before, after, side):
    """Row by row: the counts, the first examples in order, and how many pairs are the same."""
    known = [
        {one["profile"]: one for n in run.shards for one in run.table(n, "profiles").to_pylist()}
        for run in (before, after)
    ]
    then, now = rows_of(before, side), rows_of(after, side)
    owners = [*now, *(one for one in then if one not in now)]
    counts, examples, same = Counter(), defaultdict(list), 0
    for owner in owners if side == "startups" else sorted(owners):
        for pair in sorted(then[owner].keys() | now[owner].keys()):
            one, other = then[owner].get(pair), now[owner].get(pair)
            if one and other:
                names = [name for name in WHATS if name in one and one[name] != other[name]]
                if not names:
                    same += 1
                    continue
                what, was, is_ = names[0], one[names[0]], other[names[0]]
            else:
                what = "went" if one else "came"
                was, is_ = (row and (row["rank"], row["fit"]) for row in (one, other))
            true = causes_of(before, after, known, *pair) & {*WHATS[what]}
            cause = next((one for one in CAUSES if one in true), "others")
            counts[what, cause] += 1
            examples[what, cause].append((*pair, was, is_))
    return counts, {kind: some[:3] for kind, some in examples.items()}, same


def told(found):
    examples = {
        kind: [(e.profile, e.programme, e.before, e.after) for e in some]
        for kind, some in found.examples.items()
    }
    return found.counts, examples, found.same


def other_profiles(draw, some, step):
    """Some say something else, some go, some come, and all stand elsewhere, now and then."""
    some = list(some)
    for place in draw.sample(range(len(some)), draw.choice((0, 1, 8))):
        change = draw.choice(
            (
                {"description": said(draw)},
                {"incorporated_in": draw.choice(("DE", "CN", None)), "trl": 5},
                {"id": f"new-{step}-{place}"},
            )
        )
        some[place] = some[place].model_copy(update=change)
    if draw.random() < 0.4:
        draw.shuffle(some)
    return some[draw.choice((0, 0, 2)) :]


def other_programmes(draw, base):
    """Some say something else, ask for something else, pay something else; one may go."""
    some = list(base.programmes)
    for place in draw.sample(range(len(some)), draw.choice((0, 4, 12))):
        change = draw.choice(
            (
                {"summary": " ".join(draw.choices(WORDS, k=9))},
                {"criteria": ()},
                {"calls": (Call(id="past", opens="2020-01-01", closes="2020-02-01"),)},
                {"offer": Offer(instruments=("grant",))},
            )
        )
        some[place] = some[place].model_copy(update=change)
    if draw.random() < 0.4:
        some.pop(draw.randrange(len(some)))
    return Catalogue.of(some, base.sources.values())


def test_what_is_found_on_columns_is_what_is_found_row_by_row(catalogue, tmp_path, monkeypatch):
    draw, kinds, before = random.Random(13), Counter(), None
    some, base = startups(40), Catalogue.of(catalogue.programmes[::2], catalogue.sources.values())
    for step in range(8):
        matcher = Matcher(base, OtherEncoder() if step > 5 else WordEncoder())
        plan = {
            "rows": draw.choice((7, 20, 90)),
            "top": draw.choice((9, 9, 4, 20)),
            "on": draw.choice((ON, ON, "2028-01-01")),
        }
        after = run_of(tmp_path / str(step), matcher, some, **plan)
        monkeypatch.setattr("matcher.runs.compare.diff.AT_ONCE", draw.choice((1, 300, 1 << 20)))
        for side in ("startups", "programmes") if before else ():
            found = told(difference(before, after, side))
            assert found == plain_difference(before, after, side)
            kinds += found[0]
        before, some, base = after, other_profiles(draw, some, step), other_programmes(draw, base)

    assert {what for what, _ in kinds} == set(WHATS)
    assert {cause for _, cause in kinds} == set(CAUSES)


@pytest.fixture
def by_programmes(words_matcher, tmp_path):
    return run_of(tmp_path / "programmes", words_matcher, startups(20), side="programmes")


@pytest.fixture
def by_startups(words_matcher, tmp_path):
    return run_of(tmp_path / "startups", words_matcher, startups(20), side="startups")


def test_runs_of_programmes_alone_are_compared_by_programmes(
    by_programmes, words_matcher, tmp_path
):
    some = startups(20)
    # Another text, of which the same facts are read at the same place.
    changed = f"{some[3].description} It finds drones near a ship."
    some[3] = some[3].model_copy(update={"description": changed})
    after = run_of(tmp_path / "after", words_matcher, some[1:], side="programmes")
    found = difference(by_programmes, after)

    assert found.side == "programmes"
    assert found.counts["fit", "text"]
    assert {cause for what, cause in found.counts if what == "went"} >= {"profile"}
    assert {e.profile for e in found.examples["went", "profile"]} == {"startup-0000"}


def test_startups_are_compared_where_both_runs_keep_them(before, by_programmes, by_startups):
    assert difference(before, by_startups).side == "startups"
    assert difference(by_programmes, before).side == "programmes"
    assert difference(before, before, "programmes").same == before.manifest.counts["programmes"]


def test_a_side_that_a_run_does_not_keep_is_not_compared(before, by_programmes, by_startups):
    with pytest.raises(RunError, match=r"startups keeps no rows by programmes.*--side startups"):
        difference(before, by_startups, "programmes")
    with pytest.raises(RunError, match=r"programmes keeps no rows by startups"):
        difference(by_programmes, before, "startups")
    with pytest.raises(RunError, match="they keep no rows that could be compared"):
        difference(by_startups, by_programmes)


def test_a_run_of_nobody_is_compared(before, words_matcher, tmp_path):
    nobody = run_of(tmp_path / "nobody", words_matcher, [])
    for side in ("startups", "programmes"):
        rows = before.manifest.counts[side]
        assert difference(nobody, before, side).counts == {("came", "profile"): rows}
        assert difference(before, nobody, side).counts == {("went", "profile"): rows}


def test_the_command_compares_the_side_that_is_asked_for(before, words_matcher, tmp_path):
    after = run_of(tmp_path / "after", words_matcher, startups(20)[1:])
    call = ["diff", str(before.folder.path), str(after.folder.path), "--format"]
    for options, side in (([], "startups"), (["--side", "programmes"], "programmes")):
        answer = json.loads(CliRunner().invoke(app, [*call, "json", *options]).stdout)
        assert answer["side"] == side
        assert answer["same"] == difference(before, after, side).same
        kinds = [(one["what"], one["cause"], one["pairs"]) for one in answer["changes"]]
        assert (
            "went",
            "profile",
            difference(before, after, side).counts["went", "profile"],
        ) in kinds
    shown = CliRunner().invoke(app, [*call, "csv", "--side", "programmes"]).stdout

    assert shown.splitlines()[0] == "what,cause,pairs,means,for example"
    assert "startup-0000 and " in shown
    assert CliRunner().invoke(app, [*call, "json", "--side", "both"]).exit_code == 2


def test_a_file_is_no_run(tmp_path):
    path = tmp_path / "startups.csv"
    path.write_text("name\n")
    with pytest.raises(NotFound, match=r"no run is called '.*startups\.csv'; `allymatch rank"):
        CompletedRun(path)


def test_an_unfinished_run_is_not_read(before):
    manifest = replace(before.manifest, complete=False)
    before.folder.manifest.write_bytes(seal(asdict(manifest)))

    with pytest.raises(RunError, match="not complete"):
        CompletedRun(before.folder.path)


def test_the_rows_of_one_startup_and_of_one_programme_are_found(before):
    rows = before.rows_of("startups", "startup-0007")

    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["profile"] for row in rows} == {"startup-0007"}
    theirs = before.rows_of("programmes", rows[0]["programme"])
    assert {row["programme"] for row in theirs} == {rows[0]["programme"]}
    for side, name in (("startups", "startup-0099"), ("programmes", "no-such")):
        with pytest.raises(NotFound, match=f"'{name}'; it is not in"):
            before.rows_of(side, name)


EVIL = '=HYPERLINK("http://evil", "open me")'


@pytest.fixture
def evil(words_matcher, tmp_path):
    some = [p.model_copy(update={"name": EVIL, "id": f"+{p.id}"}) for p in startups(3)]
    return run_of(tmp_path / "evil", words_matcher, some)


@pytest.mark.parametrize("side", ["startups", "programmes"])
def test_no_cell_of_a_csv_is_a_formula(evil, tmp_path, side):
    path = tmp_path / "out.csv"
    number = export(evil, path, side=side)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == number == evil.manifest.counts[side]
    assert {row["profile_name"] for row in rows} == {f"'{EVIL}"}
    assert not any(str(cell).startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_no_cell_of_a_sheet_is_a_formula(evil, tmp_path):
    path = tmp_path / "out.xlsx"
    export(evil, path, columns=("profile_name", "rank", "fit"))
    sheet = openpyxl.load_workbook(path).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert cells[0].value == f"'{EVIL}"


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))  # noqa: RUF001 - what is guarded
def test_every_start_of_a_formula_is_guarded(start):
    assert harmless(f"{start}1") == f"'{start}1"


def test_findings_are_told_in_words(before, tmp_path):
    path = tmp_path / "out.csv"
    export(before, path, columns=("programme", "unmet", "unknown"), verdicts=("undetermined",))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert all(row["unknown"] and not row["unmet"] for row in rows)


def test_what_cannot_be_exported_is_said(before, tmp_path):
    with pytest.raises(BadInput, match=r"\.csv or \.xlsx"):
        export(before, tmp_path / "out.pdf")
    with pytest.raises(NotFound, match="salary"):
        export(before, tmp_path / "out.csv", columns=("salary",))
    assert not (tmp_path / "out.csv").exists()
