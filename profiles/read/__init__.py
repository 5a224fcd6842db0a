"""How does a file of startups become profiles, and who is told what is wrong with it?

Whatever the format, a row takes one path: record, headings to fields, the model. A bad row never
stops the good ones; it comes out as a problem with file, line, field, what was found and what was
expected. Nothing is guessed: what cannot be read surely stays unknown, and a note says so.
"""

from profiles.read.formats import Format
from profiles.read.headings import parse_mapping
from profiles.read.problems import RowProblem
from profiles.read.reading import (
    ProfileStream,
    ReadSummary,
    read_draft,
    read_profile,
    read_profiles,
)
from profiles.read.tally import Tally
from profiles.read.write import write_profile, write_profiles

__all__ = [
    "Format",
    "ProfileStream",
    "ReadSummary",
    "RowProblem",
    "Tally",
    "parse_mapping",
    "read_draft",
    "read_profile",
    "read_profiles",
    "write_profile",
    "write_profiles",
]
