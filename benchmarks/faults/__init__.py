"""What does a fault leave behind, wherever it strikes?"""
