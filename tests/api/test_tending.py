"""Is the catalogue kept true: what to look at first, what was renewed, what changed for whom?"""

from datetime import date

import pytest

from api.usecases.differences import flips
from api.usecases.impact import queue
from api.usecases.imports import ImportSettings, renew, run_import
from programmes.coverage import coverage, home_of
from programmes.errors import BadDocument, UnknownFact
from programmes.read import Catalogue, load_catalogue
from programmes.sources.folder import ImportFolder
from programmes.sources.selection import Keep
from tests.matcher.strategies import profile_of
from tests.programmes.documents import programme, source, write
from tests.programmes.sources import files
from tests.programmes.sources.files import written

ON = date(2026, 11, 28)
SEAT = {"kind": "seat", "basis": "incorporated", "within": "NO", "source": ["page"]}
LEVEL = {"kind": "trl", "min": 6, "source": ["page"]}
OPEN = [{"id": "one", "opens": "2026-01-01", "closes": "2027-01-01"}]


def catalogue(*criteria, kind="official", as_of="2026-06-01"):
    one = programme(criteria=list(criteria), calls=OPEN)
    return Catalogue.of([one], [source(kind=kind, as_of=as_of)])


def firm(trl, country="NO"):
    return profile_of({"trl": trl, "incorporated_in": country})


def test_what_alone_keeps_most_firms_out_is_looked_at_first():
    found = queue(catalogue(SEAT, LEVEL), [firm(3), firm(4), firm(9)], ON)

    assert [(one.field, one.rests) for one in found] == [("criteria.2", 3), ("criteria.1", 1)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"kind": "official"}, {"kind": "press"}),
        ({"as_of": "2026-11-01"}, {"as_of": "2025-01-01"}),
        ({"as_of": "2026-06-01"}, {"as_of": "undated"}),
    ],
)
def test_old_and_weakly_sourced_facts_weigh_more(better, worse):
    one, other = (queue(catalogue(SEAT, **each), [], ON)[0].weight for each in (better, worse))

    assert one < other


def test_a_fact_is_renewed_without_editing_a_file(tmp_path):
    write(tmp_path, criteria=[{**SEAT, "confidence": "medium"}])
    address = "https://example.org/rules?page=2"
    renew(tmp_path, "own-prize", "criteria.1", source=address, kind="official",
          as_of="2026-11-20", by="ana", on="2026-11-28")  # fmt: skip
    found = load_catalogue(tmp_path)
    criterion = found.get("own-prize").criteria[0]

    assert criterion.as_of == "2026-11-20"
    assert criterion.source == ("example-org-rules-page-2", "page")
    assert criterion.within.countries == ("NO",)
    assert found.sources["example-org-rules-page-2"].url == address
    (change,) = ImportFolder(tmp_path).history()
    assert (change.by, change.fields["criteria.1.as_of"]) == ("ana", (None, "2026-11-20"))


def test_a_fact_of_the_built_in_catalogue_can_be_renewed(tmp_path):
    into = tmp_path / "mine"
    renew(into, "hedi", "summary", source="gk", kind="", as_of="2026-11-20", by="", on="2026-11-28")

    assert load_catalogue(into).get("hedi").provenance["summary"].as_of == "2026-11-20"


def test_what_is_no_fact_or_no_source_is_told(tmp_path):
    write(tmp_path)
    said = {"kind": "official", "as_of": "2026-11-20", "by": "", "on": "2026-11-28"}

    with pytest.raises(UnknownFact, match=r"own-prize has no fact 'criteria.7'"):
        renew(tmp_path, "own-prize", "criteria.7", source="page", **said)
    with pytest.raises(BadDocument, match="no source is called 'pag'"):
        renew(tmp_path, "own-prize", "*", source="pag", **said)
    with pytest.raises(BadDocument, match="as_of"):
        renew(tmp_path, "own-prize", "*", source="page", **{**said, "as_of": "soon"})


def test_a_countrys_own_offer_is_known_by_its_id_or_by_its_seat():
    assert home_of(programme(id="no-prize")) == "NO"
    assert home_of(programme(id="uk-prize")) == "GB"
    assert home_of(programme(criteria=[SEAT])) == "NO"
    assert home_of(programme(criteria=[{**SEAT, "within": "eu_27"}])) is None


def test_an_ally_without_an_offer_of_its_own_is_a_hole():
    allies = coverage([programme(criteria=[SEAT]), programme(id="shared")], ON)
    by_code = {one.code: one for one in allies}

    assert len(allies) == 32
    assert by_code["NO"].national == {"challenge": ("own-prize",)}
    assert not by_code["NO"].hole
    assert by_code["IT"].hole
    assert by_code["IT"].shared == {"challenge": 1}


def test_a_moved_deadline_flips_the_status_of_an_answer(tmp_path):
    moved = {**files.EU_PAGE["TopicDetails"]}
    moved["actions"] = [{"plannedOpeningDate": "2026-02-11", "deadlineDates": ["2026-05-01"]}]
    for on, page in (("2026-03-01", files.EU_PAGE), ("2026-06-01", {"TopicDetails": moved})):
        file = written(tmp_path, "page.json", page)
        run_import(ImportSettings("eu-portal", tmp_path / "kept", file, Keep(), on))
    some = [profile_of({"incorporated_in": "CN"})]

    (flip,) = flips(tmp_path / "kept", some, "2026-04-01", "2026-06-15")
    assert flip.says == "from open to closed"
    assert flips(tmp_path / "kept", some, "2026-06-01", "2026-06-15") == []


def test_a_topic_that_was_not_there_is_new(tmp_path):
    file = written(tmp_path, "page.json", files.EU_PAGE)
    run_import(ImportSettings("eu-portal", tmp_path / "kept", file, Keep(), "2026-06-01"))

    (flip,) = flips(tmp_path / "kept", [firm(5)], "2026-05-01", "2026-06-15")
    assert flip.before is None
    assert flip.after[1] == "open"


def test_every_national_offer_that_is_counted_rests_on_a_text():
    found = load_catalogue()
    bare = [
        one.id
        for one in found
        if home_of(one) and not all(slug in found.sources for slug in one.provenance["*"].source)
    ]

    assert bare == []
