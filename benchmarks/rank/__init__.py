"""Benchmarks of ranking everything: against the bare matrix product, and a million to a folder."""
