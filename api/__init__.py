"""How does another program, or a person with a browser, ask the matcher?

Over HTTP: this package turns requests into calls of ``matcher`` and answers into JSON, feeds and
pages. It decides nothing about eligibility or fit, and nothing is built when it is imported.
"""
