import importlib

import pytest

from tests.house import PACKAGES, ROOT


@pytest.mark.parametrize("name", PACKAGES)
def test_an_import_finds_this_tree_and_no_strangers_package(name):
    found = importlib.import_module(name)

    assert found.__file__ == str(ROOT / name / "__init__.py")


def test_every_folder_with_code_is_a_package():
    # Without __init__.py a folder would merge with any other distribution's folder of that name,
    # and tests/api would stand in for api.
    roots = [ROOT / name for name in (*PACKAGES, "tests")]
    folders = {code.parent for root in roots for code in root.rglob("*.py")}
    between = {up for folder in folders for up in folder.parents if up.is_relative_to(ROOT)} - {
        ROOT
    }

    missing = [each for each in folders | between if not (each / "__init__.py").exists()]

    assert missing == []
