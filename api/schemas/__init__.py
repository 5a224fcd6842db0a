"""What does the wire carry: bodies, answers, parameters and examples?"""
