"""Who should join whom, so that together they may enter and cover what is asked for?

A team is chosen exactly, by a solver: no proposal is only the best that a search happened to meet.
"""

from matcher.pooling.teams.choice import TeamRequest, teams

__all__ = ["TeamRequest", "teams"]
