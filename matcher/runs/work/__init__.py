"""How does a stream of profiles become a run?"""
