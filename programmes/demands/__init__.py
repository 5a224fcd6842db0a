"""What does each nation say that it needs, line by line?

A demand is one nation's line: item, quantity, value, needed by, how firm. ``read`` takes lines from
tables, JSON and OCDS release packages; all faults of a file are found before it is refused, because
a line that is missing from a pool looks like one that nobody asked for.
"""

from programmes.demands.model import Demand, Firmness
from programmes.demands.reading import Demands, demands_of, read_demands

__all__ = ["Demand", "Demands", "Firmness", "demands_of", "read_demands"]
