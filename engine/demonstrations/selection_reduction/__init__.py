"""Demonstrations of feature selection and dimensionality reduction."""
