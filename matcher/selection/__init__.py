"""Who gets which place, and was that fair?

``assigning`` gives places under terms that a person states, ``audit`` looks at what came of it. The
choices come from a screen, a run or officers' judgments; nothing here weighs a text.
"""
