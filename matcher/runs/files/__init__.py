"""What does a run keep on disk, and how is it read again?"""
