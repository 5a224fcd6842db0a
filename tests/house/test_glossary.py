"""Does every noun that the code is built of stand in the glossary?"""

import ast
import re
from collections import Counter

from tests.house import PACKAGES, ROOT

OFTEN = 4
"""Classes that end in a noun, from which on it is a word of the house."""
PLAIN = {"error", "result", "wanted", "shown", "made"}
"""Words of any program: what is raised, returned, and the states of a body that is sent."""
DESIGN = {
    "profile", "programme", "call", "topic", "challenge", "pool", "demand", "criterion", "finding",
    "verdict", "seat", "fit", "contribution", "evidence", "near miss", "question", "basis",
    "outlook", "section", "snapshot", "listing", "pathway", "judgment", "grade", "capacity",
    "conflict", "run", "area",
}  # fmt: skip


def entries():
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").lower()
    rows = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    return {word.strip() for row in rows for word in row.split(",")}


def nouns():
    """The last word of each public class name, in the singular, with how many end in it."""
    found = Counter()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    last = re.findall(r"[A-Z][a-z0-9]*", node.name)[-1].lower()
                    found[last if last in {"settings", "series"} else last.removesuffix("s")] += 1
    return found


def test_every_noun_that_classes_end_in_stands_in_the_glossary():
    missing = {noun: number for noun, number in nouns().items() if number >= OFTEN}
    for known in entries() | PLAIN:
        missing.pop(known, None)

    assert missing == {}


def test_every_word_of_the_design_stands_in_the_glossary():
    assert DESIGN - entries() == set()


def test_no_word_stands_in_it_twice():
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").lower()
    rows = re.findall(r"^\| ([^|]+) \| ", page, re.MULTILINE)
    words = Counter(word.strip() for row in rows for word in row.split(",") if word != "word")

    assert {word for word, number in words.items() if number > 1} == set()
