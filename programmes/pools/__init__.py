"""What do many nations' demands add up to?

Rules that keep lines apart, the decisions of a person, rates, and exact sums. Which lines ask for
the same thing is not decided here: that takes texts and vectors, and is the matcher's part.
"""
