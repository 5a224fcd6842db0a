"""Are files that were read before known again, and never trusted when they should not be?"""

import pytest

from programmes import parsed
from programmes.documents import parse
from programmes.errors import BadCatalogue
from programmes.parsed import ParsedFiles
from programmes.read import load_catalogue
from tests.programmes.documents import write

ONE = b"id: one\nname: A name\ncriteria:\n  - kind: trl\n    low: 3\n    high: 7.5\nweapon: NO\n"


@pytest.fixture
def kept(tmp_path):
    """A file that knows the one document."""
    path = tmp_path / "cache" / "catalogue.json"
    first = ParsedFiles(path)
    first.document(ONE, "one.yaml")
    first.keep()
    return path


@pytest.fixture
def unread(monkeypatch):
    """Nothing is parsed: it would be an error."""
    monkeypatch.setattr(parsed, "parse", lambda *_: pytest.fail("it was parsed"))


def test_a_file_that_was_read_is_not_parsed_again_and_says_the_same(kept, unread):
    known = ParsedFiles(kept).document(ONE, "two.yaml")

    assert known.value == parse(ONE, "one.yaml").value
    assert known.file == "two.yaml"


def test_the_line_of_a_place_is_known_though_the_file_was_not_parsed(kept):
    known = ParsedFiles(kept).document(ONE, "one.yaml")

    assert known.line(("criteria", 0, "low")) == 5
    assert dict(known.lines) == dict(parse(ONE, "one.yaml").lines)


def test_another_content_is_parsed(kept):
    assert ParsedFiles(kept).document(ONE + b"trl: 3\n", "one.yaml").value["trl"] == 3


@pytest.mark.parametrize("place", [0, 70, -3])
def test_a_damaged_file_is_not_trusted_and_is_made_again(kept, place):
    whole = kept.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 1
    kept.write_bytes(damaged)

    again = ParsedFiles(kept)
    assert again.document(ONE, "one.yaml").value == parse(ONE, "one.yaml").value
    again.keep()
    assert kept.read_bytes() == whole


def test_what_another_reader_read_is_not_trusted(kept, monkeypatch, tmp_path):
    reader = tmp_path / "documents.py"
    reader.write_text("another = True\n", encoding="utf-8")
    monkeypatch.setattr(parsed.documents, "__file__", str(reader))

    assert ParsedFiles(kept).document(ONE, "one.yaml").lines == parse(ONE, "one.yaml").lines
    assert isinstance(ParsedFiles(kept).document(ONE, "one.yaml").lines, dict)


def test_what_has_a_problem_is_never_kept(tmp_path):
    path = tmp_path / "catalogue.json"
    files = ParsedFiles(path)
    files.document(b"id: one\nid: two\n", "twice.yaml")
    files.document(b"id: one\nsum: 1.0e999\n", "endless.yaml")
    files.keep()

    assert not path.exists()


def test_a_folder_that_cannot_be_written_to_hinders_nothing(tmp_path):
    (tmp_path / "file").write_text("no folder\n", encoding="utf-8")
    files = ParsedFiles(tmp_path / "file" / "catalogue.json")

    assert files.document(ONE, "one.yaml").value["id"] == "one"
    files.keep()


def test_a_catalogue_is_the_same_from_its_files_and_from_what_is_known_of_them(tmp_path):
    path = tmp_path / "catalogue.json"
    plain, first = load_catalogue(), load_catalogue(parsed=path)
    known = load_catalogue(parsed=path)

    assert path.stat().st_size > 100_000
    assert list(known) == list(first) == list(plain)
    assert known.sources == plain.sources


def test_a_fault_of_a_known_file_has_its_line(tmp_path):
    folder, path = tmp_path / "own", tmp_path / "catalogue.json"
    folder.mkdir()
    unknown = {"*": {"source": ["page"]}, "summary": {"source": ["nowhere"]}}
    write(folder, provenance=unknown)
    said = []
    for _ in range(2):
        with pytest.raises(BadCatalogue) as caught:
            load_catalogue(folder, parsed=path)
        said.append([str(problem) for problem in caught.value.problems])

    assert path.exists()
    assert said[0] == said[1]
    assert "own.yaml" in said[0][0]
