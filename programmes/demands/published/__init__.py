"""Which demands does a published procurement file state, in whatever form it is published?

Open Contracting Data (release and record packages, bare releases, lists, lines, gzip), eForms
notices and TED search answers are all brought to one shape, the OCDS release, and read by one
reader. What a file says is either on a line, or counted in a note, or stands aside with its reason.
"""

from programmes.demands.published.reading import Published, read_published

__all__ = ["Published", "read_published"]
