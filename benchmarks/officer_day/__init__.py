"""A programme officer's whole day, at full size: see ``__main__``."""
