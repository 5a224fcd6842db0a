"""Which addresses are there?

Each module holds the routes of one subject. A route reads its parameters, calls ``api.usecases``
and writes the answer; it decides nothing.
"""
