"""Does each fault say where it is, what was found, and what to do?"""

import pytest
import yaml
from pydantic import ValidationError

from programmes.documents import parse
from programmes.model import Programme
from programmes.problems import in_plain_words, kinds_of_criteria
from tests.programmes.documents import document


def fault(**changes):
    """The only fault of a programme with these fields, from the field on."""
    data = yaml.safe_dump(document(**changes), sort_keys=False).encode()
    read = parse(data, "own.yaml")
    with pytest.raises(ValidationError) as caught:
        Programme.model_validate(read.value)
    (found,) = in_plain_words(caught.value, Programme, read)
    return str(found).split(", ", 2)[-1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"descripton": "x"}, "descripton: is not a field here: did you mean description?"),
        ({"kind": "grants"}, "did you mean grant?"),
        ({"id": "Own Prize"}, "id: found 'Own Prize', expected small letters a to z"),
        ({"name": 12}, "name: found 12, expected a text: put it in quotes, '12'"),
        ({"name": False}, "name: found false, expected a text: a word that can mean false goes in"),
        ({"name": ""}, "name: found '', expected at least 1 character"),
        ({"name": None}, "name: found nothing, expected a text: fill it in"),
        ({"seeks": "sensors"}, "seeks: found 'sensors', expected a list: put it in brackets"),
        (
            {"areas": ["space", "quantm"]},
            "areas.2: no area is called 'quantm'; did you mean quantum?",
        ),
        ({"provenance": {"offer": {"source": ["page"]}}}, "provenance: needs an entry '*'"),
        ({"buyers": "states"}, "has states as buyers: say under pool what they buy"),
        ({"pool": "missiles"}, "pool: found 'missiles', expected lines of 'field: value'"),
        (
            {"calls": [{"id": "a"}, {"id": "b", "opens": "2026-02-30"}]},
            "calls.2.opens: found '2026-02-30', expected a day that exists",
        ),
        (
            {"calls": [{"id": "a", "opens": "2026-05-02", "closes": "2026-05-01"}]},
            "calls.1: closes (2026-05-01) before it opens (2026-05-02)",
        ),
        (
            {"calls": [{"id": "a", "zone": "Brusels"}]},
            "calls.1.zone: no time zone is called 'Brusels'",
        ),
        ({"calls": [{"id": "a"}, {"id": "a"}]}, "calls: 'a' is the id of 2 entries"),
        (
            {"offer": {"amounts": [{"label": "x", "max": "2m", "currency": "EUR"}]}},
            "offer.amounts.1.max: found '2m', expected a number without unit",
        ),
        (
            {"offer": {"amounts": [{"label": "x", "min": 3, "max": 2, "currency": "EUR"}]}},
            "offer.amounts.1: min 3 lies above max 2",
        ),
        (
            {"offer": {"amounts": [{"label": "x", "currency": "euro"}]}},
            "offer.amounts.1.currency: found 'euro', expected the three capital letters",
        ),
    ],
)
def test_a_fault_is_told_by_field_with_what_was_found_and_what_to_do(changes, expected):
    assert expected in fault(**changes)


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ({"kind": "seats"}, "criteria.1.kind: found 'seats', expected one of age, area, "),
        ({"kind": "seats"}, "did you mean seat?"),
        ({}, "criteria.1: a criterion needs a kind, one of age, area, "),
        ("seat", "criteria.1: found 'seat', expected lines of 'field: value'"),
        (
            {"kind": "seat", "basis": "managed", "within": ["NO", "Germny"]},
            "criteria.1.within.2: no country is called 'Germny'; did you mean Germany (DE)?",
        ),
        (
            {"kind": "seat", "basis": "managed", "within": [False]},
            "criteria.1.within.1: found false, expected a text: a word that can mean false goes in "
            "quotes, such as 'NO'",
        ),
        (
            {"kind": "seat", "basis": "managed", "within": {"groups": ["nato_33"]}},
            "within.groups.1: no country group is called 'nato_33'; did you mean nato_32?",
        ),
        ({"kind": "seat", "basis": "managed"}, "criteria.1: names no place: give within, perhaps"),
        ({"kind": "trl", "min": 0}, "criteria.1.min: found 0, expected 1 or more"),
        ({"kind": "trl", "max": 4.5}, "criteria.1.max: found 4.5, expected a whole number"),
        ({"kind": "trl", "min": 5, "max": 4}, "criteria.1: min 5 lies above max 4"),
        ({"kind": "size", "label": "small"}, "criteria.1: has no bound: give max_headcount"),
        ({"kind": "age"}, "criteria.1: max_years is missing, and needed"),
        ({"kind": "weapon", "certain": "perhaps"}, "found 'perhaps', expected true or false"),
        ({"kind": "weapon", "source": []}, "criteria.1.source: is empty: name at least one"),
        ({"kind": "weapon", "as_of": "soon"}, "criteria.1.as_of: found 'soon', expected a date"),
    ],
)
def test_a_fault_in_a_criterion_is_told_by_its_place(criterion, expected):
    if isinstance(criterion, dict):
        criterion = {"source": ["page"], **criterion}
    assert expected in fault(criteria=[criterion])


def test_every_kind_of_criterion_is_named_to_who_misspells_one():
    assert len(kinds_of_criteria()) == 19
    assert {"seat", "statement", "trl"} <= set(kinds_of_criteria())
