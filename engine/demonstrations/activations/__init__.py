"""Demonstrations of activation functions."""
