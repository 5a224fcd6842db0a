"""What do public sources publish, read into calls and topics of ours?

One module a source, one table in ``data/`` a source: the module knows the shape of its files, the
table says which programme of ours a record falls under and what cannot be mapped.
"""
