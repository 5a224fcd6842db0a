"""What can a caller do, whichever way it comes?

The use cases of the server: routes, pages, feeds and assistants call these with the caller, and
these ask ``api.usecases.access`` before anything else.
"""
