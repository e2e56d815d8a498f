"""Demonstrations of this topic."""
