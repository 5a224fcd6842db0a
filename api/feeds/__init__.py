"""How does news reach those who follow a profile: feeds, calendars and webhooks?"""
