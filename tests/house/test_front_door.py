"""The names that a user may build on: there are a dozen, and all of them are written down."""

import ast
import importlib
import re
from collections import defaultdict

import pytest

from api import errors as api_errors
from matcher import AllymatchError
from matcher import errors as matcher_errors
from profiles import errors as profile_errors
from programmes import errors as programme_errors
from tests.house import PACKAGES, ROOT

SURFACE = {
    "matcher": {"AllymatchError", "Finding", "Match", "MatchPage", "Matcher", "Settings"},
    "profiles": {"Profile", "read_profile", "read_profiles"},
    "programmes": {"Filters", "Programme", "load_catalogue"},
}


@pytest.mark.parametrize("package", SURFACE)
def test_the_exported_names_are_the_whole_surface(package):
    module = importlib.import_module(package)
    public = {
        name
        for name in vars(module)
        if not name.startswith("_")
        and name not in {"TYPE_CHECKING", "annotations", "import_module"}
        and not hasattr(vars(module)[name], "__path__")
    }
    submodules = {path.stem for path in (ROOT / package).glob("*.py")}

    assert set(module.__all__) == SURFACE[package]
    assert public - submodules <= SURFACE[package]
    assert set(module.__all__) <= set(dir(module))
    assert all(getattr(module, name) is not None for name in module.__all__)


def test_the_page_on_python_names_the_surface():
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.MULTILINE)

    assert {name: set(re.findall(r"`(\w+)`", row)) for name, row in rows} == SURFACE


def test_a_name_that_is_not_exported_is_told_as_python_tells_it():
    with pytest.raises(AttributeError, match="module 'matcher' has no attribute 'Macher'"):
        importlib.import_module("matcher").Macher  # noqa: B018


@pytest.mark.parametrize("module", [api_errors, matcher_errors, profile_errors, programme_errors])
def test_every_error_of_a_package_has_one_ancestor_and_is_drawn_in_its_tree(module):
    for name in module.__all__:
        assert issubclass(getattr(module, name), AllymatchError)
        assert re.search(rf"[*-] {name}\b", module.__doc__), name


def test_no_name_of_a_class_means_two_things():
    homes = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    homes[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
