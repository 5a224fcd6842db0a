"""Lists as people keep them, and how many of their rows are kept."""
