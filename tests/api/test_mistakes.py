"""What tired people type: each gets what was meant, or one clear sentence that says what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from api.cli.commands import main
from matcher.service import Matcher
from matcher.settings import Settings
from programmes import read
from tests.matcher.fakes import WordEncoder

ROOT = Path(__file__).parents[2]
FIRM = {"id": "acme", "name": "Acme", "description": "We build drones."}
FILES = {
    "firm.json": json.dumps(FIRM),
    "several.json": json.dumps([FIRM, {**FIRM, "id": "other"}]),
    "broken.json": '{"name": "A", "description": "x",',
    "typo.json": json.dumps({**FIRM, "headquaters": "NL"}),
    "nato.json": json.dumps({**FIRM, "headquarters": "NATO"}),
    "trl.json": json.dumps({**FIRM, "trl": "TRL 12"}),
    "empty.json": "",
    "empty.csv": "",
    "headings.csv": "name,description\n",
    "firms.csv": "Company,Pitch,Country\nAcme,We build drones for rescue teams.,NL\n",
    "photo.png": "\x89PNG",
    "slides.ppt": "x",
    "mail.eml": "x",
    "page.html": "<html><body><h1>Acme</h1><p>We build drones.</p></body></html>",
}
NIF = "NATO Innovation Fund"
MAPPED = ("--map", "Company=name,Pitch=description,Country=headquarters")
TABLE = ("--on", "2026-06-15", "--format", "table")

MEANT: list[tuple[list[str], str]] = [
    (["explain", "NIF", "firm.json", *TABLE], NIF),
    (["screen", "firms.csv", "NIF", *MAPPED, *TABLE], "1 applicants"),
    (["explain", "firm.json", "https://www.nif.fund/", *TABLE], NIF),
    (["explain", "firm.json", "www.nif.fund", *TABLE], NIF),
    (["explain", "firm.json", "nif", *TABLE], NIF),
    (["explain", "firm.json", '"NIF"', *TABLE], NIF),
    (["explain", "firm.json", "NIF.", *TABLE], NIF),
    (["explain", "firm.json", "nato innovation fund", *TABLE], NIF),
    (["catalogue", "show", "DÉFENSE innovation loans"], "uk-defence-innovation-loans"),
    (["catalogue", "show", "diana 2027"], "nato-diana-2027"),
    (["catalogue", "show", "SecFund"], "nl-secfund"),
    (["catalogue", "list", "--kind", "grants", "--format", "csv"], "agile"),
    (["catalogue", "list", "--status", "opened", "--format", "csv"], "edip"),
    (["catalogue", "list", "--kind", "Fund,loan", "--format", "csv"], "nato-innovation-fund"),
    (["match", "firm.json", "--min-fit", "50%", *TABLE], "Acme"),
    (["match", "firm.json", "--min-fit", "0,5", *TABLE], "Acme"),
    (["match", "firm.json", "--country", "UK", *TABLE], "Acme"),
    (["match", "firm.json", "--country", "Deutschland", *TABLE], "Acme"),
    (["match", "firm.json", "--country", "deu", *TABLE], "Acme"),
    (["match", "firm.json", "--area", "drones", *TABLE], "Acme"),
    (["match", "firm.json", "--section", "soon,later", *TABLE], "SOON"),
    (["match", "firm.json", "--section", "not for you", *TABLE], "NOT FOR YOU"),
    (["match", "firm.json", "--on", "15.06.2026", "--format", "json"], '"on": "2026-06-15"'),
    (["match", "firm.json", "--on", "06/15/2026", "--format", "json"], '"on": "2026-06-15"'),
    (["match", "firm.json", "--on", "15 June 2026", "--format", "json"], '"on": "2026-06-15"'),
    (["match", "firm.json", "--on", "today", "--format", "csv"], "nato-innovation-fund"),
    (["match", "firm.json", "--format", "JSON", "--on", "2026-06-15"], '"profile": "acme"'),
    (["match", "firm.json", "--set", "TRL=6", *TABLE], "Acme"),
    (["match", "firm.json", "--set", "trl=TRL 6", *TABLE], "Acme"),
    (["match", "firm.json", *TABLE, "--wide", "--plain"], "Acme"),
    (["match", "page.html", *TABLE], "Acme"),
    (["match", "typo.json", *TABLE], "did you mean headquarters?"),
    (["match", "nato.json", *TABLE], "no country is called 'NATO'"),
    (["match", "trl.json", *TABLE], "expected a whole number from 1 to 9"),
    (["screen", "NIF", "headings.csv", *TABLE], "Nobody applies"),
    (["pathway", "firm.json", "--set", "trl=6", "--set", "headquarters=NL", *TABLE], "TRL 6"),
    (["pathway", "firm.json", *TABLE], "Say so with --set headquarters=NL"),
    (["help"], "Commands:"),
    (["help", "match"], "Match one profile"),
]
TOLD: list[tuple[list[str], str]] = [
    (["match", "NIF", *TABLE], "NIF is a programme, and a profile is wanted here"),
    (["match", "nato-innovation-fund", *TABLE], "allymatch catalogue show nato-innovation-fund"),
    (["match", "acme", *TABLE], "see `allymatch import`"),
    (["match", "frim.json", *TABLE], "did you mean firm.json?"),
    (["match", "We build drones in Delft", *TABLE], "allymatch match -"),
    (["match", "https://acme.example", *TABLE], "add --fetch to have it brought"),
    (["match", "folder", *TABLE], "a folder without any document"),
    (["match", "empty.json", *TABLE], "an empty file"),
    (["match", "photo.png", *TABLE], "what the picture says"),
    (["match", "slides.ppt", *TABLE], "saved as .pptx"),
    (["match", "mail.eml", *TABLE], "saved as .txt"),
    (["match", "several.json", *TABLE], "choose one with --id"),
    (["match", "broken.json", *TABLE], "ends too early"),
    (["match", "firm.json", "--on", "2026-13-01"], "expected a day that exists"),
    (["match", "firm.json", "--on", "June 2026"], "expected one day"),
    (["match", "firm.json", "--country", "NATO", *TABLE], "give countries one by one"),
    (["match", "firm.json", "--country", "Germnay", *TABLE], "did you mean Germany (DE)?"),
    (["match", "firm.json", "--area", "quntum", *TABLE], "did you mean quantum?"),
    (["match", "firm.json", "--min-fit", "50", *TABLE], "or a percentage"),
    (["match", "firm.json", "--top", "0"], "greater than or equal to 1"),
    (["match", "firm.json", "--format", "markdown"], "Markdown is --format md"),
    (["match", "firm.json", "--fromat", "json"], "--format"),
    (["match", "firm.json", "--ON", "2026-06-15"], "options are written small: --on"),
    (["match", "firm.json", "--json"], "--format json"),
    (["match", "firm.json", "--limit", "5"], "--top 5"),
    (["match", "firm.json", "--set", "trl", "6"], "--set trl=6"),
    (["match", "firm.json", "--set", "country=DE"], "headquarters=DE"),
    (["match", "firm.json", "NIF"], "allymatch explain PROFILE PROGRAMME"),
    (["match", "firm.json", "firms.csv"], "match takes one profile"),
    (["match"], "give a file about the startup"),
    (["explain", "firm.json"], "explain takes a profile and a programme"),
    (["screen", "NIF"], "name a file of profiles, or import one"),
    (["screen", "NIF", "empty.csv", *TABLE], "an empty file"),
    (["explain", "firm.json", "nato innovaton fund", *TABLE], "did you mean nato-innovation-fund"),
    (["catalogue", "show", "eic"], "say which"),
    (["catalogue", "show", "patriot"], "nspa-patriot-gem-t-2024"),
    (["catalogue", "nif"], "allymatch catalogue show"),
    (["profile", "firm.json"], "allymatch profile read firm.json"),
    (["catalouge", "list"], "catalogue"),
    (["mtach", "firm.json"], "match"),
    (["list"], "allymatch catalogue list"),
    (["version"], "allymatch --version"),
    (["runs", "show", "nowhere"], "`allymatch rank PROFILES --out DIR` makes one"),
    (["rank", "firms.csv"], "--out runs/monday"),
    (["pathway", "NIF", *TABLE], "NIF is a programme"),
    (["pathway", "firm.json", "--months", "24", *TABLE], "KIND=NUMBER, such as grant=18"),
    (["pools", "suppliers", "patriot", "firms.csv", *MAPPED, *TABLE], "say which"),
]


def named(value):
    """What was typed, as the name of a test."""
    return " ".join(value)[:60] if isinstance(value, list) else "told"


@pytest.fixture(scope="module")
def held():
    """The catalogue, read once for all of them, and a matcher over it that loads no model."""
    return Matcher(read.load_catalogue(), WordEncoder())


@pytest.fixture
def allymatch(held, tmp_path, monkeypatch, capsys):
    """The command in a folder of files, with an encoder that loads no model."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="latin-1")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(read, "load_catalogue", lambda *_, **__: held.catalogue)
    monkeypatch.setattr("matcher.settings.load_catalogue", lambda *_, **__: held.catalogue)
    monkeypatch.setattr(Matcher, "open", lambda *_, **__: held)

    def run(arguments):
        monkeypatch.setattr(sys, "argv", ["allymatch", *arguments])
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize(
    ("typed", "told"),
    MEANT,
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "told",
)
def test_it_does_what_was_meant(allymatch, typed, told):
    code, out, err = allymatch(typed)

    assert code == 0
    assert told in out + err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("typed", "told"),
    TOLD,
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "told",
)
def test_it_says_in_one_sentence_what_to_do(allymatch, typed, told):
    code, out, err = allymatch(typed)

    assert code in {1, 2}
    assert told in err
    assert not out
    assert "Traceback" not in err


@pytest.mark.parametrize("file", ["nothing.csv", "photo.png", "empty.csv"])
def test_a_rank_that_fails_leaves_no_folder(allymatch, tmp_path, file):
    code, _, _ = allymatch(["rank", file, "--out", "run"])

    assert code == 1
    assert not (tmp_path / "run").exists()


def test_a_folder_that_was_there_before_is_left(allymatch, tmp_path):
    (tmp_path / "run").mkdir()
    allymatch(["rank", "nothing.csv", "--out", "run"])

    assert (tmp_path / "run").is_dir()


def test_a_person_is_told_that_a_first_run_goes_on(monkeypatch, capsys):
    from api.cli import options

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(options, "PATIENCE", 0.0)
    monkeypatch.setattr(options, "Timer", _Now)
    monkeypatch.setattr(Matcher, "open", lambda *_: None)
    options.opened(Settings.load())

    assert "a first run takes some ten seconds" in capsys.readouterr().err


class _Now:
    """A timer that is over at once."""

    daemon = False

    def __init__(self, seconds, call):
        assert seconds <= 2
        self.start = call

    def cancel(self):
        """Nothing is left to do."""
