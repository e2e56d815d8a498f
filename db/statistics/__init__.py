"""Statistics computed from the log and the cards."""
