"""What tired people type, and what they are told."""

from pathlib import Path

import pytest

from api.cli.hints import hint, nearest, no_profile


@pytest.mark.parametrize(
    ("message", "arguments", "told"),
    [
        ("No such command 'list'.", ["list"], "allymatch catalogue list"),
        ("No such command 'Show'.", ["Show", "NIF"], "allymatch catalogue show"),
        ("No such option: --profile", ["match", "--profile", "x"], "without an option"),
        ("No such option: --json", ["match", "x", "--json"], "--format json"),
        ("Got unexpected extra argument (nif)", ["match", "x", "nif"], "allymatch explain"),
        ("Got unexpected extra argument (b)", ["catalogue", "show", "a", "b"], "in quotes"),
        ("Missing argument 'programme'.", ["explain", "x"], "allymatch match PROFILE"),
    ],
)
def test_a_usage_error_says_what_to_type_instead(message, arguments, told):
    assert told in hint(message, arguments)


@pytest.mark.parametrize("message", ["No such command 'zzz'.", "No such option: --zzz", "Other."])
def test_what_is_anybodys_guess_is_not_guessed(message):
    assert hint(message, ["zzz"]) is None


def test_a_path_with_a_typing_mistake_leads_to_the_file(tmp_path):
    (tmp_path / "examples").mkdir()
    there = tmp_path / "examples" / "quantum.json"
    there.write_text("{}")

    assert nearest(tmp_path / "exmples" / "quantum.json") == there
    assert nearest(tmp_path / "examples" / "qantum.json") == there
    assert nearest(tmp_path / "examples" / "zzz") is None
    assert nearest(Path("nowhere/at/all")) is None


@pytest.mark.parametrize(
    ("text", "programme", "told"),
    [
        ("NIF", "nato-innovation-fund", "allymatch catalogue show nato-innovation-fund"),
        ("We build drones in Delft", None, "echo"),
        ("https://acme.example", None, "is not fetched"),
        ("acme", None, "allymatch import"),
    ],
)
def test_what_is_no_profile_is_told_what_it_is(text, programme, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert told in no_profile(text, programme)
