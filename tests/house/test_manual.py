import pytest

from tests.house import ROOT
from tools.manual import commands, help_text

COMMANDS = commands()


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_in_the_manual_word_for_word(path):
    manual = (ROOT / "docs/cli.md").read_text(encoding="utf-8")

    assert f"## {path}\n\n```text\n{help_text(COMMANDS[path])}\n```\n" in manual, "make docs"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_says_in_a_sentence_what_it_does(path):
    first = (COMMANDS[path].command.help or "").strip().partition("\n")[0]

    assert first[:1].isupper(), f"{path} --help begins with no sentence"
    assert first.endswith("."), f"{path} --help begins with no sentence: {first!r}"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_is_for(path):
    options = [each for each in COMMANDS[path].command.params if each.param_type_name == "option"]

    assert [each.name for each in options if not each.help] == []
