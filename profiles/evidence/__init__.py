"""What in a startup's text says what it makes, and what says something else?"""
