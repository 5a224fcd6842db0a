"""Why is this the answer, in words?"""
