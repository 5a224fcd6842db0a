"""Which facts has somebody looked at again since they were written?

A renewal says: this fact of this programme still holds on that day, as this source says. Renewals
stand in a file beside the catalogue, so that a fact of the built-in catalogue can be renewed too,
and nothing is edited by hand. They change what a fact rests on and the day, never what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from programmes.criteria import AsOf, Frozen, NonEmpty
from programmes.documents import Place, dotted
from programmes.errors import UnknownFact
from programmes.facts import stated
from programmes.model import Programme, Provenance

__all__ = ["Renewal", "facts_of", "renewed", "slug_of_address"]


class Renewal(Frozen):
    """One fact that was looked at again.

    Attributes:
        programme, field: Which fact: a place such as ``criteria.2``, or a field of ``provenance``.
        source: The slug that it rests on now, before those it rested on.
        as_of: The day for which that source speaks.
        on, by: When and by whom it was looked at.
    """

    programme: NonEmpty
    field: NonEmpty
    source: NonEmpty
    as_of: AsOf
    on: AsOf
    by: str = ""


def facts_of(programme: Programme) -> dict[str, tuple[Place, Any]]:
    """The facts of a programme by the name under which they can be renewed.

    >>> from programmes.read import load_catalogue
    >>> sorted(facts_of(load_catalogue().get("hedi")))[:2]
    ['*', 'apply_url']
    """
    return {
        str(place[-1]) if place[0] == "provenance" else dotted(place): (place, fact)
        for place, fact in stated(programme)
    }


def renewed(programme: Programme, renewals: Iterable[Renewal]) -> Programme:
    """A programme with its facts as they were looked at last.

    Args:
        programme: As its file states it.
        renewals: Of this programme, in the order in which they were made.

    Raises:
        UnknownFact: It has no such fact.
    """
    for one in renewals:
        known = facts_of(programme)
        if one.field not in known and one.field in type(programme).model_fields:
            # A field without an entry of its own rests on that for all others.
            programme = _with_entry(programme, one, programme.provenance["*"])
        elif one.field not in known:
            raise UnknownFact(programme.id, one.field, tuple(known))
        else:
            programme = _with(programme, one, *known[one.field])
    return programme


def _with_entry(programme: Programme, one: Renewal, entry: Provenance) -> Programme:
    new = entry.model_copy(update=_now(one, entry))
    return programme.model_copy(update={"provenance": {**programme.provenance, one.field: new}})


def _now(one: Renewal, fact: Any) -> dict[str, Any]:
    source = tuple(dict.fromkeys((one.source, *fact.source)))
    fields = {"source": source, "as_of": one.as_of}
    return {name: value for name, value in fields.items() if name in type(fact).model_fields}


def _with(programme: Programme, one: Renewal, place: Place, fact: Any) -> Programme:
    new = fact.model_copy(update=_now(one, fact))
    if place[0] == "provenance":
        return programme.model_copy(
            update={"provenance": {**programme.provenance, str(place[1]): new}}
        )
    part, at, *deeper = place
    items = list(getattr(programme, str(part)))
    index = int(at)
    if deeper:
        criteria = list(items[index].criteria)
        criteria[int(deeper[1])] = new
        items[index] = items[index].model_copy(update={"criteria": tuple(criteria)})
    else:
        items[index] = new
    return programme.model_copy(update={str(part): tuple(items)})


_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of_address(address: str) -> str:
    """A slug for a source that is named by its address.

    >>> slug_of_address("https://www.nspa.nato.int/about?page=2")
    'www-nspa-nato-int-about-page-2'
    """
    return _NOT_SLUG.sub("-", address.partition("://")[2].lower()).strip("-")[:80]
