"""What does each nation say that it needs, line by line?

A demand is one nation's line: item, quantity, value, needed by, how firm. ``read_demands`` takes
lines from tables, JSON, Open Contracting Data and eForms. What is not pooled is told, because a
line that is missing from a pool looks like one that nobody asked for.
"""

from programmes.demands.aside import Aside
from programmes.demands.model import Demand, Firmness, PurchaseStage
from programmes.demands.reading import Demands, demands_of, read_demands

__all__ = ["Aside", "Demand", "Demands", "Firmness", "PurchaseStage", "demands_of", "read_demands"]
