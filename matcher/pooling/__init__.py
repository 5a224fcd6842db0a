"""Which demands ask for the same thing, and which pools follow?

Likeness is a function of two lines alone, so what one nation adds cannot move a pool that has
nothing to do with it.
"""

from matcher.pooling.build import build_pools
from matcher.pooling.result import PoolsResult

__all__ = ["PoolsResult", "build_pools"]
