"""Demonstrations of feature scaling."""
