"""What was answered: written once, never changed, replayed to give every card's state."""
