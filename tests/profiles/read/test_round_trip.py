"""What is written is read again as the same, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import BadValue
from profiles.model import Profile
from profiles.read import RowProblem, read_profiles, write_profiles
from tests.profiles.strategies import profile_lists

FORMATS = ("json", "jsonl", "yaml", "csv", "parquet")
PACKED = ("json.gz", "jsonl.gz", "yaml.gz", "csv.gz")

# Any text that a profile may hold: quotes, separators, line breaks, brackets, leading signs.
awkward = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1
)


def again(path: Path, written: list[Profile]) -> list[Profile | RowProblem]:
    write_profiles(path, written)
    return [*read_profiles(path)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written")


@pytest.mark.parametrize("ending", FORMATS)
@given(written=profile_lists(max_size=4))
def test_reading_what_was_written_gives_the_same(
    ending: str, folder: Path, written: list[Profile]
) -> None:
    assert again(folder / f"some.{ending}", written) == written


@pytest.mark.parametrize("ending", FORMATS)
@given(name=awkward, text=awkward, cases=st.lists(awkward, max_size=3))
def test_no_text_is_lost_on_the_way(
    ending: str, folder: Path, name: str, text: str, cases: list[str]
) -> None:
    try:
        profile = Profile(
            id="x", name=name, description=text, technology="radio", use_cases=tuple(cases)
        )
    except ValueError:
        return  # a name or a case of blanks is none
    assert again(folder / f"texts.{ending}", [profile]) == [profile]


@pytest.mark.parametrize("ending", FORMATS + PACKED)
def test_the_same_profiles_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    some = [Profile(id=str(one), name="A", description="x", trl=4) for one in range(3)]
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"

    assert again(one, some) == some
    assert write_profiles(two, iter(some)) == 3
    assert one.read_bytes() == two.read_bytes()


def test_none_known_and_not_known_stay_apart(tmp_path: Path) -> None:
    none = Profile(id="a", name="A", description="x", certifications=(), partners=(), use_cases=())
    unknown = Profile(id="b", name="B", description="x")
    for ending in FORMATS + PACKED:
        assert again(tmp_path / f"x.{ending}", [none, unknown]) == [none, unknown]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    one = Profile(id="a", name="A", description="x")
    write_profiles(path, [one])

    def broken():
        yield one
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_profiles(path, broken())
    assert [*read_profiles(path)] == [one]
    assert [*tmp_path.iterdir()] == [path]


def test_a_format_that_is_not_written_is_refused_before_a_file_appears(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"a name that ends in \.json"):
        write_profiles(tmp_path / "x.md", [])
    assert not [*tmp_path.iterdir()]
