"""Demonstrations of gradient descent and mini-batches."""
