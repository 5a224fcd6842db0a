"""Which facts does a text say about the startup, in which words?

:func:`read_facts` reads them with rules that can be read: statements ("Employees: 100", tables, front
matter) and sentences, in eight languages and more. Precision goes before recall: what may be about a
customer, an investor, a plan or another firm is not read.
"""

from profiles.facts.draft import accepted, facts_of, stated, with_fact, with_statements
from profiles.facts.found import FoundFact
from profiles.facts.reading import read_facts, with_read

__all__ = [
    "FoundFact",
    "accepted",
    "facts_of",
    "read_facts",
    "stated",
    "with_fact",
    "with_read",
    "with_statements",
]
