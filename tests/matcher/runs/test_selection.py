"""Can places be given, and a selection be looked at, from a run's folder?"""

import pytest

from matcher.errors import BadInput, NotFound
from matcher.runs.files.reading import CompletedRun
from matcher.selection.assigning import assign
from matcher.selection.audit import audit
from matcher.selection.audited import read_audited
from matcher.selection.choices import value_of
from matcher.selection.sources import read_choices
from matcher.selection.terms import AssignmentTerms, Room


@pytest.fixture(scope="module")
def choices(undisturbed):
    return read_choices([str(undisturbed)])


def test_the_choices_of_a_run_are_its_rows_that_no_rule_refuses(undisturbed, choices):
    rows = [
        row
        for table in CompletedRun(undisturbed).tables("startups")
        for row in table.select(["profile", "programme", "verdict", "fit"]).to_pylist()
    ]
    may = {(row["profile"], row["programme"]) for row in rows if row["verdict"] != "ineligible"}

    assert {(one.applicant, one.host) for one in choices.pairs} == may
    assert any("keeps the best" in note for note in choices.notes)


def test_one_place_goes_to_the_best_of_a_run(choices):
    host = choices.pairs[0].host
    worth = {
        one.applicant: value_of(one, graded=False) for one in choices.pairs if one.host == host
    }

    (placed,) = assign(choices, AssignmentTerms({host: Room(None, 1)})).placed

    assert worth[placed.applicant] == max(worth.values())


def test_an_audit_of_a_run_says_what_a_run_does_not_keep(undisturbed, choices):
    found = audit(read_audited(undisturbed, choices.pairs[0].host), {}, shortlist=2)

    assert len(found.chosen) == 2
    assert found.turned == () or all("refused" not in one.why for one in found.turned)
    assert any("keeps no findings" in note for note in found.notes)


def test_a_run_is_asked_for_one_programme_that_it_holds(undisturbed):
    with pytest.raises(BadInput, match="which programme of the run"):
        read_audited(undisturbed)
    with pytest.raises(NotFound, match="no programme is called 'nothing'"):
        read_audited(undisturbed, "nothing")
