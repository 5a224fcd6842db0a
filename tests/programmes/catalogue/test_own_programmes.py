"""Does the page on programmes of one's own name every field there is, and show one that works?"""

import re
from datetime import UTC, date, datetime

import pytest

from profiles.vocabulary import Instrument, Stage, areas, groups
from programmes.awards import Award
from programmes.check import check
from programmes.criteria import KINDS, Consortium, Criterion, Relaxed, Where
from programmes.errors import BadCatalogue
from programmes.model import (
    Amount,
    Call,
    Fact,
    Offer,
    Pool,
    Programme,
    Provenance,
    Source,
    Status,
    Topic,
    current_call,
)
from programmes.read import load_catalogue
from tests.house import ROOT

PAGE = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r'^```yaml title="([^"]+)"\n(.*?)^```', PAGE, re.MULTILINE | re.DOTALL))
GOOD, WRONG = "my-programmes/harbour-sensing-prize.yaml", "wrong/harbour-sensing-prize.yaml"


def section(title):
    _, _, rest = PAGE.partition(f"\n{title}\n")
    assert rest, title
    return re.split(r"^#{2,} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def named(text):
    """Every word in code style."""
    return set(re.findall(r"[a-z0-9][\w.-]*", " ".join(re.findall(r"`([^`]+)`", text))))


def folder(tmp_path, block):
    path = tmp_path / block
    path.parent.mkdir()
    path.write_text(BLOCKS[block], encoding="utf-8")
    return path.parent


def test_the_example_of_the_page_is_loaded_beside_the_built_in_programmes(tmp_path):
    catalogue = load_catalogue(folder(tmp_path, GOOD))
    own = catalogue.get("harbour-sensing-prize")

    assert len(catalogue) == len(load_catalogue()) + 1
    assert own.criteria[1].within.except_for == ("US",)
    assert current_call(own, on=datetime(2026, 9, 30, 14, 59, tzinfo=UTC))[1] is Status.OPEN
    assert current_call(own, on=datetime(2026, 9, 30, 15, 0, tzinfo=UTC))[1] is Status.CLOSED


def test_the_check_has_nothing_to_say_of_the_example(tmp_path):
    report = check(load_catalogue(folder(tmp_path, GOOD)), on=date(2026, 6, 15))

    of_it = [
        r for r in (*report.errors, *report.warnings) if r.programme == "harbour-sensing-prize"
    ]
    assert of_it == []


def test_the_sources_of_the_example_may_stand_in_a_file_of_their_own(tmp_path):
    own = folder(tmp_path, GOOD)
    programme, _, sources = BLOCKS[GOOD].partition("sources:\n")
    (own / "harbour-sensing-prize.yaml").write_text(programme, encoding="utf-8")
    lines = [line.removeprefix("  ") for line in sources.splitlines(keepends=True)]
    (own / "sources.yaml").write_text("".join(lines), encoding="utf-8")

    assert load_catalogue(own).sources["port-talk"].kind == "secondary"


def test_every_fault_of_the_wrong_example_is_shown_on_the_page(tmp_path):
    with pytest.raises(BadCatalogue) as found:
        load_catalogue(folder(tmp_path, WRONG))

    problems = [str(each).replace(f"{tmp_path}/", "") for each in found.value.problems]
    assert len(problems) == 6
    assert [each for each in problems if f"- {each}\n" not in PAGE] == []


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("## The programme", Programme),
        ("## The programme", Fact),
        ("### The offer", Offer),
        ("### The offer", Amount),
        ("### Calls", Call),
        ("### Topics", Topic),
        ("### A pool", Pool),
        ("## Criteria", Criterion),
        ("### Places", Where),
        ("## Sources", Provenance),
        ("### Whom a programme took", Award),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_field_is_in_its_table(title, model):
    assert set(model.model_fields) - named(section(title)) == set()


def test_every_field_of_a_source_is_in_its_table():
    # The slug is the key that the source stands under.
    assert set(Source.model_fields) - {"slug"} - named(section("## Sources")) == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model_fields["kind"].default)
def test_every_kind_of_criterion_is_in_the_table_with_its_fields(kind):
    name = kind.model_fields["kind"].default
    (row,) = re.findall(rf"^\| `{name}` \|([^|]*)\|", section("## Criteria"), re.MULTILINE)

    assert set(kind.model_fields) - set(Criterion.model_fields) - {"kind"} - named(row) == set()


def test_the_fields_of_relaxed_numbers_are_told():
    (row,) = re.findall(r"^\| `consortium` .*$", section("## Criteria"), re.MULTILINE)

    assert "relaxed" in Consortium.model_fields
    assert set(Relaxed.model_fields) <= named(row)


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        ("### Areas", [area.slug for area in areas()]),
        ("### Places", [group.slug for group in groups()]),
        ("### The offer", [str(each) for each in Instrument]),
        ("## Criteria", [str(each) for each in Stage]),
    ],
    ids=["areas", "groups", "instruments", "stages"],
)
def test_every_term_that_may_be_used_is_listed(title, terms):
    assert set(terms) - named(section(title)) == set()
