"""What changed between two runs, and how does a person read one?"""
