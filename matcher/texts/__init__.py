"""What do the texts say, in vectors and in words?"""
