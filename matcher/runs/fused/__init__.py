"""How are all pairs of a shard weighed at nearly the cost of the matrix product alone?

In one compiled pass a profile goes from likeness to the pairs that could be kept, with a margin for
whatever differs in the last bit. Only those are then scored by the arithmetic of a single match, so
that what is kept is the same to the last bit.
"""
