import re
import shutil
from pathlib import Path

import pytest
from sybil.example import SybilFailure

from tests.house import ROOT
from tests.house.documents import Page

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_a_page_shows_is_what_happens(page, tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()

    Page(page, folder).run()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_within_the_project_leads_somewhere(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)

    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path) if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)

    assert broken == []


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_ci_runs_the_test_command_of_the_readme_and_nothing_else():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert script.splitlines()[-1].endswith("&& exec make test")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


# The runner itself: a page that lies must be found out.

TRUE_PAGE = """\
```yaml title="mine/note.yaml"
name: value
```

```console
$ cat mine/note.yaml
name: value
$ printf 'one\\ntwo\\nthree\\n' | \\
  cat
one
...
three
```

```sh
this is not run
```
"""


def run(text: str, folder: Path) -> int:
    here = folder / "here"
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir()
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return Page(page, here).run()


def test_a_true_page_passes_and_all_its_examples_are_run(tmp_path):
    assert run(TRUE_PAGE, tmp_path) == 2


@pytest.mark.parametrize(
    "page",
    [
        "```console\n$ echo one\ntwo\n```\n",
        "```console\n$ echo one\n$ false\n```\n",
        "```console\n$ printf 'one\\ntwo\\n'\none\n```\n",
        "```python\nassert 1 == 2\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
    ],
    ids=["other output", "failing command", "more output", "python", "doctest"],
)
def test_a_page_that_is_not_true_fails(page, tmp_path):
    with pytest.raises((SybilFailure, AssertionError)):
        run(page, tmp_path)
