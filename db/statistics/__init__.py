"""What the log and the cards say about the learner."""
