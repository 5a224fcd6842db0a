"""Does a ranking get better by an officer's judgments, and how many does it take?"""
