"""Is somebody forgotten everywhere, whatever happens meanwhile?"""

import shutil
from datetime import UTC, datetime

import pytest

from api.errors import Conflict, Missing, Problem
from api.runs import worker
from api.runs.files import names_in
from api.runs.worker import rank_run
from api.settings import ServeSettings
from api.store.judgments import Run
from api.store.keys import Caller
from api.store.values import Judgment, SavedSearch
from api.usecases import profiles as keeping
from api.usecases import uploads
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from api.usecases.erasure import Finisher, certificate, erase
from benchmarks.faults.injecting import Fault, injected, places
from matcher.errors import MatchError
from matcher.runs.files.reading import CompletedRun as Rows
from matcher.service import Matcher
from matcher.settings import Settings
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import CachedEncoder
from profiles.errors import ProfileError
from profiles.model import Profile
from programmes.read import Catalogue, load_catalogue
from tests.matcher.fakes import WordEncoder

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
GONE, STAYS = "acme-labs~gone", "acme-labs~stays"
WORD = "magnetoencephalography"
REFUSALS = (Problem, MatchError, ProfileError, OSError)


def context_of(folder):
    settings = Settings.load(store=folder / "store.db", cache=folder / "cache")
    return AppContext(ServeSettings(matcher=settings), lambda: NOW)


def desk_of(context, holder="acme-labs", role="founder"):
    return UseCase(context, Caller("k", role, holder))


def matcher_of(folder, encoder=None):
    cache = VectorCache(folder / "cache", "words")
    catalogue = Catalogue.of(load_catalogue().programmes[:5])
    return Matcher(catalogue, CachedEncoder(encoder or WordEncoder(), cache))


def startup(identifier, text="We build radars."):
    return Profile(id=identifier, name=identifier, description=text)


def run(context, folder, name="run-1", encoder=None):
    stores = context.stores
    stores.matches.queue(Run(name, "queued", "k", {}, "2026-06-15", created=str(NOW)), most=9)
    rank_run(
        stores.matches.run(name), matcher_of(folder, encoder),
        profiles=stores.profiles, store=stores.matches, folder=context.settings.runs,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """The files of a server that knows everything about two profiles."""
    folder = tmp_path_factory.mktemp("lived-in")
    context = context_of(folder)
    stores, records = context.stores, context.records
    for one in (GONE, STAYS):
        stores.profiles.save(startup(one, f"Once we did {WORD} for {one}."))
        stores.profiles.save(startup(one, f"Now we do {WORD} for {one}."))
        stores.matches.judge(Judgment("p", one, "diana", 2, "a note", "k", NOW))
        stores.matches.save_search(SavedSearch(f"s-{one}", one, "mine", {}, (), NOW))
        stores.matches.dismiss(one, "nato-diana-2027", NOW)
        records.add("feeds", {"hash": one, "profile": one, "holder": "acme-labs", "created": 1.0})
        hook = {"id": f"h-{one}", "holder": "acme-labs", "url": "https://a", "secret": "s"}
        records.add("webhooks", {**hook, "profile": one, "created": 1.0})
    run(context, folder)
    run(context, folder, "run-2")
    matcher_of(folder).encoder.encode([f"Once we did {WORD} for {GONE}."])
    context.close()
    return folder


@pytest.fixture
def folder(lived_in, tmp_path):
    shutil.copytree(lived_in, tmp_path / "served")
    return tmp_path / "served"


@pytest.fixture
def context(folder):
    made = context_of(folder)
    yield made
    made.close()


def traces(folder, profile):
    """Where files below a folder still speak of a profile."""
    context = context_of(folder)
    stores = context.stores
    found = [f"{stores.matches.traces(profile)} rows"] if stores.matches.traces(profile) else []
    found += ["profile"] if profile in stores.profiles else []
    found += ["versions"] if stores.profiles.known(profile) != ((), 0) else []
    for table in ("feeds", "webhooks"):
        found += context.records.ask(f"SELECT * FROM {table} WHERE profile = ?", profile)  # noqa: S608
    for path in context.settings.runs.glob("run-*"):
        found += [path.name] if profile in names_in(path) else []
    said = {f"{when} {WORD} for {profile}." for when in ("Once we did", "Now we do")}
    cache = VectorCache(folder / "cache", "words")
    from matcher.texts.encoder import text_key

    found += ["vectors"] if cache.get([text_key(text) for text in said]) else []
    context.close()
    return found


def test_what_is_known_of_a_profile_is_in_every_place_before(lived_in):
    for one in (GONE, STAYS):
        assert {"profile", "versions", "run-1", "run-2"} <= set(map(str, traces(lived_in, one)))
    assert "vectors" in traces(lived_in, GONE)


def test_a_profile_is_forgotten_everywhere_and_the_certificate_says_where(folder, context):
    before = traces(folder, STAYS)

    found = erase(desk_of(context), GONE)

    assert traces(folder, GONE) == []
    assert traces(folder, STAYS) == before
    assert found["whole"]
    assert found["removed"]["profiles"] == 2
    assert found["removed"]["decisions"] == found["removed"]["feeds"] == 1
    assert found["removed"]["vectors"] >= 1
    assert set(found["runs"].values()) == {"looked at, and without it"}
    assert certificate(desk_of(context), found["id"]) == found
    assert certificate(desk_of(context, "house", "admin"), found["id"]) == found
    with pytest.raises(Missing):
        certificate(desk_of(context, "beta-works"), found["id"])


def test_runs_stay_sound(folder, context):
    erase(desk_of(context), GONE)

    for name in ("run-1", "run-2"):
        rows = Rows(context.settings.runs / name)
        assert list(rows.damage()) == []
        assert rows.manifest.counts["profiles"] == 1


def test_nothing_that_was_said_is_left_in_the_bytes_of_the_store(folder, context):
    erase(desk_of(context), GONE)
    erase(desk_of(context), STAYS)
    context.close()

    for path in folder.glob("store.db*"):
        assert WORD.encode() not in path.read_bytes(), path


def test_what_is_forgotten_cannot_be_forgotten_again(context):
    erase(desk_of(context), GONE)

    with pytest.raises(Missing):
        erase(desk_of(context), GONE)


def test_nobody_forgets_anothers(context):
    with pytest.raises(Missing):
        erase(desk_of(context, "beta-works"), GONE)

    assert GONE in context.stores.profiles


@pytest.mark.parametrize(("kind", "every"), [("kill", 2), ("full", 3)])
def test_an_erasure_is_finished_wherever_it_is_struck(lived_in, tmp_path, kind, every):
    folder = tmp_path / "count"
    shutil.copytree(lived_in, folder)
    number = places(lambda: erase(desk_of(context_of(folder)), GONE), folder)
    assert number > 50
    unbegun = 0
    for place in range(1, number + 1, every):
        folder = tmp_path / f"case-{place}"
        shutil.copytree(lived_in, folder)

        outcome = injected(
            lambda folder=folder: erase(desk_of(context_of(folder)), GONE),
            folder, Fault(kind, place), REFUSALS,
        )  # fmt: skip

        assert outcome.how != "bug", outcome.said
        later = context_of(folder)
        begun = later.stores.matches.unfinished(GONE)
        Finisher(later).look()
        left = traces(folder, GONE)
        if left and not begun:
            unbegun += 1  # struck before anything was written down: asked again, it is done
            assert GONE in later.stores.profiles
            erase(desk_of(later), GONE)
            left = traces(folder, GONE)
        later.close()
        assert left == [], place
        shutil.rmtree(folder)
    assert unbegun < number / every / 2


def test_asked_again_it_goes_on_where_it_was_left(folder, context):
    begun = context.stores.matches.begin_erasure(GONE, "acme-labs", [], {"run-1": 0})

    found = erase(desk_of(context), GONE)

    assert found["id"] == begun.id
    assert found["whole"]
    assert traces(folder, GONE) == []


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGED = [
    "manifest.json", "parts/000000.json", "parts/000000.profiles.parquet",
    "startups/000000.parquet", "rejected.jsonl",
]  # fmt: skip


@pytest.mark.parametrize("file", DAMAGED)
def test_a_damaged_run_keeps_nobody_from_being_forgotten(folder, context, file):
    path = context.settings.runs / "run-1" / file
    flipped(path) if path.stat().st_size else path.write_bytes(b"{}\n")

    found = erase(desk_of(context), GONE)

    assert found["whole"]
    assert traces(folder, GONE) == []
    assert "damaged" in found["runs"]["run-1"]
    assert found["runs"]["run-2"] == "looked at, and without it"


def test_a_damaged_profile_can_be_forgotten_too(folder, context):
    context.records.do("UPDATE profiles SET document = '{' WHERE id = ?", GONE)

    found = erase(desk_of(context), GONE)

    assert found["whole"]
    assert GONE not in context.stores.profiles


def test_a_run_at_work_is_waited_for(folder, context):
    finisher = Finisher(context)
    with worker._held(context.settings.runs, "run-1"):
        context.records.do("UPDATE runs SET state = 'running' WHERE id = 'run-1'")
        found = erase(desk_of(context), GONE)
        finisher.look()
        assert found["whole"] is None
        assert found["waits_for"] == ["run-1"]
        assert traces(folder, GONE) == ["run-1"]

    finisher.look()

    assert traces(folder, GONE) == []
    assert certificate(desk_of(context), found["id"])["whole"]


def test_nothing_is_kept_under_a_name_that_is_still_being_forgotten(context):
    """A server that was killed half way forgets it as it starts, and with it what came since."""
    context.stores.matches.begin_erasure(GONE, "acme-labs", [], {})
    desk, body = desk_of(context), startup(GONE, "We build sonars.")
    line = b'{"id": "gone", "name": "Gone", "description": "We build sonars."}\n'

    with pytest.raises(Conflict, match="still being forgotten"):
        keeping.update(desk, GONE, body)
    with pytest.raises(Conflict, match="still being forgotten"):
        keeping.create(desk, body)
    with pytest.raises(Conflict, match="still being forgotten"):
        uploads.import_file(desk, line, "application/x-ndjson")
    assert uploads.import_file(desk_of(context, "beta-works"), line, "application/x-ndjson")

    Finisher(context).look()
    keeping.update(desk, GONE, body)

    assert context.stores.profiles.get(GONE).description == "We build sonars."


def test_a_run_that_is_done_is_not_waited_for_though_its_process_has_not_ended(folder, context):
    with worker._held(context.settings.runs, "run-1"):
        found = erase(desk_of(context), GONE)

    assert found["whole"]
    assert traces(folder, GONE) == []


def test_whoever_is_forgotten_while_a_run_ranks_him_is_in_nothing_of_it(
    folder, context, monkeypatch
):
    monkeypatch.setattr(worker, "SHARD", 1)
    said = {}

    class Erasing(WordEncoder):
        """Somebody asks to be forgotten while the second shard is read."""

        def encode(self, texts, progress=None):
            if not said and any(STAYS in text for text in texts):
                said.update(erase(desk_of(context), GONE))
            return super().encode(texts, progress)

    shutil.rmtree(folder / "cache")
    with worker._held(context.settings.runs, "run-3"):
        run(context, folder, "run-3", Erasing())
        assert said["waits_for"] == ["run-3"]
        assert GONE not in names_in(context.settings.runs / "run-3")

    Finisher(context).look()

    assert traces(folder, GONE) == []
    assert certificate(desk_of(context), said["id"])["whole"]
    assert STAYS in names_in(context.settings.runs / "run-3")


def test_who_is_kept_waiting_does_not_undo_what_another_has_finished(context):
    matches = context.stores.matches
    begun = matches.begin_erasure(GONE, "acme-labs", [], {})
    matches.note_erasure(begun.id, {"places": {"profiles": 2}}, whole=True)

    kept = matches.note_erasure(begun.id, {"waits_for": ["run-1"]}, whole=False)

    assert kept.whole is not None
    assert kept.found == {"places": {"profiles": 2}}


def test_a_run_that_failed_half_way_is_cleared_of_whoever_leaves(folder, context):
    matches = context.stores.matches
    matches.queue(Run("run-4", "queued", "k", {}, "2026-06-15", created=str(NOW)), most=9)

    class Failing(WordEncoder):
        def encode(self, texts, progress=None):
            if any("stop here" in text for text in texts):
                raise MatchError("the cache is full")
            return super().encode(texts, progress)

    context.stores.profiles.save(startup("acme-labs~z", "stop here"))
    worker.SHARD, former = 1, worker.SHARD
    try:
        with pytest.raises(MatchError):
            rank_run(
                matches.run("run-4"), matcher_of(folder, Failing()),
                profiles=context.stores.profiles, store=matches, folder=context.settings.runs,
            )  # fmt: skip
    finally:
        worker.SHARD = former
    assert GONE in names_in(context.settings.runs / "run-4")

    found = erase(desk_of(context), GONE)

    assert found["whole"]
    assert traces(folder, GONE) == []


def test_what_came_to_be_while_it_was_forgotten_is_found_by_the_last_look(folder, context):
    found = erase(desk_of(context), GONE)
    matcher_of(folder).encoder.encode([f"Now we do {WORD} for {GONE}."])  # a request under way
    assert traces(folder, GONE) == ["vectors"]

    context.records.do("UPDATE erasures SET whole = whole - 1000")
    Finisher(context).look()

    assert traces(folder, GONE) == []
    kept = context.stores.matches.erasure(found["id"])
    assert (kept.again, kept.vectors, kept.runs) == (True, (), {})
    assert certificate(desk_of(context), found["id"])["removed"]["vectors"] >= 2
