"""Whatever a file holds, reading it ends in profiles, problems or one of our errors."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import ProfileError
from profiles.model import Profile
from profiles.read import Format, RowProblem, read_profiles, write_profiles
from tests.profiles.read.support import workbook

ENDINGS = ("json", "jsonl", "yaml", "csv", "md", "txt", "parquet", "xlsx", "csv.gz", "x")
DOCUMENTS = ("pdf", "docx", "pptx", "odt", "html")
"""Each is read in a process of its own: too dear to draw hundreds of."""


def survive(path: Path) -> None:
    reading = read_profiles(path)
    with contextlib.suppress(ProfileError):
        for found in reading:
            assert isinstance(found, Profile | RowProblem)
            assert str(found).encode()
    assert all(note.encode() for note in reading.summary.notes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@pytest.fixture(scope="module")
def sound(folder: Path) -> Path:
    """A sound file of each format, to be damaged."""
    some = [
        Profile(id=str(number), name="A", description="x", trl=4, areas=("quantum",))
        for number in range(3)
    ]  # fmt: skip
    for ending in ("json", "jsonl", "yaml", "csv", "parquet", "csv.gz"):
        write_profiles(folder / f"sound.{ending}", some)
    workbook(folder / "sound.xlsx", List=[["name", "about", "trl"], ["A", "x", 4]])
    (folder / "sound.md").write_text("---\nname: A\n---\n# Title\n\nText")
    (folder / "sound.txt").write_text("Title\n\nText")
    (folder / "sound.x").write_text("name;about\nA;x\n")
    return folder / "sound"


@pytest.mark.parametrize("ending", ENDINGS)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_survived(folder: Path, ending: str, data: bytes) -> None:
    path = folder / f"any.{ending}"
    path.write_bytes(data)

    survive(path)


@pytest.mark.parametrize("ending", ENDINGS)
@given(at=st.floats(0, 1), length=st.integers(0, 40), put=st.binary(max_size=20))
def test_any_damage_to_a_sound_file_is_survived(
    folder: Path, sound: Path, ending: str, at: float, length: int, put: bytes
) -> None:
    whole = sound.with_suffix(f".{ending}").read_bytes()
    start = int(at * len(whole))
    path = folder / f"damaged.{ending}"
    path.write_bytes(whole[:start] + put + whole[start + length :])

    survive(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


@given(data=st.data())
def test_any_value_in_any_field_is_a_fact_or_a_problem(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*Profile.model_fields]))
    value = data.draw(JSON)
    path = folder / "value.json"
    path.write_text(json.dumps({"name": "A", "description": "x"} | {name: value}))

    survive(path)


@pytest.mark.parametrize("ending", DOCUMENTS)
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<p>\x00\xff", b"\x00" * 99])
def test_any_bytes_of_a_document_are_survived(folder: Path, ending: str, data: bytes) -> None:
    path = folder / f"any.{ending}"
    path.write_bytes(data)

    survive(path)


def test_every_format_is_tried() -> None:
    tried = {"md": "markdown", "txt": "text"}
    assert {tried.get(ending, ending) for ending in (*ENDINGS, *DOCUMENTS)} >= {*Format}
