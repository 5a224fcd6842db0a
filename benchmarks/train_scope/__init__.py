"""The scope: in which areas does what a firm makes lie, and how is that learned?"""
