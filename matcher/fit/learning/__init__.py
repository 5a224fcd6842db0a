"""What do officers' judgments say, and what can a ranking learn of them?"""
