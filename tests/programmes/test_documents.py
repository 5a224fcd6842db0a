"""Is YAML read as it was written, and is what could harm or mislead refused by line?"""

import contextlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from programmes.documents import MAX_BYTES, MAX_DEPTH, parse, read_bytes
from programmes.errors import BadDocument

# Texts that YAML can carry, and that no rule of YAML 1.1 reads as something else.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]))
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def value_of(text):
    found = parse(text.encode(), "own.yaml")
    assert found.problems == ()
    return found.value


def refusal(text):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadDocument) as caught:
        parse(data, "own.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("2026-07-03", "2026-07-03"),
        ("2026-07-03T12:00:00Z", "2026-07-03T12:00:00Z"),
        ("2026", 2026),
        ("12:30", "12:30"),
        ("0777", 777),
        ("1_000", "1_000"),
        ("0.35", 0.35),
        ("1e6", 1e6),
        (".inf", ".inf"),
        ("", None),
        ("null", None),
        ("~", None),
        ("'null'", "null"),
        ('"7"', "7"),
        ("6A003", "6A003"),
    ],
)
def test_a_plain_word_keeps_the_meaning_its_writer_saw(written, expected):
    found = value_of(f"field: {written}")["field"]
    assert (found, type(found)) == (expected, type(expected))


def test_folded_texts_lists_and_mappings_are_read():
    text = "a: >-\n  one\n  two\nb: [1, {c: d}]\ne:\n  - f: g\n    h: i\n"
    assert value_of(text) == {"a": "one two", "b": [1, {"c": "d"}], "e": [{"f": "g", "h": "i"}]}


def test_the_line_of_each_place_is_known():
    found = parse(b"a: 1\nb:\n  - c: 2\n    d: 3\n  - e\n", "own.yaml")
    assert [found.line(place) for place in (("a",), ("b", 0, "d"), ("b", 1), ("b", 9, "x"))] == [
        1,
        4,
        5,
        2,
    ]


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), st.booleans())
def test_what_a_yaml_writer_writes_is_read_back(content, flow):
    text = yaml.safe_dump(content, allow_unicode=True, default_flow_style=flow)
    assert value_of(text) == content


@given(st.binary(max_size=300) | TEXTS.map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(BadDocument):
        assert isinstance(parse(data, "own.yaml").value, dict)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: c: d\n", 2, "put a text that holds ': ' in quotes"),
        ("a: 1\n\tb: 2\n", 2, "indent with spaces"),
        ('a: 1\nb: "open\nc: d\n', 2, "close the quotes"),
        ("a: [1, 2\n", 2, "close the list"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: 1\nb: \xff\n", 2, "is not UTF-8 text"),
        ("a: 1\nb: \x07\n", 2, "control character U+0007"),
        ("{a: 1}: b\n", 1, "a field's name must be a text"),
    ],
)
def test_what_is_no_yaml_is_refused_by_line(text, line, says):
    refused = refusal(text)
    assert refused.line == line
    assert says in refused.problem


@pytest.mark.parametrize(
    ("text", "says"), [("", "nothing"), ("- a\n", "a list"), ("just words\n", "a text")]
)
def test_what_is_no_mapping_is_refused(text, says):
    assert f"holds {says}" in str(refusal(text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "own.yaml, line 3: 'a' stands here again (first in line 1)"),
        ("a: {b: 1,\n    b: 2}\n", "own.yaml, line 2, a: 'b' stands here again"),
        ("a: &x 1\n", "&x is an anchor"),
        ("a: 1\nb: *x\n", "own.yaml, line 2: *x is an alias"),
        ("a: !!python/object/apply:os.system [ls]\n", "is a tag"),
        ("a: !!binary aGk=\n", "is a tag"),
    ],
)
def test_a_key_twice_an_alias_and_a_tag_are_problems(text, says):
    (problem,) = parse(text.encode(), "own.yaml").problems
    assert says in str(problem)


def test_an_alias_bomb_is_refused_without_being_expanded():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    problems = parse("\n".join(lines).encode(), "own.yaml").problems
    assert len(problems) == 30 + 29 * 9


def test_deep_nesting_is_refused_without_recursion():
    assert f"more than {MAX_DEPTH} deep" in str(refusal("a: " + "[" * 50_000))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_bytes(b"a: 1\n" + b"#" * MAX_BYTES)
    with pytest.raises(BadDocument, match="more than 1,000,000 bytes"):
        read_bytes(path, "own.yaml")


def test_a_file_that_cannot_be_opened_says_so(tmp_path):
    with pytest.raises(BadDocument, match="cannot be read"):
        read_bytes(tmp_path, "own.yaml")
