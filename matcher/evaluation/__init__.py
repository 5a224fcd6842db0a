"""How good is a ranking, measured on judgements that are not ours?

Any folder in BEIR's layout is ranked with the code that ``match`` uses, beside baselines that a
user could take instead, and scored with a metrics library.
"""
