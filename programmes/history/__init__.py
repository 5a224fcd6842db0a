"""What was known when, and what has changed since?"""
