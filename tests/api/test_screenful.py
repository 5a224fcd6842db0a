"""The first screen of an answer: forty lines that a founder can act on."""

from pathlib import Path

import pytest

from api.cli.lists import applicants_listed, listed
from api.cli.screenful import LINES, first_screen
from matcher.answers.summary import by_section
from matcher.service import Matcher
from profiles.read import read_profile
from programmes.read import load_catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import profile_of

EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "examples").iterdir()
    if path.suffix in {".json", ".yaml", ".txt"} or path.name == "estonian-space.md"
)
DAYS = ("2026-02-01", "2026-06-15", "2026-11-28")


@pytest.fixture(scope="module")
def matcher():
    return Matcher(load_catalogue(), WordEncoder())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("on", DAYS)
def test_the_first_screen_is_one_screen(matcher, path, on):
    profile = read_profile(path)
    page = matcher.match(profile, on=on)
    lines = first_screen(page, profile, said=path.name).splitlines()

    assert len(lines) <= LINES
    assert max(len(line) for line in lines if "://" not in line) <= 100
    assert lines[0].startswith(profile.name)
    assert any("--all" in line for line in lines)


@pytest.mark.parametrize("on", DAYS)
def test_every_card_has_the_money_the_date_the_link_and_the_step_of_its_programme(matcher, on):
    profile = read_profile(EXAMPLES[0])
    page = matcher.match(profile, on=on)
    for match in (*page.matches, *page.ineligible):
        programme, card = matcher.catalogue.get(match.programme), match.card

        assert card.what
        assert card.when
        assert card.next
        assert card.why
        assert (card.money is not None) >= bool(programme.offer.instruments)
        assert (card.link is not None) >= (programme.apply_url is not None)
        assert len(card.what.split()) <= 14


def test_the_whole_list_names_every_programme_in_its_section(matcher):
    profile = read_profile(EXAMPLES[0])
    page = matcher.match(profile, on="2026-11-28")
    shown = listed(page)

    for name, some in by_section(page).items():
        assert not some or listed(page, [name]) in shown + "\n"
    assert shown.count("fit ") == len(matcher.catalogue.entries)


def test_an_empty_section_says_so(matcher):
    profile = read_profile(EXAMPLES[0])
    page = matcher.match(profile, on="2026-11-28", top=1)

    assert listed(page.model_copy(update={"ineligible": ()}), ["one-change"]).startswith("Nothing")


def test_a_list_of_applicants_flags_what_an_officer_should_look_into(matcher):
    profiles = [
        profile_of({"headquarters": "NO"}, name="Fjord"),
        profile_of({"headquarters": "GB", "controlled_from": ["CN"]}, name="Radar"),
        profile_of({"weapon": True}, name="Shell"),
        profile_of({}, name="Buzz", text="dual-use AI"),
        profile_of({}, name="Schall", text="Wir bauen Sonargeräte, die Taucher finden und"
                   " Schwimmer rund um Schiffe sehen, für die Häfen und für die Marine."),
    ]  # fmt: skip
    shown = applicants_listed(matcher.screen("NIF", profiles, on="2026-11-28"))

    for flag in (
        "controlled from China: outside every alliance group",
        "! weapon",
        "! too little text to judge",
        "! text in German, not read",
    ):
        assert flag in shown
    assert shown.splitlines()[1].startswith("5 applicants:")
