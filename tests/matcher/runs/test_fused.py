"""Does the compiled pass keep what scoring every pair keeps, to the last bit?"""

import random
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.fit.model import default_fit
from matcher.fit.order import places_by_id
from matcher.runs.files.folder import RunFolder
from matcher.runs.fused.product import Product
from matcher.runs.work.driver import rank_all
from matcher.service import Matcher
from matcher.texts.precision import has_bf16
from profiles.model import Profile, Seeking
from profiles.vocabulary import Instrument, areas
from programmes.filters import Filters
from programmes.read import Catalogue, load_catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.runs.making import WORDS, matcher_of, ranker_of, startups, tree

SIDES = ("startups", "programmes", "both")


def crowded():
    """The catalogue, and programmes that say what others say: their fits are equal."""
    base = load_catalogue()
    twins = [
        one.model_copy(update={"id": f"{one.id}-{n}"}) for n in (2, 3) for one in base.programmes
    ]
    return Catalogue.of([*base.programmes, *twins], base.sources.values())


@pytest.fixture(scope="module")
def crowd():
    return matcher_of(crowded())


def varied(number, seed):
    """Startups of all kinds: with equal texts, with none, with every fact and with no fact."""
    draw = random.Random(seed)
    slugs = [area.slug for area in areas()]
    kinds = list(Instrument)
    found = []
    for place in range(number):
        text = " ".join(draw.choices(WORDS, k=draw.choice((1, 4, 40, 400))))
        if found and draw.random() < 0.3:
            text = found[-1].description
        seeking = Seeking(amount=draw.choice((None, 1e5, 2e6)), instruments=(draw.choice(kinds),))
        found.append(
            Profile(
                id=f"s-{draw.randrange(10**6):06d}-{place}",
                name="Startup",
                description=draw.choice((text, text, text, "…")),
                technology=draw.choice((None, f"A {text} of ours.")),
                incorporated_in=draw.choice(("DE", "US", "CN", "UA", None)),
                trl=draw.choice((None, 2, 5, 9)),
                areas=draw.choice((None, (draw.choice(slugs),), tuple(slugs[:3]))),
                civil_use=draw.choice((None, True)),
                sanctioned=draw.choice((None, None, True)),
                seeking=draw.choice((None, seeking)),
            )
        )
    return found


def pairs_of(matcher, some, *, many, rounded=False, **plan):
    """Both sides of a shard, by one way or the other."""
    ranker = ranker_of(matcher, **plan)
    ranker.many = many
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.runs.fused.layout.rounds", lambda: rounded)
        return ranked(ranker, some, many=many)


def ranked(ranker, some, *, many):
    fused = ranker.fused(len(some))
    assert fused == (many == 0)
    parts = [ranker.read(some[at : at + 16], fused=fused) for at in range(0, len(some), 16)]
    return ranker.ranked(parts, places_by_id([one.id for one in some]))


def same(matcher, some, **plan):
    """Compare the two ways, column by column."""
    whole = pairs_of(matcher, some, many=10**12, **plan)
    for rounded in {False, has_bf16()}:
        quick = pairs_of(matcher, some, many=0, rounded=rounded, **plan)
        assert np.array_equal(whole.more, quick.more)
        for one, other in zip(whole[:2], quick[:2], strict=True):
            for field in fields(one):
                column, same = getattr(one, field.name), getattr(other, field.name)
                assert column.dtype == same.dtype
                assert np.array_equal(column, same), field.name
    return whole


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("top", [1, 7, 60, 500])
def test_the_same_pairs_are_kept(crowd, side, top):
    found, theirs, _ = same(crowd, varied(90, top), side=side, top=top)

    assert len(found)
    assert bool(len(theirs)) == (side != "startups")


FILTERS = [
    Filters(min_fit=0.02),
    Filters(min_fit=0.9999),
    Filters(min_fit=1.0),
    Filters(countries=("PL",), statuses=("open", "rolling")),
    Filters(kinds=("no-such-kind",)),
    Filters(areas=("space",), min_fit=0.001),
]


@pytest.mark.parametrize("filters", FILTERS)
def test_the_same_pairs_are_kept_under_filters(crowd, filters):
    same(crowd, varied(60, 5), filters=filters, top=5)


def test_a_least_fit_that_some_have_to_the_last_decimal_keeps_them(crowd):
    some = varied(40, 8)
    found, _, _ = pairs_of(crowd, some, many=0, top=9)
    for fit in np.unique(found.fit)[[3, 40, -2]].tolist():
        kept, _, _ = same(crowd, some, top=9, filters=Filters(min_fit=fit))
        assert fit in kept.fit


@pytest.mark.parametrize("intercept", [-24.0, -18.0, -14.0, 6.0])
def test_fits_that_are_shown_as_equal_fall_by_id(intercept):
    model = replace(default_fit(), intercept=intercept)
    matcher = Matcher(crowded(), WordEncoder(), model)
    found, _, _ = same(matcher, varied(60, 4), top=6)

    assert len(np.unique(found.fit)) < len(found) / 2, "many are shown as equal"


def test_startups_that_nobody_takes_are_left_without(crowd):
    some = [one.model_copy(update={"sanctioned": True}) for one in varied(20, 3)]
    same(crowd, some, top=3)


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 70), st.sampled_from(FILTERS))
def test_whatever_is_drawn_the_same_pairs_are_kept(crowd, seed, number, top, filters):
    same(crowd, varied(number, seed), top=top, filters=filters)


def test_the_number_of_threads_changes_nothing(crowd, monkeypatch):
    import matcher.runs.fused.shard as shard

    some = varied(120, 9)
    monkeypatch.setattr(shard, "ROWS", 8)
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        found.append(pairs_of(crowd, some, many=0, top=4))
    for one, other in zip(found[0][:2], found[1][:2], strict=True):
        assert all(
            np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)
        )


@pytest.mark.skipif(not has_bf16(), reason="this processor has no bfloat16")
@pytest.mark.parametrize("length", [0.3, 1.0, 4.0])
def test_a_rounded_product_is_off_by_no_more_than_it_says(length):
    draw = np.random.default_rng(0)
    one, other = (
        (length * v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32)
        for v in (draw.standard_normal((40, 384)), draw.exponential(size=(300, 384)) ** 3)
    )
    one[:5] = other[:5]
    product = Product.of(other, rounded=True)
    found = product.with_columns(product.ready(one), 0, 300, product.room(128 * 300))[:40]
    likeness = (found.astype(np.uint16).astype(np.uint32) << 16).view(np.float32)

    assert np.abs(likeness - one.astype(float) @ other.T.astype(float)).max() > 0
    assert np.abs(likeness - one.astype(float) @ other.T.astype(float)).max() < product.doubt(one)
    assert product.doubt(one) < 0.01 * length**2


def test_a_run_has_the_same_bytes_either_way(undisturbed, words_matcher, tmp_path):
    ranker = ranker_of(words_matcher)
    ranker.many = 0
    rank_all(startups(60), ranker, RunFolder(tmp_path))

    assert tree(tmp_path) == tree(undisturbed)


def test_compiled_code_works_where_nothing_can_be_kept_on_disk(monkeypatch):
    from matcher.runs.fused import compiled

    class Full:
        def __call__(self, value):
            raise OSError(28, "No space left on device")

    kept = compiled._Kept(Full(), lambda value: value + 1)

    assert [kept(1), kept(2)] == [2, 3]


def test_compiled_code_works_where_no_folder_can_be_written_to(monkeypatch):
    import numba

    from matcher.runs.fused import compiled

    plain = numba.njit

    def njit(*given, **more):
        if more.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return plain(*given, **more)

    monkeypatch.setattr(numba, "njit", njit)

    assert compiled.compiled(lambda value: value + 1)(1) == 2
