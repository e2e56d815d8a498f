"""Demonstrations of vanishing and exploding gradients."""
