"""The weights of the fit: how they are learned and judged, and the command that does it."""
