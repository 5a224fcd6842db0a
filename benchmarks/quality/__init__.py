"""How well the fit ranks what it has not seen, and the command that finds out."""
