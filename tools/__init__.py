"""Commands that keep the project, run by make; no part of the distribution."""
