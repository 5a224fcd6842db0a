"""What is offered, to whom, and until when?

A programme is stated in terms of profiles (countries, areas, readiness), but this package never
sees a profile: it says what is asked, and ``matcher`` finds out who answers.
"""
