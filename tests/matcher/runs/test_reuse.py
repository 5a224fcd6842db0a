"""Is what is taken from a former run what would have been worked out?"""

import random

import pytest

from matcher.runs.files.folder import RunFolder
from matcher.runs.files.reading import CompletedRun
from matcher.runs.work.driver import rank_all
from matcher.runs.work.reuse import refusal
from programmes.filters import Filters
from programmes.model import Call
from programmes.read import Catalogue
from tests.matcher.runs.making import ON, WORDS, matcher_of, ranker_of, said, startups, tree

SIDES = ("startups", "programmes", "both")
LATER = "2026-06-16"


def results(path):
    """What a run shows; how much a shard keeps in store for later runs may differ."""
    return {name: held for name, held in tree(path).items() if not name.startswith("parts/")}


@pytest.fixture(scope="module")
def former(words_matcher, tmp_path_factory):
    """Runs of sixty startups, by side."""
    folder = tmp_path_factory.mktemp("former")
    for side in ("startups", "both"):
        rank_all(startups(60), ranker_of(words_matcher, side=side), RunFolder(folder / side))
    return {side: CompletedRun(folder / side) for side in ("startups", "both")}


def other_startups():
    """The same, but one is new, one gone, one has another text, one another country."""
    some = startups(61)
    some[5] = some[5].model_copy(update={"description": "A laser for satellites."})
    some[33] = some[33].model_copy(update={"incorporated_in": "IT"})
    return [*some[:40], *some[41:]]


def other_programmes(base):
    """One says something else, one asks for nothing, one has closed, one is new, one gone."""
    some = list(base.programmes)
    changes = (
        {"summary": "Lasers and radar for drones at sea."},
        {"criteria": ()},
        {"calls": (Call(id="past", opens="2020-01-01", closes="2020-02-01"),)},
        {"id": "zz-new"},
    )
    for place, change in zip((3, 8, 19, 27), changes, strict=True):
        some[place] = some[place].model_copy(update=change)
    return Catalogue.of(some[:-1], base.sources.values())


def compared(path, matcher, some, since, **plan):
    """Rank both ways, and return the texts that were read with the former run."""
    rank_all(some, ranker_of(matcher, **plan), RunFolder(path / "full"))
    ranker = ranker_of(matcher, former=since, **plan)
    assert ranker.snapshot.ids
    assert ranker.changed is None or ranker.changed.snapshot.ids
    matcher.encoder.asked.clear()
    rank_all(some, ranker, RunFolder(path / "part"))

    assert results(path / "part") == results(path / "full")
    return len(matcher.encoder.asked)


@pytest.mark.parametrize("side", SIDES)
def test_only_startups_that_changed_are_read(former, words_matcher, tmp_path, side):
    since = former["startups" if side == "startups" else "both"]

    assert compared(tmp_path, words_matcher, startups(60), since, side=side) == 0
    if side == "startups":
        read = compared(tmp_path / "other", words_matcher, other_startups(), since, side=side)
        assert read == 3, "a text that changed, a country that changed, and one that is new"


@pytest.mark.parametrize("side", SIDES)
def test_a_changed_catalogue_changes_the_rows_of_its_programmes(
    former, words_matcher, tmp_path, side
):
    since = former["startups" if side == "startups" else "both"]
    matcher = matcher_of(other_programmes(words_matcher.catalogue))
    compared(tmp_path, matcher, other_startups(), since, side=side)
    ranker = ranker_of(matcher, side=side, former=since)

    assert sum(ranker.former.changed) == 4
    assert len(ranker.changed.snapshot.ids) == 4


def test_a_new_day_keeps_the_rows_of_those_whom_no_condition_answers_otherwise(catalogue, tmp_path):
    """One programme asks for companies of less than ten years: on the later day one is too old."""
    founded = [
        one.model_copy(update={"founded": "2016-06-16" if place == 7 else "2020-01-01"})
        for place, one in enumerate(startups(40))
    ]
    matcher = matcher_of(catalogue)
    rank_all(founded, ranker_of(matcher), RunFolder(tmp_path / "former"))
    since = CompletedRun(tmp_path / "former")
    for day in (LATER, "2026-12-31", "2031-01-01", "2020-01-01"):
        compared(tmp_path / day, matcher, founded, since, on=day)
    ranker = ranker_of(matcher, on=LATER, former=since)

    assert not ranker.former.changed.all()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("many", [0, 10**12])
def test_whatever_changes_the_bytes_are_those_of_a_full_run(
    catalogue, tmp_path, seed, many, monkeypatch
):
    monkeypatch.setattr("matcher.runs.work.ranker.Ranker.block", lambda _self, *, fused: 16)
    draw = random.Random(seed)
    # Every third programme: all kinds of condition are among them, and a run takes a third as long.
    base = Catalogue.of(catalogue.programmes[seed % 3 :: 3], catalogue.sources.values())
    twins = [one.model_copy(update={"id": f"{one.id}-2"}) for one in base.programmes[::3]]
    before = Catalogue.of([*base.programmes, *twins], base.sources.values())
    rows, top = draw.choice((15, 40, 100)), draw.choice((1, 3, 12))
    plan = {"rows": rows, "top": top, "side": draw.choice(("both", "both", "programmes"))}
    some = startups(90, seed)
    folder = RunFolder(tmp_path / "0")
    rank_all(some, ranker_of(matcher_of(before), **{**plan, "side": "both"}), folder)
    taken = 0
    # Each run takes from the one before: what is kept for later shrinks, and is filled again.
    for step in range(1, 4):
        some = drawn(draw, some, step)
        programmes = list(before.programmes)
        for place in draw.sample(range(len(programmes)), draw.choice((0, 1, 5))):
            change = {"summary": " ".join(draw.choices(WORDS, k=9)), "criteria": ()}
            name = draw.choice(tuple(change))
            programmes[place] = programmes[place].model_copy(update={name: change[name]})
        if draw.random() < 0.3:
            programmes.pop(draw.randrange(len(programmes)))
        before = Catalogue.of(programmes, base.sources.values())
        day = draw.choice((ON, ON, LATER, "2028-01-01"))
        since = CompletedRun(tmp_path / str(step - 1))
        matcher = matcher_of(before)
        now = {**plan, "on": day, "side": "both" if step < 3 else plan["side"]}
        full, part = (ranker_of(matcher, former=one, **now) for one in (None, since))
        full.many = part.many = many
        rank_all(some, full, RunFolder(tmp_path / f"full-{step}"))
        rank_all(some, part, RunFolder(tmp_path / str(step)))
        assert results(tmp_path / str(step)) == results(tmp_path / f"full-{step}")
        taken += sum(len(known.rest) for known in told(part, some, rows))
    assert taken


def drawn(draw, some, step):
    """Some change, some go, some come, and some stand elsewhere."""
    some = list(some)
    for place in draw.sample(range(len(some)), draw.choice((0, 1, 4, 20))):
        change = draw.choice(
            (
                {"description": said(draw)},
                {"incorporated_in": draw.choice(("DE", "CN", None))},
                {"id": f"new-{step}-{place}"},
            )
        )
        some[place] = some[place].model_copy(update=change)
    for _ in range(draw.choice((0, 1, 3))):
        some.insert(draw.randrange(len(some)), some.pop(draw.randrange(len(some))))
    return some[draw.choice((0, 0, 1)) :]


def told(ranker, some, rows):
    from matcher.runs.files.shards import cut

    found = (ranker.former.known(shard) for shard in cut(some, rows))
    return [known for known in found if known is not None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"top": 3}, "another --top"),
        ({"filters": Filters(kinds=("grant",)), "top": 3}, "another --top and another filter"),
        ({"side": "both"}, "keeps no rows by programmes"),
    ],
)
def test_a_run_under_other_settings_gives_nothing_away(former, words_matcher, change, said):
    ranker = ranker_of(words_matcher, **{"side": "startups", **change}, former=former["startups"])

    assert ranker.former is None
    assert said in refusal(former["startups"], ranker.plan)


def test_a_poisoned_row_beside_rows_that_hold_is_turned_away(former, words_matcher, tmp_path):
    some = startups(60)
    some[9] = some[9].model_copy(update={"description": "poison"})
    encode = words_matcher.encoder.encode

    def choking(texts, progress=None):
        if any("poison" in text for text in texts):
            raise ValueError("a text that no model reads")
        return encode(texts, progress)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_matcher.encoder, "encode", choking)
        ranker = ranker_of(words_matcher, former=former["both"])
        manifest = rank_all(some, ranker, RunFolder(tmp_path / "part"))

    assert manifest.counts["rejected"] == 1
    assert manifest.counts["profiles"] == 59
