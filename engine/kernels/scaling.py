"""Kernels of this topic."""
