import re
import tomllib

from tests.house import ROOT


def test_the_newest_entry_is_the_version_of_the_project():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    entries = re.findall(r"^## (\S+) \((unreleased|\d{4}-\d{2}-\d{2})\)$", changelog, re.MULTILINE)

    assert len(entries) == changelog.count("\n## "), "each entry is '## VERSION (DATE)'"
    assert entries[0][0] == declared["project"]["version"]


def test_every_older_entry_has_the_day_of_its_release():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    _, *older = re.findall(r"^## .*$", changelog, re.MULTILINE)

    assert [entry for entry in older if "unreleased" in entry] == []
