"""Would the startup gain from it, and in which order do programmes come?"""
