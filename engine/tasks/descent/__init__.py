"""Tasks about gradient descent."""
