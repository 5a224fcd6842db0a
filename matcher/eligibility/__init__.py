"""May this startup enter this programme, and how do we know?"""
