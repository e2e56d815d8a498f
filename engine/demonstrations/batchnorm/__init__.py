"""Demonstrations of batch normalisation."""
