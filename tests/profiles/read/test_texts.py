"""A description alone is a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiles.errors import ReadError
from tests.profiles.read.support import read, text_file


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("# Acme Quantum\n\nClocks for ships.\n", "Acme Quantum", "Clocks for ships."),
        ("Acme Quantum\n============\nClocks.", "Acme Quantum", "Clocks."),
        ("Acme Quantum\n\nClocks.", "Acme Quantum", "Clocks."),
        ("We build clocks.\nThey are small.", "clocks", "We build clocks.\nThey are small."),
        ("We build clocks", "clocks", "We build clocks"),
        ("# Acme", "clocks", "# Acme"),
        (f"{'long ' * 11}\nline", "clocks", f"{'long ' * 11}\nline"),
    ],
)
def test_the_name_is_the_heading_or_else_that_of_the_file(
    tmp_path: Path, text: str, name: str, description: str
) -> None:
    found = read(text_file(tmp_path, "clocks.md", text)).only

    assert (found.id, found.name, found.description) == ("clocks", name, description)
    assert found.incorporated_in is found.trl is found.areas is None


def test_a_plain_text_has_no_marks(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "a b.v2.txt", "#1 in clocks\n\nSince ever.")).only

    assert (found.id, found.name) == ("a-b", "#1 in clocks")


def test_a_short_french_text_is_a_profile(tmp_path: Path) -> None:
    text = "Nous développons des drones sous-marins autonomes.\nIls cartographient les fonds."

    found = read(text_file(tmp_path, "abysses.txt", text, encoding="cp1252"))

    assert found.only.description == text
    assert "read as Windows-1252" in found.summary.notes[0]


def test_fields_may_stand_before_a_markdown_text(tmp_path: Path) -> None:
    text = "---\nCompany: Acme\ntrl: 5\nhq country: NO\n---\n# Our clocks\n\nThey tick.\n"

    found = read(text_file(tmp_path, "x.md", text)).only

    assert (found.id, found.name, found.trl, found.headquarters) == ("x", "Acme", 5, "NO")
    assert found.description == "# Our clocks\n\nThey tick."


def test_a_description_before_the_text_is_joined_with_it(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "x.md", "---\ndescription: Clocks.\n---\nThey tick.")).only

    assert (found.name, found.description) == ("x", "Clocks.\n\nThey tick.")


def test_faults_in_the_fields_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    told = read(text_file(tmp_path, "x.md", "---\nname: A\nname: B\n---\nText")).told
    assert told == [(2, None, "the key 'name' occurs twice, again in line 3")]

    with pytest.raises(ReadError) as caught:
        read(text_file(tmp_path, "x.md", "---\nname: A\ntrl: [\n---\nText"))
    assert caught.value.line == 4


def test_a_line_of_dashes_inside_a_text_is_no_mark(tmp_path: Path) -> None:
    text = "Acme\n\nOne.\n\n---\n\nTwo."

    assert read(text_file(tmp_path, "x.md", text)).only.description == "One.\n\n---\n\nTwo."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.txt", "Acme\nradar " + "\u00a0" * 300_000 + "x"),
        ("x.txt", "\u00a0" * 300_000 + "x"),
        ("x.md", "# " + " " * 300_000 + "x\nradar"),
        ("x.md", "# " + "# " * 150_000 + "x\nradar"),
        ("x.md", "radar\n" + "=" * 300_000 + "x"),
        ("x.md", "---\n" * 40_000 + "radar"),
        ("x.md", "---\n" + "a: b\n" * 20_000 + "radar"),
    ],
    ids=["spaces within", "spaces before", "heading", "signs", "underline", "rules", "front"],
)
def test_a_hostile_text_takes_as_long_as_any_other_of_its_length(
    tmp_path: Path, name: str, text: str
) -> None:
    # No clock is read: a pattern that looks at each place twice would not come back today.
    assert read(text_file(tmp_path, name, text)).summary.read == 1
