"""Demonstrations of pooling."""
