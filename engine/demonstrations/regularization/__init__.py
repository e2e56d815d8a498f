"""Demonstrations of ridge, lasso and weight decay."""
