"""The domain adapter: what it learns from, how, and the command that makes it."""
