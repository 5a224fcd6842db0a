"""What is answered for each example, kept as text that was read line by line.

Verdicts, statuses and sentences follow from facts and rules and stand in one file each, in an order
that no weight can change. What a better model may change (fits, the challenge chosen, the order)
stands apart, in ``examples/best-five``.
"""

from pathlib import Path

import pytest

from tests.matcher.conftest import EXAMPLES, ROOT

JUNE = "2026-06-15"
NAMES = tuple(Path(name).stem for name in EXAMPLES)
MARKS = {"unknown": "?", "unmet": "-"}
BANDS = ("eligible", "undetermined", "supply_chain", "ineligible")


def shown(result):
    """A whole answer but for what depends on texts: a block for each band, by id."""
    lines = [f"{result.profile} on {result.on}", ""]
    for band in BANDS[:3]:
        inside = sorted(
            (match for match in result.matches if match.verdict == band),
            key=lambda match: match.programme,
        )
        lines += [f"{band}: {len(inside)}", *(line for match in inside for line in pair(match)), ""]
    refused = sorted(result.ineligible, key=lambda refusal: refusal.programme)
    lines += [f"ineligible: {len(refused)}", *(line for each in refused for line in pair(each)), ""]
    lines += ["questions", *(f"  {q.settles} {q.decides} {q.field}" for q in result.questions), ""]
    lines += ["notes", *(f"  {note}" for note in result.notes)]
    return "\n".join(lines).rstrip() + "\n"


def pair(found):
    near = ", a near miss" if found.near_miss else ""
    lines = [f"  {found.programme} ({found.status}{near})"]
    for finding in found.findings:
        if finding.answer in MARKS:
            lines.append(f"    {MARKS[finding.answer]} {finding.says}")
            lines += [f"      > {finding.change}"] if finding.change else []
    return lines


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_for_an_example_is_the_one_that_was_read_and_found_right(
    matcher, examples, golden, name
):
    golden(f"examples/{name}", shown(matcher.match(examples[name], on=JUNE)))


def test_the_best_five_of_each_example_are_those_that_were_found_sensible(
    matcher, examples, golden
):
    lines = []
    for name in NAMES:
        lines += [name]
        for match in matcher.match(examples[name], on=JUNE, top=5).matches:
            challenge = f" / {match.topic}" if match.topic else ""
            lines += [f"  {match.verdict:13}{match.fit:.1f}  {match.programme}{challenge}"]
        lines += [""]
    golden("examples/best-five", "\n".join(lines))


def test_every_profile_of_the_folder_is_among_them():
    written = (".json", ".yaml", ".md", ".txt")
    found = {path.name for path in (ROOT / "examples").iterdir() if path.suffix in written}
    # Tables of rates and the like lie there too: a profile says what it is about.
    others = {name for name in found if "description:" not in text_of(name)} - set(EXAMPLES)

    assert found - others == set(EXAMPLES)


def text_of(name):
    return (ROOT / "examples" / name).read_text(encoding="utf-8").replace('"', "")
