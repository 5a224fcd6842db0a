"""Is the catalogue read whole, alike from any order of files, and refused with all its faults?"""

import pickle

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.errors import BadCatalogue, BadDocument, UnknownProgramme
from programmes.facts import references
from programmes.model import Programme
from programmes.read import Catalogue, load_catalogue
from tests.programmes.documents import SOURCES, programme, source, write


@pytest.fixture(scope="module")
def built_in():
    return load_catalogue()


def faults(path):
    with pytest.raises(BadCatalogue) as caught:
        load_catalogue(path)
    return [str(problem).replace(f"{path}/", "") for problem in caught.value.problems]


def test_all_programmes_are_there_by_id(built_in):
    ids = [one.id for one in built_in]
    assert len(built_in) == len(set(ids)) >= 133
    assert ids == sorted(ids)
    assert "nato-diana-2027" in built_in
    assert "nl-mind" not in built_in


def test_every_source_that_is_named_is_there(built_in):
    named = {slug for one in built_in for _, slugs in references(one) for slug in slugs}
    assert named <= set(built_in.sources)
    assert list(built_in.sources) == sorted(built_in.sources)


def test_a_programme_is_found_by_id(built_in):
    assert built_in.get("purl").id == "purl"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("nato-diana-2072", "nato-diana-2027"),
        ("NATO Innovation Fund", "nato-innovation-fund"),
        ("sprind", "de-sprind"),
    ],
)
def test_an_unknown_id_suggests_the_nearest(built_in, asked, meant):
    with pytest.raises(UnknownProgramme, match="did you mean") as caught:
        built_in.get(asked)
    assert meant in caught.value.suggestions


def test_what_is_like_nothing_gets_no_suggestion():
    with pytest.raises(UnknownProgramme) as caught:
        Catalogue.of([programme()]).get("zzz")
    assert str(caught.value) == "no programme is called 'zzz'"


def test_every_programme_comes_back_from_its_json(built_in):
    for one in built_in:
        assert Programme.model_validate_json(one.model_dump_json()) == one


def test_loading_twice_gives_the_same_fingerprint(built_in):
    assert load_catalogue().fingerprint == built_in.fingerprint


@given(st.randoms(use_true_random=False))
@settings(max_examples=5)
def test_the_order_of_the_files_never_changes_the_fingerprint(built_in, chance):
    found, sources = list(built_in), list(built_in.sources.values())
    awards = list(built_in.awards)
    for each in (found, sources, awards):
        chance.shuffle(each)
    assert Catalogue.of(found, sources, awards) == built_in


def test_the_names_of_the_files_never_change_the_fingerprint(tmp_path):
    prints = []
    for names in (("a.yaml", "b.yml"), ("z.yaml", "c.yaml")):
        folder = tmp_path / names[0]
        folder.mkdir()
        for name, identifier in zip(names, ("one", "two"), strict=True):
            write(folder, name, id=identifier)
        prints.append(load_catalogue(folder).fingerprint)
    assert prints[0] == prints[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "Another."},
        {"criteria": [{"kind": "technology-ownership", "source": ["page"]}]},
        {"criteria": [{"kind": "single-applicant", "source": ["page"]}]},
    ],
)
def test_any_change_of_content_changes_the_fingerprint(changes):
    seen = {
        Catalogue.of([programme()]).fingerprint,
        Catalogue.of([programme(criteria=[{"kind": "weapon", "source": ["page"]}])]).fingerprint,
        Catalogue.of([programme()], [source()]).fingerprint,
        Catalogue.of([programme(**changes)]).fingerprint,
    }
    assert len(seen) == 4


def test_a_users_folder_adds_its_programmes(built_in, tmp_path):
    write(tmp_path)
    found = load_catalogue(tmp_path)
    assert [one for one in found if one.id != "own-prize"] == list(built_in)
    assert len(found) == len(built_in) + 1
    assert found.sources["page"].url == "https://example.org/"


def test_a_single_file_can_be_added(tmp_path):
    assert "own-prize" in load_catalogue(write(tmp_path))


def test_programmes_can_share_a_file_of_sources(tmp_path):
    write(tmp_path, "a.yaml", id="one", sources=None)
    write(tmp_path, "b.yaml", id="two", sources=None)
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump(SOURCES), encoding="utf-8")
    assert {"one", "two"} <= {one.id for one in load_catalogue(tmp_path)}


def test_two_files_may_state_the_same_source_alike_but_not_differently(tmp_path):
    write(tmp_path, "a.yaml", id="one")
    write(tmp_path, "b.yaml", id="two")
    assert "one" in load_catalogue(tmp_path)
    write(tmp_path, "b.yaml", id="two", sources={"page": {**SOURCES["page"], "url": "other"}})
    (found,) = faults(tmp_path)
    assert found == "b.yaml, line 12, page: 'page' is another source in a.yaml: choose another slug"


def test_an_id_used_twice_names_both_files(tmp_path):
    write(tmp_path, "a.yaml")
    write(tmp_path, "b.yaml")
    (found,) = faults(tmp_path)
    assert found.startswith("b.yaml, line 1, id: 'own-prize' is the id of a programme in ")
    assert "a.yaml too" in found


def test_an_id_of_the_built_in_catalogue_cannot_be_taken(tmp_path):
    write(tmp_path, id="purl")
    (found,) = faults(tmp_path)
    assert "is the id of a programme in catalogue/data/purl.yaml too" in found


def test_a_source_that_does_not_exist_is_an_error_with_the_nearest(tmp_path):
    write(tmp_path, facts=[{"name": "sites", "value": "3", "source": ["pagee"]}])
    (found,) = faults(tmp_path)
    assert (
        found
        == "own.yaml, line 14, facts.1.source: no source is called 'pagee'; did you mean page?"
    )


@pytest.mark.parametrize("name", ["nothing-here", "own.txt"])
def test_a_path_that_is_no_catalogue_says_what_is_one(tmp_path, name):
    (found,) = faults(tmp_path / name)
    assert "name a folder of YAML files" in found


def test_a_folder_without_a_programme_says_so(tmp_path):
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump(SOURCES), encoding="utf-8")
    (found,) = faults(tmp_path)
    assert "holds no programme" in found


def test_all_faults_of_all_files_come_at_once_in_the_order_of_the_files(tmp_path):
    write(tmp_path, "b.yaml", kind="grants", areas=["quantm"], nmae="x")
    (tmp_path / "a.yaml").write_text("name: 'open\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("id: x\nname: y\n", encoding="utf-8")
    found = faults(tmp_path)
    assert [line.split(":")[0] for line in found] == [
        "a.yaml, line 1",
        "b.yaml, line 4, kind",
        "b.yaml, line 12, areas.1",
        "b.yaml, line 13, nmae",
        "c.yaml",
    ]
    assert found[-1].endswith(
        "owner, kind, summary, description, provenance are missing, and needed"
    )


def test_dates_written_as_yaml_dates_are_dates(tmp_path):
    path = write(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}calls:\n- {{id: a, opens: 2026-05-01, closes: 2026-06}}\n", "utf-8")
    (call,) = load_catalogue(tmp_path).get("own-prize").calls
    assert (call.opens, call.closes) == ("2026-05-01", "2026-06")


def test_norway_needs_no_quotes(tmp_path):
    path = write(tmp_path)
    seat = "criteria:\n- {kind: seat, basis: managed, within: [NO], source: [page]}\n"
    path.write_text(path.read_text(encoding="utf-8") + seat, encoding="utf-8")
    (criterion,) = load_catalogue(tmp_path).get("own-prize").criteria
    assert criterion.within.countries == ("NO",)


def test_the_errors_survive_a_trip_between_processes(tmp_path):
    write(tmp_path, kind="grants")
    with pytest.raises(BadCatalogue) as caught:
        load_catalogue(tmp_path)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert str(copy) == str(caught.value)
    assert isinstance(copy.problems[0], BadDocument)
    unknown = pickle.loads(pickle.dumps(UnknownProgramme("x", ("y", "z"))))  # noqa: S301 - our own bytes
    assert str(unknown) == "no programme is called 'x'; did you mean y or z?"


def test_a_thousand_faults_are_counted_and_not_all_printed():
    faulty = BadCatalogue(BadDocument("a.yaml", "", f"fault {n:04}") for n in range(1000))
    assert len(faulty.problems) == 1000
    assert len(str(faulty).splitlines()) == 52
    assert str(faulty).endswith("\nand 950 more")
