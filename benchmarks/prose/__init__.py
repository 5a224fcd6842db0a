"""How well are facts read out of prose, by field and by language?"""
