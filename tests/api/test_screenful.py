"""The first screen of an answer: forty lines that a founder can act on."""

import re
from pathlib import Path

import pytest

from api.cli.lines import painted
from api.cli.lists import applicants_listed, listed
from api.cli.options import OutputFormat
from api.cli.render_catalogue import condition, render_list
from api.cli.render_runs import run_in_sentences
from api.cli.screenful import LINES, first_screen
from matcher.answers.summary import by_section, headline
from matcher.service import Matcher
from profiles.model import Profile
from profiles.read import read_profile
from profiles.vocabulary import instant
from programmes.model import current_call
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
        assert (card.effort is not None) == (programme.process is not None)
        assert (card.buys is not None) == (programme.buyers == "states")
        assert card.contact == programme.owner
        assert len(card.what.split()) <= 14


def test_the_whole_list_names_every_programme_in_its_section(matcher):
    profile = read_profile(EXAMPLES[0])
    page = matcher.match(profile, on="2026-11-28")
    shown = listed(page)

    for name, some in by_section(page).items():
        assert not some or listed(page, [name]) in shown + "\n"
    assert shown.count("fit ") == len(matcher.catalogue.entries)


def test_of_a_text_that_was_not_read_nothing_is_said_to_be_wanting(matcher):
    text = (
        "Wir entwickeln Brennstoffzellen mit Wasserstoff für unbemannte Fluggeräte. Die Zelle flog"
        " in einem Demonstrator der Bundeswehr und wird von achtzehn Mitarbeitern gebaut."
    )
    page = matcher.match(Profile(id="zelle", name="Zelle", description=text), on=DAYS[-1])
    said = " ".join(headline(by_section(page)))

    assert {one.reading for one in page.matches} == {"not-read"}
    assert "may be open to you now" in said
    assert "speaks of" not in said
    assert "Nothing for you" not in said
    assert not [one.card.why for one in page.matches if "little in your text" in one.card.why]


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


def test_an_address_is_never_cut(matcher):
    profile = read_profile(EXAMPLES[0])
    page = matcher.match(profile, on="2026-11-28")
    links = {card.link for one in page.matches if (card := one.card) and card.link}
    shown = first_screen(page, profile, said="x.json", width=60)

    told = [word for word in shown.split() if "://" in word]
    assert told
    assert set(told) <= links


def test_colour_says_nothing_that_the_words_do_not_say(matcher):
    profile = read_profile(EXAMPLES[0])
    shown = first_screen(matcher.match(profile, on="2026-11-28"), profile, said="x.json")
    coloured = painted(shown)

    waiting = re.findall(r"(?:\d questions?|after one change|ask the office) +fit", shown)
    assert coloured.count("\x1b[33m") == len(waiting) > 0
    assert re.sub(r"\x1b\[\d+m", "", coloured) == shown


@pytest.mark.parametrize("path", EXAMPLES[:3], ids=lambda path: path.stem)
def test_every_list_fits_eighty_columns(matcher, path):
    profile = read_profile(path)
    page = matcher.match(profile, on="2026-11-28")
    for shown in (first_screen(page, profile, said="x", width=80), listed(page, width=80)):
        assert max(len(line) for line in shown.splitlines() if "://" not in line) <= 80


def test_a_list_of_the_catalogue_keeps_ids_whole(monkeypatch, matcher):
    monkeypatch.setenv("COLUMNS", "80")
    calls = [(one, *current_call(one, on=instant("2026-11-28"))) for one in matcher.catalogue]
    shown = render_list(calls, "2026-11-28", OutputFormat.TABLE)

    assert {one.id for one in matcher.catalogue} <= set(shown.split())
    assert max(map(len, shown.splitlines())) <= 80


def test_no_condition_is_shown_as_it_stands_in_a_file(matcher):
    for programme in matcher.catalogue:
        for one in (*programme.criteria, *programme.guidance):
            said = condition(one)

            assert not re.search(
                r"\b(basis|within|groups|nato_32|eu_27)\b ", said.partition("[")[0]
            )
            assert said[:1].isupper() or not said[:1].isalpha()


def test_a_firm_from_a_partner_country_reads_first_what_remains(matcher):
    for code, name in (("AU", "Australia"), ("JP", "Japan"), ("IE", "Ireland"), ("CH", "Switz")):
        page = matcher.match(profile_of({"headquarters": code}, name="Firm"), on="2026-11-28")

        assert page.notes[0].startswith(f"What remains from {name}")
    assert not any(
        "What remains" in note
        for note in matcher.match(profile_of({"headquarters": "DE"}), on="2026-11-28").notes
    )


def test_a_reason_quotes_the_line_of_the_programme_that_shares_most(matcher):
    maker = profile_of(
        {"headquarters": "FR"}, name="Forge",
        text="We forge and machine shell bodies and make driving bands for artillery rounds.",
    )  # fmt: skip
    found = matcher.explain(maker, "nspa-155mm-2024", on="2026-11-28")

    assert found.card.why.startswith('it needs "')
    assert "shell bodies" in found.card.why


def test_a_run_is_told_in_sentences():
    told = {
        "run": {"on": "2026-06-15", "side": "startups", "top": 20, "shard_rows": 8192,
                "filters": {"countries": ["DE"], "min_fit": 0.0},
                "settings": {"model": "a" * 40}, "versions": {"numpy": "2"}},
        "counts": {"profiles": 4000, "rejected": 2, "unplaced": 1, "shards": 1, "startups": 9},
        "verdicts": {"supply_chain": 7, "eligible": 2},
        "most_often_first": {"nato-innovation-fund": 12},
    }  # fmt: skip
    shown = run_in_sentences(told, "runs/monday", width=80)

    assert shown.startswith("runs/monday: 4,000 startups ranked for 2026-06-15.")
    assert "Only countries DE were kept." in shown
    assert "2 rows could not be read" in shown
    assert "7 supply chain and 2 eligible" in shown
    assert max(map(len, shown.splitlines())) <= 80
    unfinished = run_in_sentences({**told, "counts": {}}, "runs/monday", width=80)
    assert "is not finished" in unfinished
