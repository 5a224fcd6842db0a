"""In which order would a startup walk from prototype to production?"""
