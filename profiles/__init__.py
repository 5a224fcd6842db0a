"""What does a startup say of itself, and how do we know?

A profile is one startup as known on one day. ``None`` in a field means "not known", which is
neither a yes nor a no.
"""
