"""Who may enter which programme, and who would gain most from it?

The two questions never mix: eligibility is logic over facts, fit is a number from text and
structured features, and a fit never lifts a startup over an eligibility band.
"""
