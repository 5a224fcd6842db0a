"""Which words does everybody else here use for countries, areas, readiness, money and time?

Closed lists with sources, kept as data files beside the code that reads them. Each parser takes
what a person writes and answers with one value or an error that names the nearest known term;
nothing is guessed, and nothing is read from disk before it is needed.
"""

from profiles.vocabulary.areas import (
    AreaRef,
    DualUseArea,
    SubArea,
    area,
    areas,
    areas_of,
    by_area,
)
from profiles.vocabulary.countries import Country, by_code, countries, country
from profiles.vocabulary.dates import When, day, instant, when
from profiles.vocabulary.export import ExportCode, export_code
from profiles.vocabulary.groups import Group, Membership, group, groups
from profiles.vocabulary.links import link, link_or_none
from profiles.vocabulary.money import Money, currencies, money
from profiles.vocabulary.scales import (
    Instrument,
    SizeLimits,
    Stage,
    instrument,
    sizes,
    stage,
    trl,
)
from profiles.vocabulary.taxonomies import Taxonomy, taxonomies, taxonomy

__all__ = [
    "AreaRef",
    "Country",
    "DualUseArea",
    "ExportCode",
    "Group",
    "Instrument",
    "Membership",
    "Money",
    "SizeLimits",
    "Stage",
    "SubArea",
    "Taxonomy",
    "When",
    "area",
    "areas",
    "areas_of",
    "by_area",
    "by_code",
    "countries",
    "country",
    "currencies",
    "day",
    "export_code",
    "group",
    "groups",
    "instant",
    "instrument",
    "link",
    "link_or_none",
    "money",
    "sizes",
    "stage",
    "taxonomies",
    "taxonomy",
    "trl",
    "when",
]
