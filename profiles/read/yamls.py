"""What is in a YAML document?

Less than YAML allows. Every plain value but null, true and false stays the text that was written,
and the field decides what it means: ``headquarters: NO`` is Norway and not "false", and a postal
number keeps its zeros. Keys that occur twice, aliases (with which a kilobyte can unfold into
gigabytes) and tags (with which YAML builds objects) are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from profiles.errors import ReadError
from profiles.read import limits
from profiles.read.documents import SHALLOW, record_of
from profiles.read.problems import RowProblem
from profiles.read.records import Record
from profiles.read.sources import InputStream, text_of

__all__ = ["yaml_records", "yaml_text"]

# PyYAML may be built without libyaml; the pure loader gives the same, ten times slower.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PREFIX = "tag:yaml.org,2002:"
_BOOLEANS = {"true": True, "false": False}
_PLAIN = frozenset(
    f"{_PREFIX}{name}"
    for name in ("map", "seq", "str", "null", "bool", "int", "float", "timestamp", "value", "merge")
)


def yaml_records(source: InputStream) -> Iterator[Record | RowProblem]:
    """The objects of YAML documents: one in each, a list, or a list under ``profiles``.

    Raises:
        ReadError: It is no YAML, or uses what is refused.
    """
    text = text_of(source)
    if not text.strip():
        raise ReadError(source.file, None, None, "an empty file", "a profile")
    yield from yaml_text(source.file, text)


def yaml_text(file: str, text: str, first: int = 1) -> Iterator[Record | RowProblem]:
    """The same for a text of which the first line is line ``first`` of its file."""
    try:
        _check(file, text, first)
        for root in yaml.compose_all(text, Loader=_LOADER):
            for node in _objects(root):
                faults: list[str] = []
                value = _value(node, faults, first)
                yield record_of(file, first + _line(node), value, faults)
    except yaml.reader.ReaderError as error:
        # Its position counts bytes in one build of PyYAML and characters in the other.
        code = error.character if isinstance(error.character, int) else ord(error.character)
        line = first + text.count("\n", 0, max(text.find(chr(code)), 0))
        found = f"the character U+{code:04X}"
        raise ReadError(file, line, None, found, "text without control characters") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (mark.line if mark else 0)
        column = mark.column + 1 if mark else 1
        message = f"{error.problem or 'no YAML'} in column {column}"
        raise ReadError(file, line, None, None, "YAML", message) from error


def _check(file: str, text: str, first: int) -> None:
    """Refuse what could grow, before anything is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = first + _line(event)
        if isinstance(event, yaml.AliasEvent):
            found = f"the alias *{event.anchor}"
            raise ReadError(file, line, None, found, "the value itself, written out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > limits.MAX_DEPTH:
                raise ReadError(file, line, None, "deeper nesting", SHALLOW)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line if part.start_mark else 0


def _objects(root: yaml.Node | None) -> Iterator[yaml.Node]:
    if root is None:
        return
    if isinstance(root, yaml.SequenceNode):
        yield from root.value
        return
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "profiles" and isinstance(value, yaml.SequenceNode):
                yield from value.value
                return
    yield root


def _value(node: yaml.Node, faults: list[str], first: int) -> Any:
    line = first + _line(node)
    if node.tag not in _PLAIN:
        faults.append(f"the tag {node.tag.replace(_PREFIX, '!!')} in line {line}: take it out")
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                faults.append(f"a list or an object as a key in line {line}: take a word")
            elif key.value in found:
                where = first + _line(key)
                faults.append(f"the key {key.value!r} occurs twice, again in line {where}")
            else:
                found[key.value] = _value(value, faults, first)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, faults, first) for one in node.value]
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    # Quoted, "null" is a text; plain, it is the absence of one.
    if plain and node.tag == f"{_PREFIX}null":
        return None
    if plain and node.value.lower() in _BOOLEANS:
        return _BOOLEANS[node.value.lower()]
    return node.value
