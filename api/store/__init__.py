"""What does the server keep, and how? Every line of its SQL stands here."""
